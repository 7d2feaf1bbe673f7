import { minutesEastOf } from '@ping-primero/core/domain/time-zone.ts'

/** A schedule that cannot be said in UTC. */
export class NotInUtc extends Error {
  override readonly name = 'NotInUtc'
}

/** The numbers that a field of a schedule stands for; null for every one. */
function numbersOf(field: string, most: number): readonly number[] | null {
  if (field === '*') return null
  return field.split(',').flatMap((part) => {
    const parts = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
    const from = Number(parts?.[1] ?? 0)
    const single = parts?.[1] !== undefined && parts[2] === undefined && parts[3] === undefined
    const until = single ? from : Number(parts?.[2] ?? most)
    const every = Number(parts?.[3] ?? 1)
    if (parts === null || every === 0 || from > until || until > most) {
      throw new NotInUtc(`"${field}" is not a field of plain numbers`)
    }
    return Array.from({ length: Math.floor((until - from) / every) + 1 }, (_, at) => from + at * every)
  })
}

/** How far a zone is ahead of UTC in its winter, minutes. OpenFn knows no summer time. */
function winterOffset(timezone: string): number {
  return Math.min(...[0, 6].map((month) => minutesEastOf(timezone, Date.UTC(2026, month, 1))))
}

/** The days of a schedule are those of the zone; only times that stay within their day may keep them. */
const anotherDay = 'in UTC some of it falls on another day'
const noSuchTimes = 'the zone is not whole hours from UTC, and no minutes and hours say the same times there'

/**
 * A schedule of a deployment in UTC, as OpenFn reads it: minute and hour are moved by the zone's offset. Throws NotInUtc
 * for what UTC cannot say in one line with exactly the same times.
 */
export function utcCron(schedule: string, timezone: string): string {
  const fields = schedule.trim().split(/\s+/)
  if (fields.length === 6 && fields[0] !== '0') throw new NotInUtc('OpenFn knows no seconds')
  const [minute = '*', hour = '*', ...days] = fields.slice(-5)
  const offset = winterOffset(timezone)
  if (offset === 0) return [minute, hour, ...days].join(' ')
  const minutes = numbersOf(minute, 59)
  const hours = numbersOf(hour, 23)
  const everyDay = days.every((day) => day === '*')
  if (hours === null && !everyDay) throw new NotInUtc(anotherDay)
  const wholeHours = offset % 60 === 0
  if (hours === null && (wholeHours || minutes === null)) return [minute, hour, ...days].join(' ')
  if (minutes === null && !wholeHours) throw new NotInUtc(noSuchTimes)
  const moved = (hours ?? [...Array(24).keys()]).flatMap((one) =>
    (minutes ?? [0]).map((other) => one * 60 + other - offset),
  )
  if (!everyDay && moved.some((time) => time < 0 || time >= dayMinutes)) throw new NotInUtc(anotherDay)
  const times = new Set(moved.map((time) => (time + 2 * dayMinutes) % dayMinutes))
  const minutesThere = sortedUnique([...times].map((time) => time % 60))
  const hoursThere = sortedUnique([...times].map((time) => Math.floor(time / 60)))
  // Minutes and hours are taken each with each: where that gives other times, nothing says these.
  if (times.size !== minutesThere.length * hoursThere.length) throw new NotInUtc(noSuchTimes)
  return [
    minutes === null ? minute : minutesThere.join(','),
    hours === null ? hour : hoursThere.join(','),
    ...days,
  ].join(' ')
}

/** A schedule of one time a day with a second one an hour later, at 23 o'clock an hour earlier; others as they are. */
function withSecondHour(schedule: string): string {
  const fields = schedule.trim().split(/\s+/)
  const [minute = '*', hour = '*', ...days] = fields.slice(-5)
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return schedule
  const hours = Number(hour) === 23 ? `22,${hour}` : `${hour},${Number(hour) + 1}`
  return [...fields.slice(0, -5), minute, hours, ...days].join(' ')
}

/**
 * The same with a second chance: OpenFn begins a run at its minute and never makes up for one that found another under way,
 * which would cost a flow of one time a day the whole day. Where UTC cannot say the second time there is only the first.
 */
export function utcCronWithSecondHour(schedule: string, timezone: string): string {
  const once = utcCron(schedule, timezone)
  try {
    return utcCron(withSecondHour(schedule), timezone)
  } catch (error) {
    if (!(error instanceof NotInUtc)) throw error
    return once
  }
}

const dayMinutes = 24 * 60

function sortedUnique(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b)
}
