import { guid } from '../../domain/ids.ts'
import { failed, ok, unreadable, unreadableRecord, type Result } from '../../http/failure.ts'
import type { ItemNumbers } from '../../ledger/ledger.ts'
import { aggregateRows } from '../../mapping/aggregate.ts'
import { isBlank, unreadableRow, type PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import type { Referral } from './referral.ts'

/**
 * Reads the details of each referral, all pages; several rows are one intervention. Gives those that are read; a late
 * one goes on by `again`.
 */
export async function readDetails(
  run: RunContext,
  referrals: readonly Referral[],
  again: (late: readonly Referral[]) => Promise<void>,
): Promise<readonly Referral[]> {
  return run.abreast(referrals, async (referral) => run.each([referral], async (one) => readOne(run, one)), {
    again: async (late) => again([late]),
  })
}

async function readOne(run: RunContext, referral: Referral): Promise<void> {
  if (referral.detail !== null || referral.refusal !== null) return
  const { numbers } = referral.item
  const id = numbers.interventionGuid
  if (id === undefined) {
    referral.refusal = { state: 'attention', reason: 'field-missing', about: ['progres_lpinterventionid'] }
    return
  }
  const read = await readDetail(run, id, numbers)
  if (read === 'incomplete') {
    return run.settle(referral, { state: 'waiting', reason: 'list-incomplete', nextTry: null })
  }
  if (!read.ok) return run.fail(referral, read.failure)
  if (read.value !== null) referral.detail = { ...read.value, progres_lpinterventionid: id }
  // What stands in Primero is told to proGres all the same.
  else if (referral.item.step !== 'delivered')
    referral.refusal = { state: 'attention', reason: 'detail-missing' }
}

/**
 * Reads the detail of one intervention, all pages, several rows as one; null when proGres shows none. Rows of nothing but
 * other interventions are the answer to somebody else's question, and say nothing of this one.
 */
export async function readDetail(
  run: RunContext,
  id: string,
  numbers: ItemNumbers,
): Promise<Result<PingRow | null> | 'incomplete'> {
  const rows: PingRow[] = []
  let isForeign = false
  for await (const page of run.ping.retrieve('referralDetail', id, { name: 'read-referral', numbers })) {
    if (!page.ok) {
      const { failure } = page
      if (failure.kind !== 'list-incomplete') return failed(failure)
      run.listFailed(failure, 'ping')
      return 'incomplete'
    }
    if (page.value.includes(unreadableRow)) return failed(unreadableRecord('ping'))
    const own = page.value.filter((row) => isOf(row, numbers))
    isForeign ||= own.length < page.value.length
    rows.push(...own)
  }
  if (rows.length === 0 && isForeign) return failed(unreadable('ping'))
  return ok(rows.length === 0 ? null : aggregateRows(rows))
}

/** A row of another intervention is none of ours, whatever PING was asked for: it may be another child's. */
function isOf(row: PingRow, numbers: ItemNumbers): boolean {
  const shown = guid(row['progres_lpinterventionid'])
  if (shown !== null) return shown === numbers.interventionGuid
  const number = row['progres_interventionnumber']
  if (isBlank(number) || numbers.interventionNumber === undefined) return true
  return typeof number === 'string' && number.trim() === numbers.interventionNumber
}
