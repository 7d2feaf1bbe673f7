/**
 * Dates as texts, without a clock: the time always comes in from outside. All results are UTC (`flows.md`, Common 7).
 * A year outside 1900–2199 is taken for a mistake or another calendar, not for a date.
 */
const shape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(?:(Z)|([+-])(\d{2})(?::?(\d{2}))?)?)?$/i

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

/** A moment with what was written of it. */
export interface WrittenMoment extends Moment {
  /** The day as it stands there, `YYYY-MM-DD`, whatever the offset. */
  readonly writtenDate: string
  /** Minutes east of UTC; a date alone, and a time without zone, are read as UTC. */
  readonly offset: number
}

/**
 * Reads `YYYY-MM-DD`, alone or with a time, with `Z`, an offset or no zone (read as UTC). Anything else, day-first
 * and impossible dates included, is null.
 */
export function readMoment(text: string): Moment | null {
  const written = readWritten(text)
  return written === null ? null : { date: written.date, dateTime: written.dateTime }
}

/** Reads what `readMoment` reads, and keeps the day and the offset that were written. */
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
  const minutes = hour * 60 + minute - offset
  const utcDay = minutes < 0 ? dayBefore(day) : minutes >= 1440 ? dayAfter(day) : day
  const ofDay = (minutes + 1440) % 1440
  const milliseconds = (parts[7] ?? '').slice(0, 3).padEnd(3, '0')
  const time = `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}:${two(second)}.${milliseconds}`
  const date = textOf(utcDay)
  return { date, dateTime: `${date}T${time}Z`, writtenDate: textOf(day), offset }
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

function dayBefore({ year, month, day }: Day): Day {
  if (day > 1) return { year, month, day: day - 1 }
  if (month > 1) return { year, month: month - 1, day: daysIn(year, month - 1) }
  return { year: year - 1, month: 12, day: 31 }
}

function dayAfter({ year, month, day }: Day): Day {
  if (day < daysIn(year, month)) return { year, month, day: day + 1 }
  if (month < 12) return { year, month: month + 1, day: 1 }
  return { year: year + 1, month: 1, day: 1 }
}

function textOf({ year, month, day }: Day): string {
  return `${year}-${two(month)}-${two(day)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
