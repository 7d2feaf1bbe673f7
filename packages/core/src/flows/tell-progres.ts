import { isWorthEachAlone, type Failure } from '../http/failure.ts'
import { failedLast } from '../ledger/item.ts'
import type { ItemNumbers, LedgerItem } from '../ledger/ledger.ts'
import type { IngestionItem } from '../ping/client.ts'
import type { RunContext, Work } from './context.ts'

/** One update of a proGres record, and what follows from PING's word on it. */
export interface Telling<W extends Work> {
  readonly work: W
  readonly item: IngestionItem
}

/** What the flow does with PING's word. */
export interface TellingEnds<W extends Work> {
  readonly taken: (work: W, transactionId: string | null) => Promise<void>
  /** Refused for good, sent alone. */
  readonly refused: (work: W, code: string | null) => Promise<void>
  /** PING had trouble, or the flow stops; without this the item waits for it. */
  readonly failed?: (work: W, failure: Failure) => Promise<void>
}

/** Cuts items into batches of at most `size`, in which no key comes twice. */
export function batches<T>(
  items: readonly T[],
  size: number,
  keyOf: (item: T) => string,
): readonly (readonly T[])[] {
  const made: { readonly items: T[]; readonly keys: Set<string> }[] = []
  let open = 0
  for (const item of items) {
    const key = keyOf(item)
    while (open < made.length && (made[open]?.items.length ?? 0) >= size) open += 1
    let batch = made.slice(open).find((one) => one.items.length < size && !one.keys.has(key))
    if (batch === undefined) {
      batch = { items: [], keys: new Set() }
      made.push(batch)
    }
    batch.items.push(item)
    batch.keys.add(key)
  }
  return made.map((batch) => batch.items)
}

/**
 * Tells proGres through SHP-2748 or SHP-2284, in batches (`flows.md`, Common 6): an update counts when its call was
 * taken, names no failed item, and the transaction's status, asked once, says no explicit failure. What failed in a
 * batch goes again alone. Updates are keyed by GUID, so a repeat does no harm. A late answer holds nobody up: whoever
 * waits for it is settled when it comes, and the flow has nothing else to do for them.
 */
export async function tellProgres<W extends Work>(
  run: RunContext,
  process: 'updateTransfer' | 'updateReferral',
  tellings: readonly Telling<W>[],
  ends: TellingEnds<W>,
): Promise<void> {
  const size = run.deployment.ping.batchSize.updates

  const send = async (batch: readonly Telling<W>[]): Promise<void> => {
    const stopped = run.stopped()
    if (stopped !== null) return failAll(batch, stopped)
    const numbers = soleNumbers(batch.map(({ work }) => work.item))
    const answer = await run.ping.update(
      process,
      batch.map(({ item }) => item),
      { name: `tell-${process}`, ...numbers },
    )
    const alone = batch.length === 1
    // One of them may be what PING stumbles over; if it is down instead, that shows after a few.
    const failedBefore = batch.some(({ work }) => failedLast(work.item))
    const ofOne =
      answer.kind === 'trouble' && (answer.mayHaveArrived || isWorthEachAlone(answer, failedBefore))
    if (ofOne && !alone) return eachAlone(batch)
    if (answer.kind === 'trouble' || answer.kind === 'stop') return failAll(batch, answer)
    if (answer.kind === 'refused') {
      if (!alone) return eachAlone(batch)
      return run.each(
        batch.map(({ work }) => work),
        (work) => ends.refused(work, answer.code),
      )
    }
    const failedItems = new Map(answer.failedItems)
    if (answer.transactionId !== null) {
      const ids = batch.map(({ item }) => item.externalId)
      const status = await run.ping.status(process, answer.transactionId, ids, {
        name: 'ask-status',
        ...numbers,
      })
      const said = status.ok && status.value !== 'unreadable' ? status.value : new Map<string, never>()
      for (const [id, word] of said) if (word.says === 'failed') failedItems.set(id, word.code)
    }
    const bad = batch.filter(({ item }) => failedItems.has(item.externalId))
    const good = batch.filter(({ item }) => !failedItems.has(item.externalId))
    await run.each(
      good.map(({ work }) => work),
      (work) => ends.taken(work, answer.transactionId),
    )
    if (!alone) return eachAlone(bad)
    await Promise.all(
      bad.map(async ({ work, item }) =>
        run.each([work], (one) => ends.refused(one, failedItems.get(item.externalId) ?? null)),
      ),
    )
  }

  const eachAlone = async (batch: readonly Telling<W>[]): Promise<void> => {
    await run.abreast(batch, async (one) => send([one]))
  }

  const failAll = async (batch: readonly Telling<W>[], failure: Failure): Promise<void> => {
    await run.each(
      batch.map(({ work }) => work),
      (work) => (ends.failed ?? run.fail)(work, failure),
    )
  }

  const open = tellings.filter(({ work }) => work.open)
  await run.abreast(
    batches(open, size, ({ item }) => item.externalId),
    send,
  )
}

/** The keyed transaction of an item, kept for tracing it end to end. */
export function withTransaction(item: LedgerItem, transactionId: string | null): Pick<LedgerItem, 'numbers'> {
  return { numbers: transactionId === null ? item.numbers : { ...item.numbers, transactionId } }
}

/** The numbers a purpose carries, when there is exactly one item in a call. */
export function soleNumbers(items: readonly { readonly numbers: ItemNumbers }[]): {
  readonly numbers?: ItemNumbers
} {
  const only = items.length === 1 ? items[0] : undefined
  return only === undefined ? {} : { numbers: only.numbers }
}
