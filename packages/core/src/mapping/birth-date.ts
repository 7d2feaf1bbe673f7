import { minutesEastOf } from '../domain/time-zone.ts'
import { dateAt, readWritten, wholeYears } from './calendar.ts'
import type { FieldRule } from './field-map.ts'

/** When and where a birth date is read. */
export interface BirthContext {
  /** ISO instant. */
  readonly now: string
  /** IANA zone of the deployment. */
  readonly timezone: string
}

/** Whole years. Whoever is older is no child; databases put such dates where they have none (1900, 1753, 0001). */
const oldestChild = 25

/** The fields that hold the child's own birth date or age; a caregiver's may be any. */
const childsOwn: ReadonlySet<string> = new Set(['date_of_birth', 'age', 'progres_pocdateofbirth'])

const birthColumn = /date_?of_?birth|birth_?date/i

/** Whether a rule reads a birth date: by its kind, or by what its target or a source is called. */
export function readsBirthDate(rule: FieldRule): boolean {
  const { kind } = rule.transform
  if (kind === 'age') return true
  if (kind !== 'date' && kind !== 'date-time') return false
  return birthColumn.test(rule.target) || rule.sources.some(({ column }) => birthColumn.test(column))
}

/** Whether a rule is about the child itself, who can be neither unborn nor older than 25. */
export function isChildsOwn(rule: FieldRule): boolean {
  return childsOwn.has(rule.target)
}

/**
 * The day of birth that a text tells, `YYYY-MM-DD` (`flows.md`, Common 7): the day that is written, and where UTC tells
 * midnight of the deployment's zone, the day that begins there. Null where it tells none.
 */
export function readBirthDay(text: string, { now, timezone }: BirthContext): string | null {
  const written = readWritten(text)
  if (written === null) return null
  const { writtenDate, offset, epochMs } = written
  if (offset !== 0 || epochMs % dayMs === 0) return writtenDate
  const midnights = offsetsOf(timezone, [epochMs, epochOf(now)]).map((offset) => epochMs + offset * minuteMs)
  const midnight = midnights.find((local) => local % dayMs === 0)
  return midnight === undefined ? writtenDate : dateAt(midnight)
}

/** The birth date of a child, as `readBirthDay` reads it; null as well for one not yet born, or older than 25. */
export function readChildsBirthDay(text: string, context: BirthContext): string | null {
  const day = readBirthDay(text, context)
  const age = day === null ? null : ageOn(day, context)
  return age === null || age > oldestChild ? null : day
}

/** Whole years at a time, by the calendar of the deployment's zone; null for one who is not yet born. */
export function ageOn(birthDay: string, { now, timezone }: BirthContext): number | null {
  const at = epochOf(now)
  return wholeYears(birthDay, dateAt(at + minutesEastOf(timezone, at) * minuteMs))
}

function epochOf(now: string): number {
  const moment = readWritten(now)
  if (moment === null) throw new Error('the time of the run is no ISO instant')
  return moment.epochMs
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const halfYearMs = 182 * dayMs

/**
 * The offsets of a zone about some moments, in summer and in winter: a server may reckon with the wrong one of the two,
 * or with today's for a day of long ago.
 */
function offsetsOf(timezone: string, moments: readonly number[]): readonly number[] {
  const times = moments.flatMap((at) => [at, at + halfYearMs])
  return [...new Set(times.map((at) => minutesEastOf(timezone, at)))]
}
