import { minutesEastOf } from '../domain/time-zone.ts'

/** The day of an instant (ms since 1970 in UTC) by the clocks of a zone: `2026-11-26`. */
export function dayOf(epochMs: number, timezone: string): string {
  return new Date(epochMs + minutesEastOf(timezone, epochMs) * 60_000).toISOString().slice(0, 10)
}
