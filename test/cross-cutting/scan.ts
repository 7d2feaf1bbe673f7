import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The ways in which a text may stand in an output without being readable at first sight. */
function disguises(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  const escaped = Array.from(text, (char) => {
    const code = char.charCodeAt(0)
    return code < 128 ? char : `\\u${code.toString(16).padStart(4, '0')}`
  }).join('')
  return [text, encodeURIComponent(text), escaped, bytes.toString('hex'), ...base64(bytes)]
}

/** Base64 depends on where a text begins: its sure part at each of the three places. */
function base64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].map((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    return coded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
  })
}

/** Shorter markers would be found by chance. */
const shortest = 6

/** Those of the markers that stand in an output, however disguised. One pass, whatever their number. */
export function foundIn(output: string | Buffer, markers: readonly string[]): readonly string[] {
  const searched = inSmallLetters(output)
  const byHead = new Map<string, { readonly marker: string; readonly disguise: string }[]>()
  for (const marker of markers) {
    for (const disguise of disguises(marker).map(inSmallLetters)) {
      if (disguise.length < shortest) throw new Error('A marker is too short to be looked for.')
      const head = disguise.slice(0, shortest)
      byHead.set(head, [...(byHead.get(head) ?? []), { marker, disguise }])
    }
  }
  const found = new Set<string>()
  for (let at = 0; at <= searched.length - shortest; at += 1) {
    for (const { marker, disguise } of byHead.get(searched.slice(at, at + shortest)) ?? []) {
      if (searched.startsWith(disguise, at)) found.add(marker)
    }
  }
  return [...found]
}

/** Byte by byte, so that text and marker change alike in any script. */
function inSmallLetters(text: string | Buffer): string {
  return Buffer.from(text).toString('latin1').toLowerCase()
}

/** Everything in a directory as one piece: the ledger with its WAL and whatever lies beside it. */
export function bytesOf(directory: string): Buffer {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return Buffer.concat(files.map((file) => readFileSync(join(file.parentPath, file.name))))
}
