import PQueue from 'p-queue'
import { isWorthEachAlone, type Failure } from '../../http/failure.ts'
import { failedLast } from '../../ledger/item.ts'
import type { IngestionItem } from '../../ping/client.ts'
import type { RunContext } from '../context.ts'
import { batches, soleNumbers } from '../tell-progres.ts'
import { notSent, type Outgoing } from './referral.ts'

/** A referral mapped and ready, with the fingerprint of what is sent. */
export interface Sending {
  readonly work: Outgoing
  readonly item: IngestionItem
  readonly fingerprint: string
}

/**
 * Sends referrals by SHP-2731. The intent is durable before the request leaves; the answer decides whether it is in
 * proGres, surely not, or in doubt. What is in doubt is never sent again by itself (`flows.md`, 2.1). Hardly more intents
 * stand open at a time than requests may be in flight, so that a run cut off leaves few of them in doubt.
 */
export async function sendReferrals(run: RunContext, sendings: readonly Sending[]): Promise<void> {
  const { limits, batchSize } = run.deployment.ping
  // A quarter more than may be in flight: some are at the ledger while the others are on their way.
  const queue = new PQueue({ concurrency: Math.ceil(1.25 * Math.max(1, limits.concurrency)) })
  for (const wave of oneOfEachChild(sendings)) {
    const behind = wave.filter((sending) => run.isLate(childOf(sending)))
    if (behind.length > 0) run.afterLate(async () => sendReferrals(run, behind))
    const free = wave.filter((sending) => !behind.includes(sending))
    // A batch never holds two services of one case: the status answer tells items apart by the case.
    const cut = batches(free, batchSize.referrals, ({ item }) => item.externalId)
    await run.abreast(cut, async (batch) => queue.add(async () => sendBatch(run, batch)), {
      keys: (batch) => batch.map(childOf),
    })
  }
}

function childOf({ work, item }: Sending): string {
  return work.item.individual ?? item.externalId
}

/** The first referral of each child, then the second of each, and so on: one at a time per child and per case. */
function oneOfEachChild(sendings: readonly Sending[]): readonly (readonly Sending[])[] {
  const waves: Sending[][] = []
  const before = new Map<string, number>()
  for (const sending of sendings) {
    const child = childOf(sending)
    const place = before.get(child) ?? 0
    before.set(child, place + 1)
    const wave = waves[place]
    if (wave === undefined) waves.push([sending])
    else wave.push(sending)
  }
  return waves
}

async function sendBatch(run: RunContext, batch: readonly Sending[]): Promise<void> {
  const works = batch.map(({ work }) => work)
  const stopped = run.stopped()
  if (stopped !== null) return run.each(works, async (work) => run.fail(work, stopped))
  await run.each(works, async (work) => {
    const fingerprint = batch.find((one) => one.work === work)?.fingerprint ?? null
    const intentAt = work.item.intentAt ?? run.startedAt
    await run.change(work, { step: 'intended', fingerprint, intentAt, sentAt: run.now() }, ['send-intended'])
  })
  const ready = batch.filter(({ work }) => work.open)
  if (ready.length === 0) return
  const purpose = { name: 'send-referral', ...soleNumbers(ready.map(({ work }) => work.item)) }
  const answer = await run.ping.create(
    ready.map(({ item }) => item),
    purpose,
  )
  const failedBefore = ready.some(({ work }) => failedLast(work.item))
  const mayBeTaken = answer.kind !== 'trouble' || answer.mayHaveArrived
  if (!mayBeTaken && isWorthEachAlone(answer, failedBefore) && ready.length > 1) return eachAlone(run, ready)
  if (answer.kind === 'trouble' || answer.kind === 'stop') {
    return run.each(works, async (work) => afterTrouble(run, work, answer))
  }
  const { transactionId } = answer
  if (answer.kind === 'refused' && transactionId === null) {
    if (ready.length === 1) return run.each(works, async (work) => rejected(run, work, answer.code))
    return eachAlone(run, ready)
  }
  const failedItems = answer.kind === 'taken' ? answer.failedItems : new Map<string, string | null>()
  await run.each(works, async (work) => {
    const externalId = ready.find((one) => one.work === work)?.item.externalId ?? ''
    if (failedItems.has(externalId)) return rejected(run, work, failedItems.get(externalId) ?? null)
    if (transactionId === null) return run.settle(work, { state: 'attention', reason: 'transaction-missing' })
    return run.settle(
      work,
      { state: 'waiting', reason: 'ping-processing', nextTry: null },
      { step: 'sent', refusedAt: null, numbers: { ...work.item.numbers, transactionId } },
      ['referral-sent'],
    )
  })
}

/** What was refused together is sent one by one: only one of them may be what is disliked. */
async function eachAlone(run: RunContext, batch: readonly Sending[]): Promise<void> {
  await run.each(
    batch.map(({ work }) => work),
    async (work) => run.change(work, notSent),
  )
  for (const one of batch) await sendBatch(run, [one])
}

async function afterTrouble(run: RunContext, work: Outgoing, failure: Failure): Promise<void> {
  if (failure.kind === 'trouble' && failure.mayHaveArrived) {
    const about = [typeof failure.cause === 'number' ? `HTTP ${failure.cause}` : failure.cause]
    return run.settle(work, { state: 'attention', reason: 'outcome-unknown', about })
  }
  return run.fail(work, failure, notSent)
}

/** PING refused it for its content: it is not in proGres, and goes again only when something changed. */
export async function rejected(
  run: RunContext,
  work: Parameters<RunContext['settle']>[0],
  code: string | null,
): Promise<void> {
  const about = code === null ? [] : [code]
  await run.settle(
    work,
    { state: 'attention', reason: 'ping-rejected', about },
    { ...notSent, refusedAt: run.now() },
  )
}
