import { guid } from '../../domain/ids.ts'
import { aggregateRows } from '../../mapping/aggregate.ts'
import { isBlank, type PingRow } from '../../ping/envelope.ts'
import { redacted, type Redacted } from '../../privacy/redacted.ts'

/** An interoperability referral as SHP-2796 shows it (ping-contract §4.5). */
export interface ProgresReferral {
  readonly refIopGuid: string
  readonly refIopNumber: string | null
  /** `progres_offlineid`, the case, lower case. */
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

/** A code of the row, as text; null where there is none. */
export function codeOf(row: PingRow, column: string): string | null {
  return textOf(row[column])
}

/** `case#last12` of records made before 2025, or a service's id as it is (ping-contract §4.5). */
function returnKeys(orgReferralId: string | null): { readonly caseId: string | null; readonly service: string | null } {
  if (orgReferralId === null) return { caseId: null, service: null }
  const [first = '', last] = orgReferralId.toLowerCase().split('#')
  if (last === undefined) return { caseId: null, service: guid(orgReferralId) ?? orgReferralId.toLowerCase() }
  return { caseId: guid(first) ?? first, service: /^[0-9a-f]{12}$/.test(last) ? last : null }
}

/** The rows that the details of `asked` hold, as one referral. Pure. */
export function readDecision(rows: readonly PingRow[], asked: string): ProgresReferral {
  const row = aggregateRows(rows)
  const refIopGuid = guid(row['progres_interoperabilityreferralid']) ?? asked
  const keys = returnKeys(textOf(row['progres_orgreferralid']))
  const status = row['progres_interoperabilityreferralstatus']
  const review = row['progres_reviewdecision']
  const reason = textOf(row['progres_interoperabiltyreferralrejectionreasonname'])
  const comment =
    textOf(row['progres_interoperabilityreferralrejectionomment']) ??
    textOf(row['progres_interoperabilityreferralrejectioncomment'])
  return {
    refIopGuid,
    refIopNumber: textOf(row['progres_interoperabilityreferralnumber']),
    caseId: textOf(row['progres_offlineid'])?.toLowerCase() ?? keys.caseId,
    serviceUniqueId: keys.service,
    status: textOf(status),
    reviewDecision: textOf(review),
    contradictory: Array.isArray(status) || Array.isArray(review),
    reason: reason === null ? null : redacted(reason),
    comment: comment === null ? null : redacted(comment),
  }
}
