import type { ItemPosition, LedgerItem } from '../../ledger/ledger.ts'
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

/** Asks once for every transaction that PING took and has not yet spoken on, those of earlier runs included. */
export async function askStatus(run: RunContext): Promise<void> {
  if (run.dryRun) return
  let after: ItemPosition | null = null
  for (;;) {
    const items: readonly LedgerItem[] = await run.ledger.unsettled('2.1', after, chunk)
    const last = items.at(-1)
    if (last === undefined || run.stopped() !== null) return
    after = { foundAt: last.foundAt, key: last.key }
    const now = run.now()
    const works = items
      .filter((item) => awaitsWord(item) && run.isReady(item, now))
      .map((item) => (run.taken(item) ? { item, open: true } : run.take(item)))
    const byTransaction = Map.groupBy(works, ({ item }) => item.numbers.transactionId ?? '')
    await Promise.all([...byTransaction].map(async ([id, group]) => askOne(run, id, group)))
  }
}

async function askOne(run: RunContext, transactionId: string, works: readonly Work[]): Promise<void> {
  const idOf = (work: Work): string => work.item.numbers.caseId ?? ''
  const purpose = {
    name: 'ask-status',
    ...(works[0] === undefined ? {} : { numbers: works[0].item.numbers }),
  }
  const answer = await run.ping.status('createReferral', transactionId, works.map(idOf), purpose)
  await run.each(works, async (work) => {
    const status = answer.ok && answer.value !== 'unreadable' ? answer.value.get(idOf(work)) : undefined
    if (status?.says === 'processed') {
      return run.settle(work, { state: 'confirmed' }, { step: 'confirmed', releasedAt: null })
    }
    if (status?.says === 'failed') return rejected(run, work, status.code)
    if (!answer.ok && answer.failure.kind === 'stop') return run.fail(work, answer.failure)
    const sentAt = Date.parse(work.item.sentAt ?? run.startedAt)
    if (run.host.clock.now() - sentAt >= silentAfterMs) {
      return run.settle(work, { state: 'attention', reason: 'ping-silent' })
    }
    if (!answer.ok) return run.fail(work, answer.failure)
    return run.settle(work, { state: 'waiting', reason: 'ping-processing', nextTry: null })
  })
}
