import { z } from 'zod'
import type { SystemAnswer } from '../server/system.ts'
import { isRefused, readCall } from './call.ts'
import type { PingContext } from './context.ts'
import { isGuid, jsonAnswer, refusal } from './context.ts'
import { decisionDetails, referralDetails } from './detail-rows.ts'
import { listedDecisions, listedReferrals } from './listed-rows.ts'
import { requestedPage, takePage } from './paging.ts'
import type { Listed, PagingSummary } from './paging.ts'
import type { PingSettings } from './settings.ts'

const parameters = z.object({
  QueryParameters: z
    .array(z.object({ ParameterName: z.string(), Value: z.string() }))
    .nullish()
    .transform((list) => list ?? []),
})

/** Retrieval v3 (§3.1, §3.2): the two lists and the two details, with paging. */
export function retrieve(text: string, context: PingContext): SystemAnswer {
  const { settings } = context
  const { listReferrals, referralDetail, listDecisions, decisionDetail } = settings.processes
  const call = readCall(
    text,
    {
      interop: 'InteropID',
      version: 'V3',
      partner: 'PartnerId',
      processes: [listReferrals, referralDetail, listDecisions, decisionDetail],
    },
    settings,
  )
  if (isRefused(call)) return call
  const query = parameters.safeParse(call.body).data?.QueryParameters
  if (!query) return refusal(400, 'QueryParameters is not a list of ParameterName and Value.')

  const isDetail = call.process === referralDetail || call.process === decisionDetail
  const ofReferrals = call.process === listReferrals || call.process === referralDetail
  let list: Iterable<Listed>
  if (isDetail) {
    const guids = recordIds(query, context)
    if (typeof guids === 'string') return refusal(settings.refusalStatus, guids)
    list = ofReferrals ? referralDetails(guids, context) : decisionDetails(guids, context)
  } else {
    // Seen by others: the saved queries of the lists take no parameter, whatever its name (§3.1).
    if (query.length > 0) return refusal(settings.refusalStatus, 'The query parameters could not be applied.')
    list = ofReferrals ? listedReferrals(context) : listedDecisions(context)
  }
  const { rows, summary } = takePage(
    list,
    requestedPage(call.body, context),
    keyColumns[ofReferrals ? 'referral' : 'decision'][isDetail ? 'detail' : 'list'],
    context,
  )
  return rows.length === 0 ? nothing(summary, context) : envelope(rows, rows.length, summary, context)
}

const keyColumns = {
  referral: { list: 'progres_dtpdeliveryid', detail: 'progres_lpinterventionid' },
  decision: { list: 'progres_interoperabilityreferralid', detail: 'progres_interoperabilityreferralid' },
} as const

function recordIds(
  query: readonly { ParameterName: string; Value: string }[],
  { settings }: PingContext,
): readonly string[] | string {
  const [only, ...others] = query
  if (!only || others.length > 0 || only.ParameterName !== '{record_ids}')
    return 'The query parameter {record_ids} is expected.'
  const bracketed = /^\[(.*)\]$/.exec(only.Value.trim())?.[1]
  const guids =
    bracketed !== undefined && settings.bracketedIds
      ? bracketed.split(',').map((guid) => guid.trim())
      : [only.Value.trim()]
  return guids.every(isGuid) ? guids : 'The value of {record_ids} is not a record id.'
}

function envelope(
  data: unknown,
  count: number | null,
  summary: PagingSummary,
  context: PingContext,
): SystemAnswer {
  return jsonAnswer(200, {
    ...(data === undefined ? {} : { Data: data }),
    ErrorMessage: null,
    RecordCount: count,
    SPHTransactionId: context.newId(),
    PagingSummary: summary,
  })
}

function nothing(summary: PagingSummary, context: PingContext): SystemAnswer {
  const { data, count } = emptyForms[context.settings.emptyAs]
  return envelope(data, count, summary, context)
}

const emptyForms: Readonly<Record<PingSettings['emptyAs'], { data?: unknown; count: number | null }>> = {
  text: { data: 'No Data Available', count: null },
  absent: { count: 0 },
  'null-count': { data: null, count: null },
  'empty-array': { data: [], count: 0 },
}
