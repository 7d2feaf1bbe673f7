import type { ItemPosition, LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext, Work } from '../context.ts'
import { rejected } from './send.ts'

const chunk = 200
/** After this long without a word a person has to ask (`flows.md`, 2.1). */
const silentAfterMs = 24 * 60 * 60 * 1000

/** Whether an item waits for PING's word on what was sent. */
export function awaitsWord(item: LedgerItem): boolean {
  const reasons: readonly (string | null)[] = ['ping-processing', 'ping-silent', 'ping-unavailable', 'flow-stopped']
  return item.step === 'sent' && reasons.includes(item.reason)
}

/** Asks once for every transaction that PING took and has not yet spoken on, those of earlier runs included. */
export async function askStatus(run: RunContext): Promise<void> {
  if (run.dryRun) return
  const asked = new Set<string>()
  let after: ItemPosition | null = null
  for (;;) {
    const items: readonly LedgerItem[] = await run.ledger.unsettled('2.1', after, chunk)
    const last = items.at(-1)
    if (last === undefined || run.stopped() !== null) return
    after = { foundAt: last.foundAt, key: last.key }
    const now = run.now()
    const waiting = items.filter((item) => awaitsWord(item) && run.isReady(item, now))
    const ids = [...new Set(waiting.flatMap((item) => item.numbers.transactionId ?? []))]
    const fresh = ids.filter((id) => !asked.has(id))
    for (const id of fresh) asked.add(id)
    // Whole transactions: the answer on one item is read among all that were sent with it.
    const all = await run.ledger.byNumber('2.1', 'transactionId', fresh)
    const byTransaction = Map.groupBy(all, (item) => item.numbers.transactionId ?? '')
    await Promise.all([...byTransaction].map(async ([id, group]) => askOne(run, id, group)))
  }
}

async function askOne(run: RunContext, transactionId: string, items: readonly LedgerItem[]): Promise<void> {
  const works = items.filter(awaitsWord).map((item) => (run.taken(item) ? { item, open: true } : run.take(item)))
  const idOf = (work: Work): string => work.item.numbers.caseId ?? ''
  const purpose = { name: 'ask-status', ...(works[0] === undefined ? {} : { numbers: works[0].item.numbers }) }
  const sentTogether = items.map((item) => item.numbers.caseId ?? '')
  const answer = await run.ping.status('createReferral', transactionId, sentTogether, purpose)
  await run.each(works, async (work) => {
    const status = answer.ok && answer.value !== 'unreadable' ? answer.value.get(idOf(work)) : undefined
    if (status?.says === 'processed') {
      return run.settle(work, { state: 'confirmed' }, { step: 'confirmed' })
    }
    if (status?.says === 'failed') return rejected(run, work, status.code)
    const sentAt = Date.parse(work.item.sentAt ?? run.startedAt)
    if (run.host.clock.now() - sentAt >= silentAfterMs) {
      return run.settle(work, { state: 'attention', reason: 'ping-silent' })
    }
    if (!answer.ok) return run.fail(work, answer.failure)
    return run.settle(work, { state: 'waiting', reason: 'ping-processing', nextTry: null })
  })
}
