import type { LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext } from '../context.ts'
import { isRecordOf, type ShownRecord } from './records-in-progres.ts'
import { maybeSent } from './referral.ts'
import { rowsWithUnknownSiblings } from './unknown-siblings.ts'

/**
 * Notes the REF-IOP numbers of referrals that UNHCR has not decided yet on what flow 2.1 sent: by them UNHCR speaks of a
 * referral from its first day. From what a run has read anyway; nothing is asked for it. A number is noted only where no
 * other record and no other referral of the row can be meant; a decided one is bound with its decision.
 */
export async function learnNumbers(run: RunContext, records: readonly ShownRecord[]): Promise<void> {
  if (run.dryRun || run.stopped() !== null) return
  const byService = Map.groupBy(records, ({ serviceUniqueId }) => serviceUniqueId)
  const services = [...byService]
    .filter(([, ofRow]) => ofRow.some(({ isOpen, refIopNumber }) => isOpen && refIopNumber !== null))
    .map(([service]) => service)
  for (let at = 0; at < services.length; at += run.setSize) {
    const set = services.slice(at, at + run.setSize)
    const sent = (await run.ledger.byNumber('2.1', 'serviceUniqueId', set)).filter(mayBeThere)
    if (sent.every(({ numbers }) => numbers.refIopGuid !== undefined)) continue
    const unknown = await rowsWithUnknownSiblings(run, set)
    const ofRows = Map.groupBy(sent, ({ numbers }) => numbers.serviceUniqueId ?? '')
    const known = set.filter((service) => !unknown.has(service))
    const bound = await boundOf(
      run,
      known.flatMap((service) => byService.get(service) ?? []),
    )
    for (const service of known) {
      const free = (byService.get(service) ?? []).filter(({ refIopGuid }) => !bound.has(refIopGuid))
      await learn(run, ofRows.get(service) ?? [], free)
    }
  }
}

/** Sent by a run, or perhaps by the person who settled it. */
function mayBeThere(item: LedgerItem): boolean {
  return maybeSent(item) || item.state === 'handled'
}

/** The records that a referral or a decision of the ledger is bound to. */
async function boundOf(run: RunContext, records: readonly ShownRecord[]): Promise<ReadonlySet<string>> {
  const guids = records.map(({ refIopGuid }) => refIopGuid)
  const inOne = await run.ledger.byNumber('2.1', 'refIopGuid', guids)
  const inTwo = await run.ledger.byNumber('2.2', 'refIopGuid', guids)
  return new Set([...inOne, ...inTwo].flatMap(({ numbers }) => numbers.refIopGuid ?? []))
}

async function learn(
  run: RunContext,
  sent: readonly LedgerItem[],
  free: readonly ShownRecord[],
): Promise<void> {
  const [item, other] = sent.filter(({ numbers }) => numbers.refIopGuid === undefined)
  const [record, another] = free
  if (item === undefined || other !== undefined) return
  if (record === undefined || another !== undefined) return
  const { refIopGuid, refIopNumber, isOpen } = record
  if (!isOpen || refIopNumber === null || !isRecordOf(record, item.numbers)) return
  // What is not confirmed is cleared up in its own way first.
  if (item.state !== 'confirmed' || !run.matches(item)) return
  await run.change({ item, open: true }, { numbers: { ...item.numbers, refIopGuid, refIopNumber } })
}
