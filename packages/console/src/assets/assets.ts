import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file that pages load, under an address that changes with its content. */
export interface Asset {
  readonly address: string
  readonly type: string
  readonly content: string
}

function assetOf(file: string, type: string): Asset {
  const content = readFileSync(join(import.meta.dirname, file), 'utf8')
  const version = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { address: `/assets/${version}/${file}`, type, content }
}

const icon = assetOf('mark.svg', 'image/svg+xml')
const sheets = ['tokens.css', 'console.css'].map((file) => assetOf(file, 'text/css; charset=utf-8'))

/** Everything that pages load. */
export const assets: readonly Asset[] = [icon, ...sheets]

/** In their order. */
export const stylesheets: readonly string[] = sheets.map(({ address }) => address)

export const iconAddress: string = icon.address
