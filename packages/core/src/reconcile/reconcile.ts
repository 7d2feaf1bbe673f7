/**
 * Compares ledger, proGres and Primero (`docs/reconcile.md`): pending referrals → delivered ones → changed cases →
 * interoperability referrals. Reads only; what could not be read is said, and nothing is concluded from it.
 */
import type { Deployment } from '../deployment/deployment.ts'
import { flows, type Flow } from '../domain/flow.ts'
import type { Progress } from '../flows/progress.ts'
import { itemNumber } from '../ledger/item.ts'
import { systemsOf } from '../flows/systems.ts'
import { lackingRights, readAccount } from '../primero/account.ts'
import type { Primero } from '../primero/client.ts'
import { compareChangedCases } from './changed-cases.ts'
import { beginComparison, type Comparison } from './comparison.ts'
import { compareDelivered } from './delivered-referrals.ts'
import { readRecords, type Records } from './progres-records.ts'
import { readingOnly, type ReadingHost, type ReadingLedger } from './reading-ledger.ts'
import type { OpenCount, ReconcileReport } from './report.ts'
import { compareSent } from './sent-referrals.ts'

/** Open items named under one reason. */
const namedItems = 100

/** What is to be compared. Times are ISO; null `from` = the deployment's start. */
export interface ReconcileRequest {
  readonly deployment: Deployment
  readonly from: string | null
  readonly to: string | null
  readonly flows: readonly Flow[]
  /** Flows that are enabled, not paused, not stopped in their last run, and not behind their schedule. */
  readonly onTime: ReadonlySet<Flow>
  /** No run is under way that a session of our own would end (primero-contract §1.2). */
  readonly alone: boolean
}

/**
 * Compares a period. Takes no turn, so that no flow waits for it; what one works on meanwhile is left out and counted
 * as moving. Beside a run it signs in to Primero by Basic alone, so that the session of that run goes on. Sends nothing
 * that has an effect.
 */
export async function reconcile(request: ReconcileRequest, host: ReadingHost): Promise<ReconcileReport> {
  const { deployment } = request
  const startedAt = new Date(host.clock.now()).toISOString()
  const period = { from: request.from ?? deployment.startDate, to: request.to ?? startedAt }
  const systems = systemsOf(deployment, host, { dryRun: true, pauses: [], onPause: () => undefined })
  const { ping } = systems
  const primero = request.alone ? systems.primero : { ...systems.primero, expect: async () => {} }
  const wants = (flow: Flow): boolean => request.flows.includes(flow)
  const ledger = readingOnly(host)
  const { comparison, findings } = beginComparison({
    deployment,
    keys: host.keys,
    period,
    ledger,
    ping,
    primero,
    wants,
    startedAt,
    onTime: request.onTime,
  })
  let part: Progress['part'] = 'records'
  host.watched?.(() => {
    const counts = Object.values(findings.compared())
    const done = counts.reduce((sum, { compared }) => sum + compared, 0)
    return { part, done, of: null, awaits: systems.awaits() }
  })
  const sees = await seesAllCases(comparison, primero, host.secrets.primeroUsername.reveal())
  const referralsIn = wants('1.1') || wants('1.2')
  const referralsOut = wants('2.1') || wants('2.2')
  const records: Records | null = referralsOut ? await readRecords(comparison) : null
  part = 'delivered'
  if (referralsIn) await compareDelivered(comparison)
  part = 'changed'
  if (sees) await compareChangedCases(comparison, records)
  part = 'sent'
  if (sees && records !== null && wants('2.1')) await compareSent(comparison, records)
  systems.finish()
  const unread = findings.unread()
  return {
    deployment: deployment.name,
    ...period,
    complete: unread.length === 0,
    requests: systems.requests(),
    compared: findings.compared(),
    open: await openItems(ledger, request.flows),
    counts: findings.counts(),
    differences: findings.differences(),
    unread,
  }
}

/** Whether the account sees every case: else what it does not show proves nothing. Unknown counts as yes, as in a run. */
async function seesAllCases(comparison: Comparison, primero: Primero, userName: string): Promise<boolean> {
  const account = await readAccount(primero, userName)
  if (!account.ok) comparison.unread('primero', 'account', account.failure)
  if (!account.ok) return false
  if (account.value === null) return true
  const lacking = lackingRights(account.value, [{ resource: 'cases', anyOf: ['read'] }])
  if (!lacking.ok) comparison.unread('primero', 'account', lacking.failure)
  return lacking.ok
}

/** What waits or needs attention, under its reason: known to the ledger, so no difference. */
async function openItems(ledger: ReadingLedger, wanted: readonly Flow[]): Promise<readonly OpenCount[]> {
  const open: OpenCount[] = []
  for (const flow of flows.filter((one) => wanted.includes(one))) {
    for (const { code, state, count, items } of await ledger.reasons(flow, namedItems)) {
      if (state === 'waiting' || state === 'attention') {
        open.push({ flow, code, state, count, items: items.map(itemNumber) })
      }
    }
  }
  return open
}
