import { lineAt } from './marks.ts'

/** Why the bytes of a file are no text that can be read for certain. */
export interface Undecodable {
  /** From 1; null when it is about the whole file. */
  readonly line: number | null
  readonly found: string
  readonly expected: string
}

const expected = 'text in UTF-8; in a spreadsheet: save as "CSV UTF-8 (comma delimited)"'

/** How files begin that are no UTF-8, whatever their names say. */
const beginnings: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a workbook or an archive (it begins with PK)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a workbook of an old spreadsheet'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0xff, 0xfe], 'UTF-16 (it begins with FF FE)'],
  [[0xfe, 0xff], 'UTF-16 (it begins with FE FF)'],
]

/**
 * The text of a file in UTF-8; a byte order mark stays at its beginning. A byte that is none is never replaced in silence: it is
 * named with its line, as is a file of another kind.
 */
export function decodeText(bytes: Uint8Array): { readonly text: string } | { readonly trouble: Undecodable } {
  const kind = beginnings.find(([beginning]) => beginning.every((byte, at) => bytes[at] === byte))
  if (kind !== undefined) return { trouble: { line: null, found: kind[1], expected } }
  const nul = bytes.indexOf(0)
  if (nul !== -1) {
    const found = 'U+0000 (NUL): UTF-16 without its mark, or no text at all'
    return { trouble: { line: lineOf(bytes, nul), found, expected } }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const at = firstBadByte(bytes)
    const byte = (bytes[at] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    return { trouble: { line: lineOf(bytes, at), found: `the byte ${byte}, which is no UTF-8`, expected } }
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  return lineAt(new TextDecoder('latin1').decode(bytes.subarray(0, at)), at)
}

/** The place of the byte that ends what can be read. */
function firstBadByte(bytes: Uint8Array): number {
  let [sound, bad] = [0, bytes.length]
  while (bad - sound > 1) {
    const middle = Math.floor((sound + bad) / 2)
    if (isText(bytes.subarray(0, middle), 'perhaps cut')) sound = middle
    else bad = middle
  }
  // A character of several bytes that stays without its last ones is bad from its first on.
  while (!isText(bytes.subarray(0, sound), 'whole')) sound -= 1
  return sound
}

function isText(bytes: Uint8Array, end: 'whole' | 'perhaps cut'): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: end === 'perhaps cut' })
    return true
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return false
  }
}
