import { idFields } from '../permitted.ts'
import type { PrimeroStore, StoredCase } from '../store.ts'
import { instantOf, isDate } from '../time.ts'
import { isUuid } from '../value.ts'

/** One condition of a search. */
export interface Filter {
  readonly test: (record: StoredCase) => boolean
  /** Where an index knows them: every case that can pass, so that no scan is needed. */
  readonly candidates?: () => readonly StoredCase[]
}

/** What a parameter becomes: a filter, nothing at all, a search that finds nothing, or an error of the server. */
export type Read = Filter | 'dropped' | 'nothing' | 'error'

const day = 86_400_000

/** Reads a filter outside of `or` and `not` (contract §3.2, points 4 and 5). */
export function readFilter(store: PrimeroStore, field: string, value: string): Read {
  if (value.includes('"') || value.includes('\0')) return 'nothing'
  if (field === 'id') return readIds(store, value)
  if (!idFields.has(field)) return readValue(field, value)
  const candidates = indexed(store, field, [value])
  return { test: (record) => record.data[field] === value, ...(candidates && { candidates }) }
}

/** Reads one key of `or[…]` or `not[…]`: there the id fields take lists, with all their traps (seen). */
export function readInner(store: PrimeroStore, field: string, value: string): Read {
  if (value.includes('"') || value.includes('\0')) return 'nothing'
  if (field === 'id') return 'nothing'
  if (!idFields.has(field)) return readValue(field, value)
  const values = value.split(',')
  if (value.includes('..')) {
    if (values.length > 1) return 'nothing'
    const range = readRange(value)
    return range === undefined ? 'dropped' : 'error'
  }
  // One value of another type than text turns the comparison of the whole list into that type.
  if (values.some((item) => item === '' || !isText(item))) return 'nothing'
  const wanted = new Set<unknown>(values)
  const candidates = indexed(store, field, values)
  return { test: (record) => wanted.has(record.data[field]), ...(candidates && { candidates }) }
}

function readIds(store: PrimeroStore, value: string): Read {
  const ids = [...new Set(value.toLowerCase().split(','))]
  if (!ids.every(isUuid)) return 'nothing'
  const wanted = new Set(ids)
  return {
    test: (record) => wanted.has(record.id),
    candidates: () => ids.flatMap((id) => store.case(id) ?? []),
  }
}

function indexed(
  store: PrimeroStore,
  field: string,
  values: readonly string[],
): (() => readonly StoredCase[]) | undefined {
  if (store.casesWith(field, '') === undefined) return undefined
  return () => [...new Set(values)].flatMap((value) => store.casesWith(field, value) ?? [])
}

function readValue(field: string, value: string): Read {
  const tests: ((stored: unknown) => boolean)[] = []
  for (const item of value.split(',')) {
    if (item.includes('..')) {
      const range = readRange(item)
      if (range === undefined) return 'dropped'
      tests.push(range)
    } else if (isDate(item) || instantOf(item) !== undefined) {
      return 'nothing'
    } else {
      tests.push(readSingle(item))
    }
  }
  return { test: (record) => tests.some((test) => test(record.data[field])) }
}

function readSingle(item: string): (stored: unknown) => boolean {
  if (item === 'true') return (stored) => stored === true
  if (item === 'false') return (stored) => stored === false || stored === undefined || stored === null
  if (/^\d+$/.test(item)) return (stored) => stored === Number(item)
  return (stored) => stored === item || (Array.isArray(stored) && stored.includes(item))
}

/** `x..y` and `x..`; undefined when a bound cannot be read or the lower one is missing. */
function readRange(item: string): ((stored: unknown) => boolean) | undefined {
  const cut = item.indexOf('..')
  const from = item.slice(0, cut)
  const to = item.slice(cut + 2)
  if (/^\d+$/.test(from) && (to === '' || /^\d+$/.test(to))) {
    const upper = to === '' ? Number.POSITIVE_INFINITY : Number(to)
    return (stored) => typeof stored === 'number' && stored >= Number(from) && stored <= upper
  }
  // Both ends count, to the second; with a day as bound, the whole of that day.
  if (isDate(from) && (to === '' || isDate(to))) {
    const lower = Date.parse(`${from}T00:00:00Z`)
    const upper = to === '' ? Number.POSITIVE_INFINITY : Date.parse(`${to}T00:00:00Z`) + day - 1
    return (stored) => within(stored, lower, upper)
  }
  const lower = instantOf(from)
  const upper = to === '' ? Number.POSITIVE_INFINITY : instantOf(to)
  if (lower === undefined || upper === undefined) return undefined
  return (stored) =>
    within(stored, toSecond(lower), upper === Number.POSITIVE_INFINITY ? upper : toSecond(upper))
}

function within(stored: unknown, lower: number, upper: number): boolean {
  if (typeof stored !== 'string') return false
  const at = isDate(stored) ? Date.parse(`${stored}T00:00:00Z`) : Date.parse(stored)
  return !Number.isNaN(at) && toSecond(at) >= lower && toSecond(at) <= upper
}

function toSecond(at: number): number {
  return Math.floor(at / 1000) * 1000
}

/** Whether Primero leaves a value a text: not digits only, no boolean, no date. */
function isText(item: string): boolean {
  return (
    !/^\d+$/.test(item) &&
    item !== 'true' &&
    item !== 'false' &&
    !isDate(item) &&
    instantOf(item) === undefined
  )
}
