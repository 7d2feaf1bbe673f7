/**
 * Dates as texts, without a clock: the time always comes in from outside. All results are UTC (`flows.md`, Common 7).
 * Behind a date alone only a whole offset is one: `2017-01-02-03` may be two days.
 * A year outside 1900–2199 is taken for a mistake or another calendar, not for a date.
 */
const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?!\s?[+-]\d{2}(?!:))(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?(?:\[[\w/+-]+\])?$/i

const dayMs = 86_400_000

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** A moment or a whole day as UTC says it. */
export interface Moment {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** `YYYY-MM-DDTHH:MM:SS.mmmZ`; a date without time is its first moment. */
  readonly dateTime: string
}

/** A moment as it was written. */
export interface WrittenMoment {
  /** The day as it stands there, `YYYY-MM-DD`, whatever the offset. */
  readonly writtenDate: string
  /** Minutes east of UTC; a date alone, and a time without zone, are read as UTC. */
  readonly offset: number
  /** Milliseconds since 1970-01-01 in UTC. */
  readonly epochMs: number
}

/**
 * Reads `YYYY-MM-DD`, alone or with a time, with `Z`, an offset or no zone (read as UTC), and the name of a zone in
 * brackets after these. Anything else, day-first and impossible dates included, is null.
 */
export function readMoment(text: string): Moment | null {
  const written = readWritten(text)
  return written === null ? null : momentAt(written.epochMs)
}

/** Reads what `readMoment` reads, as it was written. */
export function readWritten(text: string): WrittenMoment | null {
  const parts = shape.exec(text.trim())
  if (parts === null) return null
  const number = (at: number): number => Number(parts[at] ?? 0)
  const day = { year: number(1), month: number(2), day: number(3) }
  const [hour, minute, second] = [number(4), number(5), number(6)]
  const [offsetHour, offsetMinute] = [number(10), number(11)]
  if (!isDay(day) || hour > 23 || minute > 59 || second > 59 || offsetHour > 14 || offsetMinute > 59)
    return null
  const offset = (offsetHour * 60 + offsetMinute) * (parts[9] === '-' ? -1 : 1)
  const milliseconds = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const minutes = daysSince1970(day) * 1440 + hour * 60 + minute - offset
  const epochMs = (minutes * 60 + second) * 1000 + milliseconds
  return { writtenDate: textOf(day), offset, epochMs }
}

/** The UTC day that lies so many milliseconds after 1970-01-01 or before it, `YYYY-MM-DD`. */
export function dateAt(epochMs: number): string {
  return textOf(dayAt(Math.floor(epochMs / dayMs)))
}

function momentAt(epochMs: number): Moment {
  const date = dateAt(epochMs)
  const ofDay = epochMs - Math.floor(epochMs / dayMs) * dayMs
  const seconds = Math.floor(ofDay / 1000)
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => two(Math.floor(part)))
  return { date, dateTime: `${date}T${time.join(':')}.${String(ofDay % 1000).padStart(3, '0')}Z` }
}

/** Whole calendar years from one `YYYY-MM-DD` to another; null when the first is the later one. */
export function wholeYears(from: string, to: string): number | null {
  if (from > to) return null
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

function isDay(day: Day): boolean {
  if (day.year < 1900 || day.year > 2199 || day.month < 1 || day.month > 12) return false
  return day.day >= 1 && day.day <= daysIn(day.year, day.month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Years begin in March here, so that the day of a leap year comes last. */
const daysFromMarch0To1970 = 719_468

function daysSince1970({ year, month, day }: Day): number {
  const marchYear = month > 2 ? year : year - 1
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  const ofYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  return marchYear * 365 + leapDays + ofYear - daysFromMarch0To1970
}

function dayAt(days: number): Day {
  let year = 1970 + Math.floor(days / 365.2425)
  const first = (): number => daysSince1970({ year, month: 1, day: 1 })
  while (first() > days) year -= 1
  while (daysSince1970({ year: year + 1, month: 1, day: 1 }) <= days) year += 1
  let left = days - first()
  let month = 1
  for (; left >= daysIn(year, month); month += 1) left -= daysIn(year, month)
  return { year, month, day: left + 1 }
}

function textOf({ year, month, day }: Day): string {
  return `${year}-${two(month)}-${two(day)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
