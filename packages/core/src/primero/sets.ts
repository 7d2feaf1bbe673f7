import { isDoubtful, letterCases } from '../domain/individual-number.ts'
import { stop, unreadable, unreadableRecord, type Failure } from '../http/failure.ts'
import type { Primero } from './client.ts'
import type { PrimeroCase } from './record.ts'

/** The request line that a Primero takes whole: 1 kB with method and version (primero-contract §2). */
const longestLine = 1000
const longestValue = 200
const lineOverhead = 'GET  HTTP/1.1'.length

/** Cases found for what was asked, and what could not be asked. */
export interface SetReading {
  /** Cases by the value asked for; several cases may carry one number. */
  readonly found: ReadonlyMap<string, readonly PrimeroCase[]>
  /** Values that no answer showed. */
  readonly absent: ReadonlySet<string>
  /** Those of them that no answer with a control value vouches for: Primero answers a search that failed with nothing (§3.2, 6). */
  readonly unproven: ReadonlySet<string>
  /** Whether a list held its control value: this Primero answers lists. */
  readonly listed: boolean
  /** Record ids that the account may not see. */
  readonly forbidden: ReadonlySet<string>
  /** Values whose look-up failed. */
  readonly failures: ReadonlyMap<string, Failure>
}

interface Gathering {
  readonly found: Map<string, PrimeroCase[]>
  readonly absent: Set<string>
  readonly unproven: Set<string>
  listed: boolean
  readonly forbidden: Set<string>
  readonly failures: Map<string, Failure>
}

function gathering(): Gathering {
  return {
    found: new Map(),
    absent: new Set(),
    unproven: new Set(),
    listed: false,
    forbidden: new Set(),
    failures: new Map(),
  }
}

/** Whether one of a list may be what Primero stumbles over; if it is down instead, that shows after a few. */
function mayBeOfOne(failure: Failure, list: readonly string[]): boolean {
  if (failure.kind === 'stop' || list.length === 1) return false
  return failure.cause !== 'down' && failure.cause !== 'halted'
}

/**
 * Cuts values into lists short enough for the request line that `query` makes of them, each in all the spellings in
 * which it is asked for.
 */
export function chunksForLine(
  values: readonly string[],
  query: (values: readonly string[]) => string,
  spellings: (value: string) => readonly string[] = (value) => [value],
): readonly (readonly string[])[] {
  const fixed = lineOverhead + '/api/v2/cases?'.length + query([]).length
  const chunks: string[][] = []
  let room = 0
  for (const value of values) {
    const needs = spellings(value).reduce((sum, spelling) => sum + spelling.length + 1, 0)
    const last = chunks.at(-1)
    if (last === undefined || room < needs) {
      chunks.push([value])
      room = longestLine - fixed - needs
    } else {
      last.push(value)
      room -= needs
    }
  }
  return chunks
}

/** Texts that Primero takes for a number, a date or a boolean: one of them, and the whole list finds nothing. */
const otherKinds = /^(?:\d+|\d{4}-\d{2}-\d{2}|true|false)$/

/** A value that may go into an `or[…]` list (primero-contract §3.2, 4). */
export function listable(value: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(value) && !otherKinds.test(value)
}

/**
 * A value that can be asked for at all: a quote or a backslash makes the search find nothing (§3.2, 6), half a character
 * has no place in an address, and no number is so long that the request line would not take it.
 */
export function askable(value: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  if (value === '' || !value.isWellFormed() || /["\\\u0000-\u001f]/.test(value)) return false
  return encodeURIComponent(value).length <= longestValue
}

/** The id-like fields that cases are looked up by; Primero compares them mark by mark, with their letter case. */
export type LookUpField = 'unhcr_individual_no' | 'case_id'

/** What a case is looked up by: an individual number in its plain spelling. */
function valueOf(field: LookUpField, found: PrimeroCase): string | null {
  return field === 'case_id' ? (found.caseId?.trim() ?? null) : found.individualNumber
}

function writtenOf(field: LookUpField, found: PrimeroCase): string | null {
  return field === 'case_id' ? found.caseId : found.writtenNumber
}

/** What of a case proves that a look-up was filtered: a value that may stand in a list; null where it has none. */
export function controlValue(field: LookUpField, found: PrimeroCase): string | null {
  const value = writtenOf(field, found)
  if (value === null || !/^[A-Za-z0-9]+-[A-Za-z0-9-]+$/.test(value)) return null
  // What stands for nobody may stand in any number of cases.
  return field === 'unhcr_individual_no' && isDoubtful(value, undefined) ? null : value
}

/** What cases are looked up by, and what is shown of them. */
export interface LookUpOptions {
  readonly field: LookUpField
  /** Comma list of the fields to show; the look-up field is added. */
  readonly fields: string
  /** A value that some case carries, as it stands there, put last in every list; null when none is known. */
  readonly control: string | null
}

/**
 * Looks up many values at once (`flows.md`, "Primero in sets"). A list answer is believed only if it is whole and holds
 * nothing that was not asked for; absence follows from it only when it also holds the control value. Individual numbers
 * are given, asked for and compared in their plain spelling, in a list in small letters as well. Everything else is asked singly, where any other value in the answer means that Primero did not filter at all. Of a value that
 * cannot be asked for, the reading says nothing.
 */
export async function lookUpCases(
  primero: Primero,
  values: readonly string[],
  options: LookUpOptions,
): Promise<SetReading> {
  const { field, control } = options
  const result = gathering()
  const shows = `per=1000&fields=${field},${options.fields}`
  const spellings = field === 'unhcr_individual_no' ? letterCases : (value: string) => [value]
  const listQuery = (list: readonly string[]): string =>
    `or[${field}]=${[...list.flatMap(spellings), ...(control === null ? [] : [control])].join(',')}&${shows}`
  const wanted = new Set(values.filter(askable))
  const inLists = control === null ? [] : [...wanted].filter(listable)
  const singly = new Set([...wanted].filter((value) => control === null || !listable(value)))

  // The control value may be among the values too, and stands in every list: its case counts where it was asked for.
  const keep = (cases: readonly PrimeroCase[], asked: readonly string[]): void => {
    for (const one of cases) {
      const value = valueOf(field, one)
      if (value === null || !asked.includes(value)) continue
      result.found.set(value, [...(result.found.get(value) ?? []), one])
    }
  }

  await Promise.all(
    chunksForLine(inLists, listQuery, spellings).map(async (chunk) => {
      const answer = await primero.list(listQuery(chunk), { name: 'look-up-list', records: chunk })
      if (!answer.ok) {
        if (mayBeOfOne(answer.failure, chunk)) for (const value of chunk) singly.add(value)
        else for (const value of chunk) result.failures.set(value, answer.failure)
        return
      }
      const { cases, total } = answer.value
      const shown = new Set(cases.map((one) => valueOf(field, one)))
      const isControl = (one: PrimeroCase): boolean => writtenOf(field, one) === control
      const asked = new Set<string | null>(chunk)
      const believed =
        total === cases.length &&
        cases.every((one) => isControl(one) || asked.has(valueOf(field, one))) &&
        cases.some(isControl)
      if (!believed) {
        for (const value of chunk) singly.add(value)
        return
      }
      result.listed = true
      keep(cases, chunk)
      for (const value of chunk) if (!shown.has(value)) result.absent.add(value)
    }),
  )

  await Promise.all(
    [...singly].map(async (value) => {
      const query = `${field}=${encodeURIComponent(value)}&${shows}`
      const answer = await primero.list(query, { name: 'look-up', records: [value] })
      if (!answer.ok) {
        result.failures.set(value, answer.failure)
        return
      }
      const { cases, unreadable: unread, total } = answer.value
      if (cases.some((one) => valueOf(field, one) !== value)) {
        result.failures.set(value, stop('primero-filter-ignored', [field]))
      } else if (unread.length > 0) {
        result.failures.set(value, unreadableRecord('primero'))
      } else if (total !== cases.length) {
        result.failures.set(value, unreadable('primero'))
      } else if (cases.length === 0) {
        result.absent.add(value)
        result.unproven.add(value)
      } else {
        keep(cases, [value])
      }
    }),
  )
  return result
}

/**
 * Reads cases back by their record ids in sets; one that the set does not show is asked for singly. Where a `control` is
 * given, the id of a case that is there, it stands in every set, and one that shows it is believed in what it lacks.
 */
export async function readCases(
  primero: Primero,
  ids: readonly string[],
  fields: string,
  control: string | null = null,
): Promise<SetReading> {
  const result = gathering()
  const query = (list: readonly string[]): string =>
    `id=${[...list, ...(control === null ? [] : [control])].join(',')}&per=1000&fields=${fields}`
  const singly = async (id: string): Promise<void> => {
    const answer = await primero.case(id, { name: 'read-case' })
    if (!answer.ok) result.failures.set(id, answer.failure)
    else if (answer.value.kind === 'found') result.found.set(id, [answer.value.value])
    else if (answer.value.kind === 'forbidden') result.forbidden.add(id)
    else result.absent.add(id)
  }
  await Promise.all(
    chunksForLine([...new Set(ids)], query).map(async (chunk) => {
      const answer = await primero.list(query(chunk), { name: 'read-back', records: chunk })
      if (!answer.ok) {
        if (mayBeOfOne(answer.failure, chunk)) await Promise.all(chunk.map(singly))
        else for (const id of chunk) result.failures.set(id, answer.failure)
        return
      }
      const { cases, unreadable: unread, total } = answer.value
      const isWhole = total === cases.length + unread.length
      const believed = isWhole && cases.every((one) => chunk.includes(one.id) || one.id === control)
      if (believed) for (const one of cases) if (chunk.includes(one.id)) result.found.set(one.id, [one])
      const left = chunk.filter((id) => !result.found.has(id))
      const isVouched = believed && unread.length === 0 && cases.some((one) => one.id === control)
      if (isVouched) for (const id of left) result.absent.add(id)
      else await Promise.all(left.map(singly))
    }),
  )
  return result
}
