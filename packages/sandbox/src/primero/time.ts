const dateOnly = /^(\d{4})-(\d{2})-(\d{2})$/
const dateAndTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/

/** True for `2026-08-01`, false for the 31st of February. */
export function isDate(text: string): boolean {
  const parts = dateOnly.exec(text)
  if (!parts) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** The instant of an ISO date and time, ms; no zone is read as UTC. Undefined for everything else. */
export function instantOf(text: string): number | undefined {
  const parts = dateAndTime.exec(text)
  if (!parts || !isDate(parts[1] ?? '')) return undefined
  const zone = parts[6] === undefined ? 'Z' : parts[6].replace(/^([+-]\d{2}):?(\d{2})$/, '$1:$2')
  const at = Date.parse(`${parts[1]}T${parts[2]}:${parts[3]}:${parts[4]}${parts[5] ?? ''}${zone}`)
  return Number.isNaN(at) ? undefined : at
}

/** As Primero writes an instant: ISO 8601, UTC, milliseconds. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

/** The day of an instant in UTC. */
export function isoDate(at: number): string {
  return isoTime(at).slice(0, 10)
}
