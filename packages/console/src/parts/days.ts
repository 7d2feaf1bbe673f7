import { minutesEastOf } from '@ping-primero/core/domain/time-zone.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** No time that is written in the same form comes later. */
const latestMs = Date.parse('9999-12-31T23:59:59.999Z')

/**
 * When a day (`2026-11-26`) begins in a zone, or the day so many after it: ISO 8601 in UTC. null for what is no day. Where
 * clocks are put on at midnight it begins at one o'clock.
 */
export function dayBegins(day: string, timeZone: string, after = 0): string | null {
  const named = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00.000Z`) : Number.NaN
  if (Number.isNaN(named) || !new Date(named).toISOString().startsWith(day)) return null
  const midnight = named + after * dayMs
  const begins = [midnight - dayMs, midnight + dayMs]
    .map((near) => midnight - minutesEastOf(timeZone, near) * minuteMs)
    .filter((ms) => ms + minutesEastOf(timeZone, ms) * minuteMs >= midnight)
  return new Date(Math.min(...begins, latestMs)).toISOString()
}
