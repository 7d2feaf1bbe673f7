/**
 * A CSV cell in quotation marks. What a spreadsheet would take for a formula gets an apostrophe in front, and so does
 * what begins with one, so that it can be taken off again.
 */
function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const guarded = /^\s*['=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text
  return `"${guarded.replaceAll('"', '""')}"`
}

/** A line of CSV (RFC 4180), its end included. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}
