/** The bytes that Windows-1252 writes for characters, which an old spreadsheet took the bytes of UTF-8 for. */
const byteOf: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [
    new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
    byte,
  ]),
)

/** Of UTF-8 that was read as Windows-1252 or as Mac Roman. */
const trace =
  /[ÃÂ][\u0080-\u00bf]|â[\u0080\u20ac][\u0080-\u00bf\u2013-\u2122œ]|[√¬][\p{L}©®™°¢£§¶±≤≥¥µ∂∑∏π∫Ω†•´¨≠∞]|‚Ä\S/u
/** Of `à`, whose second byte has become a blank. */
const halfLetter = /(?<=\p{Ll})Ã|(?<!\p{L})Ã(?!\p{L})/u

/** What shows that a text in UTF-8 was read as another encoding and saved so; null = nothing does. */
export function garbledIn(text: string): string | null {
  return trace.exec(text)?.[0] ?? readAsWindows(text) ?? halfLetter.exec(text)?.[0] ?? null
}

/**
 * The first letter of UTF-8 in a text that is, byte by byte as Windows-1252 writes it, UTF-8 throughout. One letter of two
 * bytes alone may be chance (`CAFÉ…`), unless it is of Latin: those begin with Â or Ã.
 */
function readAsWindows(text: string): string | null {
  const bytes = Array.from(text, (character) => byteOf.get(character) ?? -1)
  if (bytes.includes(-1) || bytes.every((byte) => byte < 0x80)) return null
  try {
    const meant = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes))
    const letters = Array.from(meant).filter((letter) => letter > '\u007f')
    const [first = ''] = letters
    if (letters.length === 1 && first > '\u00ff' && first < '\u0800') return null
    const at = bytes.findIndex((byte) => byte >= 0x80)
    return Array.from(text)
      .slice(at, at + new TextEncoder().encode(first).length)
      .join('')
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return null
  }
}
