import { guid } from '../../domain/ids.ts'
import { aggregateRows } from '../../mapping/aggregate.ts'
import { isBlank, unreadableRow, type PingRow } from '../../ping/envelope.ts'
import { redacted, type Redacted } from '../../privacy/redacted.ts'

/** An interoperability referral as SHP-2796 shows it (ping-contract §4.5). */
export interface ProgresReferral {
  readonly refIopGuid: string
  readonly refIopNumber: string | null
  /** `progres_offlineid`, the case; lower case where it is a GUID. */
  readonly caseId: string | null
  /**
   * `progres_orgreferralid`, the service row, lower case: a whole UUID, or the last 12 characters of one in the old
   * form `case#last12`.
   */
  readonly serviceUniqueId: string | null
  /** Codes as text; null where absent. */
  readonly status: string | null
  readonly reviewDecision: string | null
  /** Several rows of one referral state different codes. */
  readonly contradictory: boolean
  readonly reason: Redacted<string> | null
  readonly comment: Redacted<string> | null
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && !isBlank(value) ? value.trim() : null
}

/** A code of the row, as text; null where there is none. What has not the form of a code is `?`, which no list holds. */
export function codeOf(row: PingRow, column: string): string | null {
  const text = textOf(row[column])
  if (text === null) return isBlank(row[column]) ? null : '?'
  return /^[\w.-]{1,20}$/.test(text) ? text : '?'
}

/** An id, where it looks like one: anything else in its place may be about a person, and is not kept. */
function idOf(text: string | null): string | null {
  return text !== null && /^(?=.*\d)[\w-]{1,64}$/.test(text) ? text : null
}

/** `case#last12` of records made before 2025, or a service's id as it is (ping-contract §4.5). */
function returnKeys(orgReferralId: string | null): {
  readonly caseId: string | null
  readonly service: string | null
} {
  if (orgReferralId === null) return { caseId: null, service: null }
  const [first = '', last] = orgReferralId.split('#')
  if (last === undefined) {
    return { caseId: null, service: guid(orgReferralId) ?? idOf(orgReferralId.toLowerCase()) }
  }
  const service = last.toLowerCase()
  return { caseId: guid(first) ?? idOf(first), service: /^[0-9a-f]{12}$/.test(service) ? service : null }
}

/** The one code that all rows state, and whether they state several. */
function codeOfRows(
  rows: readonly PingRow[],
  column: string,
): { readonly code: string | null; readonly several: boolean } {
  const codes = new Set(rows.flatMap((row) => codeOf(row, column) ?? []))
  const [first = null] = codes
  return { code: first, several: codes.size > 1 }
}

/** The rows that the details of `asked` hold, as one referral; null when none is about it. Pure. */
export function readDecision(rows: readonly PingRow[], asked: string): ProgresReferral | null {
  const column = 'progres_interoperabilityreferralid'
  // A saved query that takes no notice of its parameter would show other referrals.
  const own = rows.filter(
    (row) => row !== unreadableRow && (isBlank(row[column]) || guid(row[column]) === asked),
  )
  if (own.length === 0) return null
  const row = aggregateRows(own)
  const keys = returnKeys(textOf(row['progres_orgreferralid']))
  const offlineId = textOf(row['progres_offlineid'])
  const status = codeOfRows(own, 'progres_interoperabilityreferralstatus')
  const review = codeOfRows(own, 'progres_reviewdecision')
  const reason = textOf(row['progres_interoperabiltyreferralrejectionreasonname'])
  const comment =
    textOf(row['progres_interoperabilityreferralrejectionomment']) ??
    textOf(row['progres_interoperabilityreferralrejectioncomment'])
  return {
    refIopGuid: asked,
    refIopNumber: idOf(textOf(row['progres_interoperabilityreferralnumber'])),
    caseId: offlineId === null ? keys.caseId : (guid(offlineId) ?? idOf(offlineId)),
    serviceUniqueId: keys.service,
    status: status.code,
    reviewDecision: review.code,
    contradictory: status.several || review.several,
    reason: reason === null ? null : redacted(reason),
    comment: comment === null ? null : redacted(comment),
  }
}
