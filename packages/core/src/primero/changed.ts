import { failed, ok, stop, type Failure, type Result } from '../http/failure.ts'
import type { CaseList, Primero } from './client.ts'
import type { PrimeroCase, UnreadableCase } from './record.ts'

/** A row of the list that is no case: when it changed at the earliest, and its id where it shows one. */
export interface UnreadRow {
  readonly id: string | null
  readonly changedAt: string
}

/** A page of cases changed since a moment, or why there is none. */
export type ChangedPage = Result<
  {
    readonly cases: readonly PrimeroCase[]
    readonly unreadable: readonly UnreadRow[]
    readonly date: number | null
    /** How many Primero says there are from the beginning of this page on. */
    readonly total: number
  },
  Unread
>

type Unread = Failure | { readonly kind: 'list-incomplete' }

const perPage = 1000
/** Ten million cases: a server that shows more pages than these has no end. */
const mostPages = 10_000

/** A time cut to its second, as Primero compares it (primero-contract §3.3). */
export function second(time: string): string {
  return `${time.slice(0, 19)}Z`
}

/** A row without a time changed after what the page begins with, for all one can tell. */
function unreadRow({ id, lastUpdatedAt }: UnreadableCase, from: string): UnreadRow {
  return { id, changedAt: lastUpdatedAt ?? from }
}

function heldBy({ cases, unreadable }: CaseList): number {
  return cases.length + unreadable.length
}

interface Span {
  /** Whole seconds; null = open. */
  readonly from: string
  readonly to: string | null
}

interface Page {
  readonly by: 'last_updated_at' | 'case_id'
  readonly number: number
  readonly per: number
}

/** Asks for one page of a span; `list-incomplete` once too many were asked for. */
type Ask = (span: Span, page: Page) => Promise<Result<CaseList, Unread>>

/** Reads one page of what changed in a span; a row from before it means that Primero did not filter. */
async function pageOf(primero: Primero, span: Span, page: Page, fields: string): Promise<Result<CaseList>> {
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
  let from = second(since)
  const fresh = ({ cases, unreadable, date, total }: CaseList): ChangedPage => {
    const news = cases.filter((one) => known.get(one.id) !== one.lastUpdatedAt)
    for (const one of news) known.set(one.id, one.lastUpdatedAt)
    return ok({ cases: news, unreadable: unreadable.map((row) => unreadRow(row, from)), date, total })
  }
  let asked = 0
  const ask: Ask = async (span, page) => {
    asked += 1
    return asked > mostPages ? failed({ kind: 'list-incomplete' }) : pageOf(primero, span, page, fields)
  }
  for (;;) {
    const answer = await ask({ from, to: null }, { by: 'last_updated_at', number: 1, per: perPage })
    if (!answer.ok) {
      yield answer
      return
    }
    const { cases, total } = answer.value
    const held = heldBy(answer.value)
    yield fresh(answer.value)
    if (held < perPage && held >= total) return
    if (held === total) {
      // A total that is just one full page may be a total cut to the page: one row beyond it tells.
      const beyond = { by: 'last_updated_at', number: perPage + 1, per: 1 } as const
      const next = await ask({ from, to: null }, beyond)
      if (!next.ok) {
        yield next
        return
      }
      if (heldBy(next.value) === 0) return
    }
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
      for await (const page of casesOfSecond(ask, from)) {
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
async function* casesOfSecond(ask: Ask, at: string): AsyncGenerator<Result<CaseList, Unread>> {
  const span = { from: at, to: at }
  const count = await ask(span, { by: 'case_id', number: 1, per: 1 })
  if (!count.ok) {
    yield count
    return
  }
  for (let number = Math.ceil(count.value.total / perPage); number >= 1; number -= 1) {
    const answer = await ask(span, { by: 'case_id', number, per: perPage })
    if (answer.ok) {
      const due = Math.min(perPage, Math.max(0, answer.value.total - (number - 1) * perPage))
      if (heldBy(answer.value) < due) {
        yield failed({ kind: 'list-incomplete' })
        return
      }
    }
    yield answer
    if (!answer.ok) return
  }
}
