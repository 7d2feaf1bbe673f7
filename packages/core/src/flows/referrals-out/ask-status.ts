import { isUnsettled } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { unsettledPages } from '../../ledger/walk.ts'
import { soleNumbers } from '../tell-progres.ts'
import type { RunContext, Work } from '../context.ts'
import { isWithPerson } from './assess.ts'
import { rejected } from './send.ts'

const chunk = 200
/** After this long without a word a person has to ask (`flows.md`, 2.1). */
const silentAfterMs = 24 * 60 * 60 * 1000

/** Whether an item waits for PING's word on what was sent, and for nothing else. */
export function awaitsWord(item: LedgerItem): boolean {
  return item.step === 'sent' && !isWithPerson(item)
}

/**
 * Asks for every transaction that PING took and has not yet spoken on, those of earlier runs included; not for those
 * that `asked` holds, and adds to it those it asks for.
 */
export async function askStatus(run: RunContext, asked: Set<string>): Promise<void> {
  if (run.dryRun) return
  for await (const page of unsettledPages(run.ledger, '2.1', chunk)) {
    if (run.stopped() !== null) return
    const now = run.now()
    const waiting = page.filter((item) => awaitsWord(item) && run.isReady(item, now))
    const ids = new Set(waiting.flatMap((item) => item.numbers.transactionId ?? []))
    const fresh = [...ids].filter((id) => !asked.has(id))
    for (const id of fresh) asked.add(id)
    // Whole transactions: the answer on one item is read among all that were sent with it.
    const together = await run.ledger.byNumber('2.1', 'transactionId', fresh)
    const byTransaction = Map.groupBy(together, (item) => item.numbers.transactionId ?? '')
    await run.abreast([...byTransaction], async ([id, items]) => askOne(run, id, items))
  }
}

async function askOne(run: RunContext, transactionId: string, items: readonly LedgerItem[]): Promise<void> {
  const idOf = (item: LedgerItem): string => item.numbers.caseId ?? ''
  const works: readonly Work[] = items
    .filter((item) => awaitsWord(item) && isUnsettled(item) && run.matches(item))
    .map((item) => (run.taken(item) ? { item, open: true } : run.take(item)))
  const purpose = { name: 'ask-status', ...soleNumbers(works.map(({ item }) => item)) }
  const answer = await run.ping.status('createReferral', transactionId, items.map(idOf), purpose)
  await run.each(works, async (work) => {
    const status = answer.ok && answer.value !== 'unreadable' ? answer.value.get(idOf(work.item)) : undefined
    if (status?.says === 'processed') {
      return run.settle(work, { state: 'confirmed' }, { step: 'confirmed', releasedAt: null })
    }
    if (status?.says === 'failed') return rejected(run, work, status.code)
    if (!answer.ok && (answer.failure.kind === 'stop' || answer.failure.cause === 'halted')) {
      return run.fail(work, answer.failure)
    }
    const sentAt = Date.parse(work.item.sentAt ?? run.startedAt)
    if (run.host.clock.now() - sentAt >= silentAfterMs) {
      return run.settle(work, { state: 'attention', reason: 'ping-silent' })
    }
    if (!answer.ok) return run.fail(work, answer.failure)
    return run.settle(work, { state: 'waiting', reason: 'ping-processing', nextTry: null })
  })
}
