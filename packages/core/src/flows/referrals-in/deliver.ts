import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import type { RunContext } from '../context.ts'
import type { Referral } from './referral.ts'

/** How the row came into the case in this run. */
export interface Effect {
  readonly creates: boolean
  /** The case as it was read before, null when there was none. */
  readonly before: PrimeroCase | null
}

/**
 * The row stands in the case: noted, with the ids that people search by; what follows is to tell proGres. `effect` is
 * null where nothing had to be written.
 */
export async function deliver(
  run: RunContext,
  referral: Referral,
  read: PrimeroCase,
  effect: Effect | null,
): Promise<void> {
  const { item } = referral
  referral.target = read
  if (run.dryRun) return
  const numbers = {
    ...item.numbers,
    primeroId: read.id,
    serviceUniqueId: referral.rowId,
    ...(read.caseId === null ? {} : { caseId: read.caseId }),
    ...(read.caseIdDisplay === null ? {} : { caseIdDisplay: read.caseIdDisplay }),
  }
  const reopened = reopenedByUs(run, item, read, effect?.before ?? null)
  if (reopened) run.host.log({ event: 'case-reopened', flow: run.flow, numbers })
  const changes = {
    step: 'delivered',
    numbers,
    sentAt: item.sentAt ?? run.now(),
    lookDue: effect !== null,
    releasedAt: null,
    refusedAt: null,
    intentAt: item.intentAt ?? run.startedAt,
  } as const
  await run.change(referral, changes, [
    ...(effect === null ? [] : [effect.creates ? ('case-created' as const) : ('service-appended' as const)]),
    ...(reopened ? ['case-reopened' as const] : []),
  ])
}

/**
 * Whether our row reopened the case: an entry of ours that was not there before, or, where an earlier run wrote it,
 * one since its intent.
 */
function reopenedByUs(
  run: RunContext,
  item: LedgerItem,
  read: PrimeroCase,
  before: PrimeroCase | null,
): boolean {
  const account = run.host.secrets.primeroUsername.reveal()
  const since = (item.intentAt ?? run.startedAt).slice(0, 19)
  const known = new Set(before?.reopened.map((log) => log.at))
  return read.reopened.some(
    ({ at, by }) => by === account && (before === null ? (at ?? '') >= since : !known.has(at)),
  )
}
