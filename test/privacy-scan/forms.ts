/** One way in which a text may stand in an output. */
export interface Form {
  readonly name: string
  readonly bytes: Buffer
}

/** Shorter pieces would be found by chance. */
export const shortest = 6

/**
 * The ways in which a text may stand in an output without being readable at first sight. They are compared in small
 * letters, so letter case is no form of its own. The same form comes once.
 */
export function formsOf(text: string): readonly Form[] {
  const bytes = Buffer.from(text)
  const forms: readonly (readonly [string, string | Buffer])[] = [
    ['raw', bytes],
    ['json-escaped', escaped(text, beyondAscii, unicodeEscape)],
    ['json-escaped throughout', escaped(text, everything, unicodeEscape)],
    ['url-encoded', encodeURIComponent(text)],
    ['url-encoded as in forms', encodeURIComponent(text).replaceAll('%20', '+')],
    ['url-encoded throughout', bytes.toString('hex').replaceAll(/../g, '%$&')],
    ['html-escaped', escaped(text, beyondAscii, (code) => `&#${code};`)],
    ['html-escaped throughout', escaped(text, everything, (code) => `&#${code};`)],
    ['html-escaped, hex', escaped(text, beyondAscii, (code) => `&#x${code.toString(16)};`)],
    ['html-escaped throughout, hex', escaped(text, everything, (code) => `&#x${code.toString(16)};`)],
    ['hex', bytes.toString('hex')],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', Buffer.from(text, 'utf16le').swap16()],
    ...base64Forms(bytes),
  ]
  const known = new Set<string>()
  return forms.flatMap(([name, form]) => {
    const of = Buffer.from(form)
    const key = of.toString('latin1').toLowerCase()
    if (known.has(key)) return []
    known.add(key)
    return [{ name, bytes: of }]
  })
}

/** Base64 depends on where a text begins: its sure part at each of the three places. */
function base64Forms(bytes: Buffer): readonly (readonly [string, string])[] {
  return [0, 1, 2].flatMap((shift) => {
    const coded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const sure = coded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6))
    const url = sure.replaceAll('+', '-').replaceAll('/', '_')
    return [
      [`base64 at ${shift}`, sure],
      [`base64url at ${shift}`, url],
    ] as const
  })
}

/** Every piece of six characters: what is left where an output was cut. */
export function piecesOf(text: string): readonly string[] {
  const letters = Array.from(text)
  return letters.slice(shortest - 1).map((_, index) => letters.slice(index, index + shortest).join(''))
}

function escaped(text: string, which: (code: number) => boolean, write: (code: number) => string): string {
  return Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index)
    return which(code) ? write(code) : text.charAt(index)
  }).join('')
}

const beyondAscii = (code: number): boolean => code > 127
const everything = (): boolean => true
const unicodeEscape = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`
