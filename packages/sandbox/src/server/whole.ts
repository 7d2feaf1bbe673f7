/**
 * Parses JSON as servers in other languages do: half a character in a text is none of UTF-8, and the whole body cannot be
 * read. Throws where it cannot.
 */
export function parseWhole(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed()) throw new Error('Half a character.')
    return value
  })
}
