import type { Flow, ItemState } from '../domain/flow.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { isUnsettled } from './item.ts'
import type { Ledger, LedgerBeginning, LedgerItem, ReasonCount, SeenRecord } from './ledger.ts'

/** Items in the order of the ledger, after a position. */
function ordered(items: Iterable<LedgerItem>): LedgerItem[] {
  return [...items].sort((a, b) =>
    a.foundAt === b.foundAt ? (a.key < b.key ? -1 : 1) : a.foundAt < b.foundAt ? -1 : 1,
  )
}

/**
 * A ledger for a dry run: it reads from another one and keeps every write to itself, so that the run goes its usual
 * way and leaves nothing behind. Its writes live in memory.
 */
export function dryLedger(base: Ledger): Ledger {
  const written = new Map<string, LedgerItem>()
  const seenHere = new Map<string, SeenRecord>()
  let look: LedgerBeginning['look'] | null = null
  const id = (flow: Flow, key: string): string => `${flow} ${key}`

  const over = (items: readonly LedgerItem[]): readonly LedgerItem[] =>
    items.map((item) => {
      const own = written.get(id(item.flow, item.key))
      // At its stored place: another run may have found it meanwhile, and whoever walks on would come back to it for ever.
      return own === undefined ? item : { ...own, foundAt: item.foundAt }
    })

  const mine = (flow: Flow): LedgerItem[] => [...written.values()].filter((item) => item.flow === flow)

  /** What is stored as it was written here, and what was written here alone. */
  const joined = (
    flow: Flow,
    stored: readonly LedgerItem[],
    wanted: (item: LedgerItem) => boolean,
  ): readonly LedgerItem[] => {
    const known = new Set(stored.map((item) => item.key))
    return [...over(stored), ...mine(flow).filter((item) => wanted(item) && !known.has(item.key))]
  }

  const page = async (
    flow: Flow,
    after: Parameters<Ledger['unsettled']>[1],
    limit: number,
    wanted: (item: LedgerItem) => boolean,
    read: Ledger['unsettled'],
  ): Promise<readonly LedgerItem[]> => {
    const stored = await read(flow, after, limit)
    const end = stored.length === limit ? stored.at(-1) : undefined
    const within = (item: LedgerItem): boolean => {
      const place = `${item.foundAt} ${item.key}`
      if (after !== null && place <= `${after.foundAt} ${after.key}`) return false
      return end === undefined || place <= `${end.foundAt} ${end.key}`
    }
    const byKey = new Map([...stored, ...mine(flow).filter(within)].map((item) => [item.key, item]))
    const kept = ordered(over([...byKey.values()])).filter(wanted)
    // An empty page means the end, so one whose items were all settled here is passed over.
    return kept.length === 0 && end !== undefined
      ? page(flow, { foundAt: end.foundAt, key: end.key }, limit, wanted, read)
      : kept
  }

  return {
    get: async (flow, keys) => joined(flow, await base.get(flow, keys), (item) => keys.includes(item.key)),
    unsettled: async (flow, after, limit) => page(flow, after, limit, isUnsettled, base.unsettled),
    lookDue: async (flow, after, limit) =>
      page(flow, after, limit, (item) => item.lookDue && item.state === 'confirmed', base.lookDue),
    byNumber: async (flow, kind, values) =>
      joined(flow, await base.byNumber(flow, kind, values), (item) =>
        values.includes(item.numbers[kind] ?? ''),
      ),
    byIndividual: async (flow, individuals) =>
      joined(flow, await base.byIndividual(flow, individuals), (item) =>
        individuals.includes(item.individual ?? ''),
      ),
    save: async (items) => {
      for (const item of items) written.set(id(item.flow, item.key), { ...item, revision: item.revision + 1 })
      return { conflicts: [] }
    },
    cursor: base.cursor,
    saveCursor: async () => {},
    saveSeen: async (shelf, seen) => {
      for (const one of seen) seenHere.set(`${shelf} ${one.id}`, one)
    },
    seen: async (shelf, ids) => {
      const stored = new Map((await base.seen(shelf, ids)).map((one) => [one.id, one]))
      return ids.flatMap((one) => seenHere.get(`${shelf} ${one}`) ?? stored.get(one) ?? [])
    },
    forgetSeen: async () => {},
    pauses: base.pauses,
    savePause: async () => {},
    // The one thing that a dry run leaves behind: a password that was tried for nothing counts at its system as well.
    refusals: base.refusals,
    saveRefusals: base.saveRefusals,
    handledSince: base.handledSince,
    counts: async (flow, runId) => {
      const counts: Record<ItemState, number> = { ...(await base.counts(flow, runId)) }
      const touched = mine(flow)
      const before = await base.get(
        flow,
        touched.map((item) => item.key),
      )
      for (const item of before) if (isUnsettled(item) || item.settledRun === runId) counts[item.state] -= 1
      for (const item of touched) if (isUnsettled(item) || item.settledRun === runId) counts[item.state] += 1
      return counts
    },
    reasons: async (flow, limit) => {
      const found = new Map<ReasonCode, ReasonCount>()
      let after: Parameters<Ledger['unsettled']>[1] = null
      for (;;) {
        const stored: readonly LedgerItem[] = await base.unsettled(flow, after, 500)
        for (const item of stored) if (!written.has(id(flow, item.key))) count(found, item, limit)
        const last: LedgerItem | undefined = stored.at(-1)
        if (last === undefined || stored.length < 500) break
        after = { foundAt: last.foundAt, key: last.key }
      }
      for (const item of ordered(mine(flow))) if (isUnsettled(item)) count(found, item, limit)
      return [...found.values()]
    },
    saveRun: async () => {},
    doubt: base.doubt,
    beginning: async () => {
      const stored = await base.beginning()
      return look === null ? stored : { ...stored, look }
    },
    saveLook: async (doneAt) => {
      look = { doneAt }
    },
  }
}

function count(found: Map<ReasonCode, ReasonCount>, item: LedgerItem, limit: number): void {
  if (item.reason === null) return
  const before = found.get(item.reason)
  const items = before?.items ?? []
  found.set(item.reason, {
    code: item.reason,
    state: item.state,
    count: (before?.count ?? 0) + 1,
    items: items.length < limit ? [...items, item] : items,
  })
}
