/**
 * The parameters of a raw query string, as Rails reads them: of a repeated key the last wins, `+` is a blank, and what
 * is no valid encoding stays as it is. Keys keep their brackets: `or[case_id]`.
 */
export function parseQuery(raw: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of raw.split('&')) {
    if (part === '') continue
    const cut = part.indexOf('=')
    const key = decode(cut < 0 ? part : part.slice(0, cut))
    parameters.set(key, cut < 0 ? '' : decode(part.slice(cut + 1)))
  }
  return parameters
}

/** A number as Ruby's `to_i` reads it: the digits a text begins with, else 0. */
export function integerOf(text: string | undefined, absent: number): number {
  if (text === undefined) return absent
  const parsed = Number.parseInt(text, 10)
  return Number.isNaN(parsed) ? 0 : parsed
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    // A broken escape is taken literally; Primero does not refuse it.
    return spaced
  }
}
