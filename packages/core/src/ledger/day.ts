import { minutesEastOf } from '../domain/time-zone.ts'

/** The day of an ISO time by the clocks of a zone, `2026-03-01`. */
export function dayIn(timezone: string, iso: string): string {
  const at = Date.parse(iso)
  return new Date(at + minutesEastOf(timezone, at) * 60_000).toISOString().slice(0, 10)
}
