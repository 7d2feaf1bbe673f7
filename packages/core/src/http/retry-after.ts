import { longestPauseMs } from '../ledger/item.ts'
import type { AnswerHeaders } from './transport.ts'

/** Seconds, whole or not. */
const seconds = /^"?\+?(\d+(?:\.\d*)?|\.\d+)"?$/
/** What no date of HTTP is without. */
const timeOfDay = /\d{1,2}:\d{2}:\d{2}/
const zone = /(?:GMT|UTC?|Z|[+-]\d{2}:?\d{2})$/i
/** The day of a date, with a comma as it stands between values as well. */
const dayOfWeek = /\b[a-z]{3,9},\s*(?=\d)/gi
/** Less says nothing: what is repeated at once is a burst. */
const leastMs = 1_000

/** What one value asks for, ms from now; null where it says nothing, a time that has passed included. */
function asked(value: string, now: number): number | null {
  const number = seconds.exec(value)?.[1]
  const date = timeOfDay.test(value) ? Date.parse(zone.test(value) ? value : `${value} GMT`) : Number.NaN
  const ms = number === undefined ? date - now : Number(number) * 1000
  return ms >= leastMs ? Math.min(longestPauseMs, ms) : null
}

/**
 * How long `Retry-After` asks to wait, ms: the longest that can be read in whatever stands there, seconds or dates, once
 * or in a list; a second at least, and never longer than anything waits. Null where nothing can be read.
 */
export function retryAfterMs(headers: AnswerHeaders, now: number): number | null {
  const values = (headers.get('retry-after') ?? '').replaceAll(dayOfWeek, '').split(/[,;]/)
  const all = values.flatMap((value) => asked(value.trim(), now) ?? [])
  return all.length === 0 ? null : Math.max(...all)
}
