import { guid } from '../../domain/ids.ts'
import type { ItemNumbers } from '../../ledger/ledger.ts'
import { aggregateRows } from '../../mapping/aggregate.ts'
import { isBlank, type PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import type { Referral } from './referral.ts'

/** Reads the details of each referral, all pages; several rows are one intervention. */
export async function readDetails(run: RunContext, referrals: readonly Referral[]): Promise<void> {
  await run.each(referrals, async (referral) => {
    const { numbers } = referral.item
    const id = numbers.interventionGuid
    if (id === undefined) {
      referral.refusal = { state: 'attention', reason: 'field-missing', about: ['progres_lpinterventionid'] }
      return
    }
    const rows: PingRow[] = []
    for await (const page of run.ping.retrieve('referralDetail', id, { name: 'read-referral', numbers })) {
      if (!page.ok && page.failure.kind !== 'list-incomplete') return run.fail(referral, page.failure)
      if (!page.ok) {
        run.listFailed(page.failure, 'ping')
        return run.settle(referral, { state: 'waiting', reason: 'list-incomplete', nextTry: null })
      }
      rows.push(...page.value.filter((row) => isOf(row, numbers)))
    }
    if (rows.length > 0) referral.detail = { ...aggregateRows(rows), progres_lpinterventionid: id }
    else referral.refusal = { state: 'attention', reason: 'detail-missing' }
  })
}

/** A row of another intervention is none of ours, whatever PING was asked for: it may be another child's. */
function isOf(row: PingRow, numbers: ItemNumbers): boolean {
  const shown = guid(row['progres_lpinterventionid'])
  if (shown !== null) return shown === numbers.interventionGuid
  const number = row['progres_interventionnumber']
  return isBlank(number) || numbers.interventionNumber === undefined || number === numbers.interventionNumber
}
