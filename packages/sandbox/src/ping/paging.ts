import { z } from 'zod'
import type { PingContext } from './context.ts'

/** One record of a list before it is written out: its key, and its place in an order that never changes. */
export interface Listed {
  readonly key: string
  readonly order: number
  readonly row: () => Readonly<Record<string, unknown>>
}

/** The page that a request asks for: rows after `after`; page 0 is the first. */
export interface PageRequest {
  readonly number: number
  readonly after: number
}

/** PagingSummary of an answer (§3.2). */
export interface PagingSummary {
  readonly PagingCookie: string | null
  readonly PageNumber: number
  readonly IsMoreRecordsAvailable: boolean
}

const pagingMembers = z.object({ PagingCookie: z.string(), PageNumber: z.number().int() })
const inSummary = z.object({ PagingSummary: pagingMembers })

/**
 * The page asked for. Only the cookie exactly as it was given, with the number after its own, at the agreed place,
 * leads on; everything else is answered with the first page again (§3.1, paging).
 */
export function requestedPage(body: unknown, { settings }: PingContext): PageRequest {
  const first = { number: 0, after: -1 }
  const top = settings.pagingPlace === 'summary' ? undefined : pagingMembers.safeParse(body).data
  const summary = settings.pagingPlace === 'top' ? undefined : inSummary.safeParse(body).data?.PagingSummary
  const asked = top ?? summary
  if (!asked) return first
  const parts = cookieForm.exec(asked.PagingCookie)
  if (!parts || Number(parts[1]) !== asked.PageNumber) return first
  return { number: asked.PageNumber, after: Number(parts[2]) }
}

/** In the style of Dynamics; to a client it is opaque text. */
const cookieForm =
  /^<cookie page="(\d+)"><[a-z]+(?:_[a-z]+)? last="\{[0-9A-F-]{36}\}" first="\{[0-9A-F-]{36}\}" \/><versionnumber last="(\d+)" first="\d+" \/><\/cookie>$/

/** Takes one page from the list, and says how to go on. Rows are written out only for this page. */
export function takePage(
  list: Iterable<Listed>,
  page: PageRequest,
  keyColumn: string,
  { settings }: PingContext,
): { rows: Readonly<Record<string, unknown>>[]; summary: PagingSummary } {
  const taken: Listed[] = []
  let more = false
  for (const entry of list) {
    if (entry.order <= page.after) continue
    if (taken.length === settings.pageSize) {
      more = true
      break
    }
    taken.push(entry)
  }
  const first = taken[0]
  const last = taken.at(-1)
  const cookie =
    more && first && last && settings.pagingCookie === 'given'
      ? `<cookie page="${page.number + 1}"><${keyColumn} last="{${last.key.toUpperCase()}}" first="{${first.key.toUpperCase()}}" />` +
        `<versionnumber last="${last.order}" first="${first.order}" /></cookie>`
      : null
  return {
    rows: taken.map((entry) => entry.row()),
    summary: { PagingCookie: cookie, PageNumber: page.number, IsMoreRecordsAvailable: more },
  }
}
