import { failed, ok, stop, unreadable, type Failure, type Result } from '../http/failure.ts'
import type { CaseList, Primero } from './client.ts'
import type { PrimeroCase } from './record.ts'

/** The request line that a Primero takes whole: 1 kB with method and version (primero-contract §2). */
const longestLine = 1000
const longestValue = 200
const lineOverhead = 'GET  HTTP/1.1'.length

/** Cases found for what was asked, and what could not be asked. */
export interface SetReading {
  /** Cases by the value asked for; several cases may carry one number. */
  readonly found: ReadonlyMap<string, readonly PrimeroCase[]>
  /** Values that surely belong to no case the account sees. */
  readonly absent: ReadonlySet<string>
  /** Record ids that the account may not see. */
  readonly forbidden: ReadonlySet<string>
  /** Values whose look-up failed. */
  readonly failures: ReadonlyMap<string, Failure>
}

interface Gathering {
  readonly found: Map<string, PrimeroCase[]>
  readonly absent: Set<string>
  readonly forbidden: Set<string>
  readonly failures: Map<string, Failure>
}

function gathering(): Gathering {
  return { found: new Map(), absent: new Set(), forbidden: new Set(), failures: new Map() }
}

/** Cuts values into lists short enough for the request line that `query` makes of them. */
export function chunksForLine(
  values: readonly string[],
  query: (values: readonly string[]) => string,
): readonly (readonly string[])[] {
  const fixed = lineOverhead + '/api/v2/cases?'.length + query([]).length
  const chunks: string[][] = []
  let room = 0
  for (const value of values) {
    const needs = value.length + 1
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

/** A value that may go into an `or[…]` list: anything else makes the list find nothing (primero-contract §3.2, 4). */
function listable(value: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(value) && !/^\d+$/.test(value) && !/^\d{4}-\d{2}-\d{2}$/.test(value)
}

/**
 * A value that can be asked for at all: a quote or a backslash makes the search find nothing (§3.2, 6), and no number
 * is so long that the request line would not take it.
 */
export function askable(value: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused here
  return value !== '' && encodeURIComponent(value).length <= longestValue && !/["\\\u0000-\u001f]/.test(value)
}

/** The id-like fields that cases are looked up by; compared with their letter case. */
export type LookUpField = 'unhcr_individual_no' | 'case_id'

function valueOf(field: LookUpField, found: PrimeroCase): string | null {
  const value = field === 'case_id' ? found.caseId : found.individualNumber
  return value === null ? null : value.trim()
}

/** Looks cases up by a value that belongs to a known case, so that an answer proves that it was filtered. */
export interface LookUpOptions {
  readonly field: LookUpField
  /** Comma list of the fields to show; the look-up field is added. */
  readonly fields: string
  /** A value that some case carries, put last in every list; null when none is known. */
  readonly control: string | null
}

/**
 * Looks up many values at once (`flows.md`, "Primero in sets"). A list answer is believed only if it is whole and holds
 * nothing that was not asked for; absence follows from it only when it also holds the control value. Everything else
 * is asked singly, where any other value in the answer means that Primero did not filter at all. Of a value that
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
  const listQuery = (list: readonly string[]): string =>
    `or[${field}]=${[...list, ...(control === null ? [] : [control])].join(',')}&${shows}`
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
    chunksForLine(inLists, listQuery).map(async (chunk) => {
      const answer = await primero.list(listQuery(chunk), { name: 'look-up-list' })
      if (!answer.ok) {
        for (const value of chunk) result.failures.set(value, answer.failure)
        return
      }
      const { cases, total } = answer.value
      const shown = new Set(cases.map((one) => valueOf(field, one)))
      const asked = new Set<string | null>([...chunk, control])
      const believed =
        total === cases.length && [...shown].every((value) => asked.has(value)) && shown.has(control)
      if (!believed) {
        for (const value of chunk) singly.add(value)
        return
      }
      keep(cases, chunk)
      for (const value of chunk) if (!shown.has(value)) result.absent.add(value)
    }),
  )

  await Promise.all(
    [...singly].map(async (value) => {
      const query = `${field}=${encodeURIComponent(value)}&${shows}`
      const answer = await primero.list(query, { name: 'look-up' })
      if (!answer.ok) {
        result.failures.set(value, answer.failure)
        return
      }
      const { cases, total } = answer.value
      if (cases.some((one) => valueOf(field, one) !== value)) {
        result.failures.set(value, stop('primero-filter-ignored', [field]))
      } else if (total !== cases.length) {
        result.failures.set(value, unreadable('primero'))
      } else if (cases.length === 0) {
        result.absent.add(value)
      } else {
        keep(cases, [value])
      }
    }),
  )
  return result
}

/** Reads cases back by their record ids in sets; one that the set does not show is asked for singly. */
export async function readCases(
  primero: Primero,
  ids: readonly string[],
  fields: string,
): Promise<SetReading> {
  const result = gathering()
  const query = (list: readonly string[]): string => `id=${list.join(',')}&per=1000&fields=${fields}`
  const singly = async (id: string): Promise<void> => {
    const answer = await primero.case(id, { name: 'read-case' })
    if (!answer.ok) result.failures.set(id, answer.failure)
    else if (answer.value.kind === 'found') result.found.set(id, [answer.value.value])
    else if (answer.value.kind === 'forbidden') result.forbidden.add(id)
    else result.absent.add(id)
  }
  await Promise.all(
    chunksForLine([...new Set(ids)], query).map(async (chunk) => {
      const answer = await primero.list(query(chunk), { name: 'read-back' })
      if (!answer.ok) {
        for (const id of chunk) result.failures.set(id, answer.failure)
        return
      }
      const { cases, total } = answer.value
      const believed = total === cases.length && cases.every((one) => chunk.includes(one.id))
      if (believed) for (const one of cases) result.found.set(one.id, [one])
      await Promise.all(chunk.filter((id) => !result.found.has(id)).map(singly))
    }),
  )
  return result
}

/** A page of cases changed since a moment, or why there is none. */
export type ChangedPage = Result<
  { readonly cases: readonly PrimeroCase[]; readonly date: number | null },
  Failure | { readonly kind: 'list-incomplete' }
>

const perPage = 1000

/** A time cut to its second, as Primero compares it (primero-contract §3.3). */
export function second(time: string): string {
  return `${time.slice(0, 19)}Z`
}

interface Span {
  /** Whole seconds; null = open. */
  readonly from: string
  readonly to: string | null
}

/** Reads one page of what changed in a span; a row from before it means that Primero did not filter. */
async function pageOf(
  primero: Primero,
  span: Span,
  page: { readonly by: 'last_updated_at' | 'case_id'; readonly number: number; readonly per: number },
  fields: string,
): Promise<Result<CaseList>> {
  const range = `${span.from}..${span.to ?? ''}`
  const query = `last_updated_at=${range}&order_by=${page.by}&order=asc&per=${page.per}&page=${page.number}&fields=${fields}`
  const answer = await primero.list(query, { name: 'list-changed' })
  if (!answer.ok) return answer
  const outside = answer.value.cases.some(({ lastUpdatedAt }) => second(lastUpdatedAt) < span.from)
  return outside ? failed(stop('primero-filter-ignored', ['last_updated_at'])) : answer
}

/**
 * Every case changed since a moment, oldest change first. Each page starts where the last one ended, by time and not
 * by page number: a case that changes while we read moves to the end of the list and shifts all others forward. A row
 * comes once for each change.
 */
export async function* changedCases(
  primero: Primero,
  since: string,
  fields: string,
): AsyncGenerator<ChangedPage> {
  const known = new Map<string, string>()
  const fresh = ({ cases, date }: CaseList): ChangedPage => {
    const news = cases.filter((one) => known.get(one.id) !== one.lastUpdatedAt)
    for (const one of news) known.set(one.id, one.lastUpdatedAt)
    return ok({ cases: news, date })
  }
  let from = second(since)
  for (;;) {
    const answer = await pageOf(
      primero,
      { from, to: null },
      { by: 'last_updated_at', number: 1, per: perPage },
      fields,
    )
    if (!answer.ok) {
      yield answer
      return
    }
    const { cases, total } = answer.value
    yield fresh(answer.value)
    if (cases.length < perPage && cases.length >= total) return
    const last = cases.at(-1)
    const inOrder = cases.every(
      (one, at) => at === 0 || one.lastUpdatedAt >= (cases[at - 1]?.lastUpdatedAt ?? ''),
    )
    if (last === undefined || !inOrder) {
      yield failed({ kind: 'list-incomplete' })
      return
    }
    let next = second(last.lastUpdatedAt)
    if (next === from) {
      for await (const page of casesOfSecond(primero, from, fields)) {
        yield page.ok ? fresh(page.value) : page
        if (!page.ok) return
      }
      next = second(new Date(Date.parse(from) + 1000).toISOString())
    }
    from = next
    for (const [id, version] of known) if (second(version) < from) known.delete(id)
  }
}

/**
 * The cases of one second that holds more than a page, which no time can divide: in an order that never changes, from
 * the last page to the first. A case that changes meanwhile leaves the second and shifts those after it towards the
 * pages that are still to be read; none is passed over.
 */
async function* casesOfSecond(
  primero: Primero,
  at: string,
  fields: string,
): AsyncGenerator<Result<CaseList, Failure | { readonly kind: 'list-incomplete' }>> {
  const span = { from: at, to: at }
  const count = await pageOf(primero, span, { by: 'case_id', number: 1, per: 1 }, fields)
  if (!count.ok) {
    yield count
    return
  }
  for (let number = Math.ceil(count.value.total / perPage); number >= 1; number -= 1) {
    const answer = await pageOf(primero, span, { by: 'case_id', number, per: perPage }, fields)
    if (answer.ok) {
      const due = Math.min(perPage, Math.max(0, answer.value.total - (number - 1) * perPage))
      if (answer.value.cases.length < due) {
        yield failed({ kind: 'list-incomplete' })
        return
      }
    }
    yield answer
    if (!answer.ok) return
  }
}
