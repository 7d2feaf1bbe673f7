/**
 * One referral as proGres and Primero show it at this moment, beside what the ledger knows of it (`docs/reconcile.md`).
 * Reads only, and gives codes and counts alone: nothing of what it reads is kept.
 */
import type { Deployment } from '../deployment/deployment.ts'
import type { Flow } from '../domain/flow.ts'
import type { Progress } from '../flows/progress.ts'
import { systemsOf } from '../flows/systems.ts'
import type { ItemNumbers, LedgerItem } from '../ledger/ledger.ts'
import { beginComparison } from './comparison.ts'
import { lookAtIncoming } from './look-at-incoming.ts'
import { lookAtOutgoing } from './look-at-outgoing.ts'
import type { Looked } from './looked.ts'
import { readingOnly, type ReadingHost } from './reading-ledger.ts'
import type { Difference, Unread } from './report.ts'

/** One referral at this moment. */
export interface LiveLook {
  readonly parts: readonly Looked[]
  readonly differences: readonly Difference[]
  readonly unread: readonly Unread[]
}

/** The items of one referral: what was asked, and the decisions on it. */
export interface LookedItems {
  /** null where others delivered it. */
  readonly referral: LedgerItem | null
  readonly decisions: readonly LedgerItem[]
}

/** What a look at one side shows. */
export interface SideLook {
  readonly parts: readonly Looked[]
  /** Numbers of it that the ledger does not know. */
  readonly found?: ItemNumbers
}

/** What is to be looked at, and how the flows stand (`ReconcileRequest`). */
export interface LookRequest extends LookedItems {
  readonly deployment: Deployment
  readonly onTime: ReadonlySet<Flow>
  readonly alone: boolean
}

/** Looks at one referral in both systems. Takes no turn, and sends nothing that has an effect. */
export async function lookAtReferral(request: LookRequest, host: ReadingHost): Promise<LiveLook> {
  const { deployment, referral, decisions } = request
  const startedAt = new Date(host.clock.now()).toISOString()
  const systems = systemsOf(deployment, host, { dryRun: true, pauses: [], onPause: () => undefined })
  const { comparison, findings } = beginComparison({
    deployment,
    keys: host.keys,
    period: { from: deployment.startDate, to: startedAt },
    ledger: readingOnly(host),
    ping: systems.ping,
    primero: request.alone ? systems.primero : { ...systems.primero, expect: async () => {} },
    wants: () => true,
    startedAt,
    onTime: request.onTime,
  })
  host.watched?.((): Progress => ({ part: 'records', done: 0, of: null, awaits: systems.awaits() }))
  const [first] = [referral, ...decisions].filter((item) => item !== null)
  if (first === undefined) return { parts: [], differences: [], unread: [] }
  const look = first.flow === '1.1' || first.flow === '1.2' ? lookAtIncoming : lookAtOutgoing
  const { parts, found = {} } = await look(comparison, request)
  systems.finish()
  const numbers = [...[first, ...decisions].map((item) => item.numbers), found]
  return {
    parts,
    differences: findings.differences().filter((one) => numbers.some((own) => isOf(one.numbers, own))),
    unread: findings.unread(),
  }
}

/** Whether a difference is of the referral of these numbers: by the first of its ids that both name. */
function isOf(found: ItemNumbers, own: ItemNumbers): boolean {
  const kinds = ['interventionGuid', 'referralId', 'refIopGuid', 'serviceUniqueId'] as const
  const told = kinds.find((kind) => found[kind] !== undefined && own[kind] !== undefined)
  return told !== undefined && found[told] === own[told]
}
