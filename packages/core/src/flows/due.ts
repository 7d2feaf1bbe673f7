import type { Flow, System } from '../domain/flow.ts'
import type { Stop } from '../http/failure.ts'
import { failedLast, inTurn, isDue } from '../ledger/item.ts'
import type { Ledger, LedgerItem } from '../ledger/ledger.ts'
import { unsettledPages } from '../ledger/walk.ts'
import type { Counted } from './progress.ts'
import type { Systems } from './systems.ts'

/** What tells which items of a run are due. */
interface DueOptions {
  readonly ledger: Ledger
  readonly flow: Flow
  readonly setSize: number
  readonly now: () => string
  readonly stopped: () => Stop | null
  /** Whether an item is to be settled now. */
  readonly isReady: (item: LedgerItem, now: string) => boolean
  readonly isTaken: (item: LedgerItem) => boolean
  readonly ailing: Systems['ailing']
  readonly counted: Counted
  /** Says of a due item that it waits for a system that is down. */
  readonly postpone: (item: LedgerItem, system: System) => Promise<void>
}

/** The due items of a flow, oldest first and in sets, those that failed last after all others; each comes once. */
export function dueItems(options: DueOptions): () => AsyncGenerator<readonly LedgerItem[]> {
  const { ledger, flow, setSize, now, stopped, isReady, isTaken, ailing, counted, postpone } = options

  async function* due(): AsyncGenerator<readonly LedgerItem[]> {
    counted.part = 'settle'
    let failed = false
    const leaveOut = (count: number): void => {
      counted.leftOut += count
    }
    yield* dueOf((item) => {
      failed ||= failedLast(item)
      return !failedLast(item)
    }, leaveOut)
    // What failed last never keeps the others from being tried.
    if (failed) yield* dueOf(failedLast)
  }

  async function* dueOf(
    which: (item: LedgerItem) => boolean,
    leaveOut?: (count: number) => void,
  ): AsyncGenerator<readonly LedgerItem[]> {
    for await (const page of unsettledPages(ledger, flow, setSize)) {
      if (stopped() !== null) return
      const at = now()
      leaveOut?.(page.filter((item) => !isTaken(item) && !isReady(item, at)).length)
      const found = page.filter((item) => which(item) && isReady(item, at))
      let ready = inTurn(found.map((item) => ({ item }))).map(({ item }) => item)
      for (;;) {
        // One item may bring others with it, those of its case: as the page has them, they are out of date.
        ready = ready.filter((item) => !isTaken(item))
        if (ready.length === 0) break
        const ill = ailing()
        if (ill?.health === 'down') {
          for (const item of ready) if (isDue(item, at)) await postpone(item, ill.system)
          break
        }
        // One item tells whether a system is up again: else the other one would be asked about all of them in vain.
        const most = ill === null ? ready.length : 1
        yield ready.slice(0, most)
        ready = ready.slice(most)
      }
    }
  }

  return due
}
