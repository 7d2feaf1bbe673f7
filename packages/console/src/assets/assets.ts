import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file that pages load, under an address that changes with its content. */
export interface Asset {
  readonly address: string
  readonly type: string
  readonly content: string
}

/** The parts of the console's sheet, in their order: a later one wins over an earlier one. */
const parts = ['ground', 'words', 'states', 'crossing', 'cards', 'pages', 'widths', 'forced', 'print']

function textOf(file: string): string {
  return readFileSync(join(import.meta.dirname, file), 'utf8')
}

function assetOf(file: string, type: string, content = textOf(file)): Asset {
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { address: `/assets/${version}/${file}`, type, content }
}

const icon = assetOf('mark.svg', 'image/svg+xml; charset=utf-8')
const css = 'text/css; charset=utf-8'
const sheets = [
  assetOf('tokens.css', css),
  assetOf('console.css', css, parts.map((part) => textOf(`console/${part}.css`)).join('')),
]

/** Everything that pages load. */
export const assets: readonly Asset[] = [icon, ...sheets]

/** In their order. */
export const stylesheets: readonly string[] = sheets.map(({ address }) => address)

export const iconAddress: string = icon.address
