import type { System } from '../domain/flow.ts'
import { unasked, type Failure, type Result, type Stop } from '../http/failure.ts'
import type { SystemTrouble } from '../http/system.ts'
import {
  failedLast,
  isDue,
  isUnsettled,
  itemNamed,
  itemNumber,
  settled,
  type Finding,
  type Outcome,
} from '../ledger/item.ts'
import type { EventCode, ItemNumbers, Ledger, LedgerEvent, LedgerItem } from '../ledger/ledger.ts'
import { LedgerFailure } from '../ledger/failure.ts'
import type { MappedRecord } from '../mapping/map-record.ts'
import type { Ping } from '../ping/client.ts'
import type { Primero } from '../primero/client.ts'
import type { PrimeroUser } from '../primero/record.ts'
import { systemWaitedFor, unavailable } from '../reasons/unavailable.ts'
import { usualSetSize, type RunHost, type RunRequest } from './host.ts'
import type { RunNotes } from './notes.ts'
import { company, type Company } from './abreast.ts'
import { fingerprintOf } from './defect.ts'
import { dueItems } from './due.ts'
import { aloneEnding, interrupted, reasonOfRest, waitFor, type Ending } from './ending.ts'
import type { Counted } from './progress.ts'
import { recordFindings } from './record.ts'
import { saveItem } from './save-item.ts'
import type { Systems } from './systems.ts'

/** One item on its way through a run. `open` until this run has said how it ends. */
export interface Work {
  item: LedgerItem
  open: boolean
}

/** What every flow works with: the two systems, the ledger, and the words in which a run says how things ended. */
export interface RunContext extends RunRequest, Company {
  readonly host: RunHost
  readonly ledger: Ledger
  readonly ping: Ping
  readonly primero: Primero
  readonly runId: string
  readonly startedAt: string
  /** The account may write cases; else rows go with `record_action`. Null = nobody could tell. */
  readonly mayWriteCases: boolean | null
  readonly now: () => string
  /** How far Primero's clock is ahead of ours, ms: by so much its times are later than they were. */
  readonly primeroAheadMs: () => number
  /** Set once the flow has to stop; nothing new is begun then. */
  readonly stopped: () => Stop | null
  readonly stop: (stop: Stop) => void
  /** Records what a list shows. Unknown items enter; a version that differs makes an item due again. */
  readonly record: (findings: readonly Finding[]) => Promise<ReadonlyMap<string, LedgerItem>>
  /** Saves changes of one item, with events; group-committed by the ledger. */
  readonly change: (work: Work, changes: Partial<LedgerItem>, events?: readonly EventCode[]) => Promise<void>
  /** Says how an item ends in this run. */
  readonly settle: (
    work: Work,
    outcome: Outcome,
    changes?: Partial<LedgerItem>,
    events?: readonly EventCode[],
  ) => Promise<void>
  /** A settled item that needs something again: it enters this run's account. */
  readonly reopen: (work: Work, outcome: Outcome, changes?: Partial<LedgerItem>) => Promise<void>
  /**
   * Cases, by record id, to which a write of this run had no answer: it may still be on its way, and of two saves of a
   * case that overlap Primero keeps one. So nothing else is written there in this run.
   */
  readonly unanswered: Map<string, Failure>
  /** A user of Primero by name, asked for once in a run. */
  readonly user: (userName: string) => Promise<Result<PrimeroUser | null>>
  /** How an item ends whose system had trouble, or whose flow has to stop. */
  readonly fail: (work: Work, failure: Failure, changes?: Partial<LedgerItem>) => Promise<void>
  /** Takes each open item one step further, side by side; a defect in one touches no other. */
  readonly each: <W extends Work>(works: readonly W[], step: (work: W) => Promise<void>) => Promise<void>
  /** What tells somebody who watches how far the run is; nothing depends on it. */
  readonly counted: Counted
  /** How many items are settled together. */
  readonly setSize: number
  /** Due items of this flow, oldest first, in sets; each item comes once in a run. */
  readonly due: () => AsyncGenerator<readonly LedgerItem[]>
  /** Whether this item was already taken on in this run. */
  readonly taken: (item: LedgerItem) => boolean
  readonly take: (item: LedgerItem) => Work
  /**
   * Whether an item is to be settled now: due, or waiting only for a system that may be back; and `--only` leaves it in.
   */
  readonly isReady: (item: LedgerItem, now: string) => boolean
  /** Whether `--only` leaves this item in. */
  readonly matches: (item: LedgerItem) => boolean
  /** A list that could not be read to its end. */
  readonly listFailed: (
    failure: Failure | { readonly kind: 'list-incomplete' },
    system: 'ping' | 'primero',
  ) => void
  /** Rows of a list that cannot be read, and show no key by which they could be items: they are counted in the report. */
  readonly rowsUnreadable: (count: number, system: System, numbers?: ItemNumbers) => void
  /** A list lost most of what was pending: nothing is withdrawn before the next run reads the same. */
  readonly listShrank: (pending: number, missing: number) => void
  /** Counts the warnings of a mapped record. */
  readonly warn: (mapped: Pick<MappedRecord, 'warnings'>) => void
  /** In a dry run: notes what would be written, and the item waits with `dry-run`. */
  readonly wouldWrite: (
    work: Work,
    records: readonly { readonly record: string; readonly mapped: MappedRecord }[],
  ) => Promise<void>
}

/** Builds the context of one run; `notes` is what the report is made of. */
export function runContext(
  request: RunRequest,
  host: RunHost,
  parts: Pick<Systems, 'queued' | 'ailing' | 'mayBeBack' | 'isProven' | 'primeroAheadMs'> & {
    readonly ledger: Ledger
    readonly ping: Ping
    readonly primero: Primero
    readonly runId: string
    readonly startedAt: string
    readonly matches: (item: LedgerItem) => boolean
    readonly mayWriteCases: () => boolean | null
  },
  notes: RunNotes,
): RunContext {
  const { ledger, runId } = parts
  const { flow } = request
  const taken = new Set<string>()
  const users = new Map<string, Promise<Result<PrimeroUser | null>>>()
  const take: RunContext['take'] = (item) => {
    if (taken.has(item.key)) throw new Error('An item is taken on once in a run.')
    taken.add(item.key)
    const name = itemNamed(item.numbers)
    if (failedLast(item) && name !== null) notes.failedBefore.add(name)
    return { item, open: true }
  }
  const now = (): string => new Date(host.clock.now()).toISOString()
  const setSize = host.setSize ?? usualSetSize

  const event = (item: LedgerItem, what: EventCode): LedgerEvent => ({
    at: now(),
    flow: item.flow,
    key: item.key,
    what,
    state: item.state,
    ...(item.reason === null ? {} : { reason: item.reason }),
    ...(item.numbers.transactionId === undefined ? {} : { transactionId: item.numbers.transactionId }),
  })

  // Only `--only` counts item by item; a whole backlog must not be kept in memory.
  const touch = (item: LedgerItem): void => {
    if (request.only !== null && item.flow === flow) notes.touched.set(item.key, item)
  }

  const change: RunContext['change'] = async (work, changes, events = []) => {
    const next = { ...work.item, ...changes }
    if (events.length === 0 && JSON.stringify(next) === JSON.stringify(work.item)) return
    work.item = await saveItem(
      ledger,
      next,
      events.map((what) => event(next, what)),
    )
    // A person settled it outside while the run was on its way: nothing more is done for it.
    if (work.item.state === 'handled' && next.state !== 'handled') work.open = false
    touch(work.item)
  }

  const settle: RunContext['settle'] = async (work, outcome, changes = {}, events = []) => {
    const before = work.item
    const next = settled({ ...before, ...changes }, outcome, runId, now())
    if (taken.has(before.key)) notes.counted.settled.add(before.key)
    work.open = false
    const moved = next.state !== before.state || next.reason !== before.reason
    const unchanged = !moved && events.length === 0 && JSON.stringify(next) === JSON.stringify(before)
    if (!unchanged) {
      const happened = [...events, ...(moved ? (['state-changed'] as const) : [])]
      work.item = await saveItem(
        ledger,
        next,
        happened.map((what) => event(next, what)),
      )
      if (moved) {
        const reason = next.reason === null ? {} : { reason: next.reason }
        host.log({ event: 'item', flow: next.flow, state: next.state, ...reason, numbers: next.numbers })
      }
    }
    touch(work.item)
  }

  const stop = (found: Stop): void => {
    if (notes.stop !== null) return
    // Without what is of one record alone.
    const { reason, about, held } = found
    notes.stop = { kind: 'stop', reason, about, ...(held === undefined ? {} : { held }) }
    host.log({ event: 'flow-stopped', flow, reason, about, ...held })
  }

  const stopped = (): Stop | null => {
    const halt = notes.stop === null ? (host.halted?.() ?? null) : null
    if (halt !== null) stop(interrupted(halt))
    return notes.stop
  }

  /** The flow's stop, where a failure is one: of its configuration, or because the run is to end. */
  const stopOf = (failure: Failure): Stop | null => {
    if (failure.kind === 'stop') return failure
    return failure.cause === 'halted' ? interrupted(host.halted?.() ?? null) : null
  }

  /** Trouble that is of the item and not of the system: a person is asked, and it is not sent again for a day. */
  const aloneIn = (work: Work, trouble: SystemTrouble): Ending | null => {
    const { refused, system } = trouble
    if (refused !== undefined && !parts.isProven(system, refused.kind)) notes.doubted.push({ work, trouble })
    return aloneEnding(work.item, trouble, now())
  }

  const fail: RunContext['fail'] = async (work, failure, changes = {}) => {
    const stopping = stopOf(failure)
    if (failure.kind === 'trouble' && failure.cause === 'record-unreadable') {
      return settle(work, { state: 'attention', reason: 'record-unreadable' }, changes)
    }
    if (stopping === null && failure.kind === 'trouble') {
      const alone = aloneIn(work, failure)
      return settle(work, alone?.outcome ?? waitFor(work.item, failure, now(), host.random()), {
        ...changes,
        ...alone?.changes,
      })
    }
    if (stopping !== null) stop(stopping)
    const reason = stopping === null ? 'flow-stopped' : reasonOfRest(stopping)
    // Whether all are refused or only those that were asked: the next run asks others first.
    const trouble = failure.kind === 'stop' && failure.said === true
    return settle(work, { state: 'waiting', reason, nextTry: null, trouble }, changes)
  }

  const step = async <W extends Work>(work: W, act: (work: W) => Promise<void>): Promise<void> => {
    try {
      await act(work)
    } catch (error) {
      if (error instanceof LedgerFailure) throw error
      const fingerprint = fingerprintOf(error)
      host.log({ event: 'defect', flow, fingerprint, numbers: work.item.numbers })
      await settle(work, { state: 'attention', reason: 'defect', about: [fingerprint] })
    }
  }

  const rowsUnreadable: RunContext['rowsUnreadable'] = (count, system, numbers) => {
    if (count === 0) return
    notes.unreadableRows += count
    const named = numbers === undefined ? {} : { numbers }
    host.log({ event: 'record-unreadable', flow, system, count, ...named })
  }

  const isReady: RunContext['isReady'] = (item, at) => {
    if (!parts.matches(item)) return false
    const system = item.state === 'waiting' ? systemWaitedFor(item.reason) : null
    return isDue(item, at) || (system !== null && parts.mayBeBack(system))
  }

  const due = dueItems({
    ledger,
    flow,
    setSize,
    now,
    stopped,
    isReady,
    isTaken: (item) => taken.has(item.key),
    ailing: parts.ailing,
    counted: notes.counted,
    // While a system is down the rest waits unprobed; what has been begun stays as it is.
    postpone: async (item, system) => {
      if (item.state === 'waiting' && item.step === 'none') await fail(take(item), unasked(system))
    },
  })

  return {
    ...request,
    ...company(host.every, () => parts.queued() > 0 || parts.ailing() !== null),
    host,
    ledger,
    ping: parts.ping,
    primero: parts.primero,
    runId,
    startedAt: parts.startedAt,
    get mayWriteCases() {
      return parts.mayWriteCases()
    },
    now,
    primeroAheadMs: parts.primeroAheadMs,
    stopped,
    stop,
    record: async (findings) => {
      const { timezone } = request.deployment
      const recorder = { ledger, flow, runId, timezone, now, event }
      const { items, entered } = await recordFindings(findings, recorder)
      notes.entered += entered
      return items
    },
    change,
    settle,
    reopen: async (work, outcome, changes = {}) => {
      if (!isUnsettled(work.item)) notes.entered += 1
      await settle(work, outcome, changes)
    },
    unanswered: new Map(),
    user: async (userName) => {
      const asked = users.get(userName) ?? parts.primero.user(userName)
      users.set(userName, asked)
      return asked
    },
    fail,
    each: async (works, act) => {
      await Promise.all(works.filter((work) => work.open).map(async (work) => step(work, act)))
    },
    counted: notes.counted,
    setSize,
    due,
    taken: (item) => taken.has(item.key),
    take,
    isReady,
    matches: parts.matches,
    listFailed: (failure, system) => {
      const stopping = failure.kind === 'list-incomplete' ? null : stopOf(failure)
      if (stopping !== null) return stop(stopping)
      if (failure.kind === 'trouble' && failure.cause === 'record-unreadable')
        return rowsUnreadable(1, system)
      if (failure.kind === 'list-incomplete') host.log({ event: 'list-incomplete', flow, system })
      notes.listFailures.push(failure.kind === 'list-incomplete' ? 'list-incomplete' : unavailable[system])
    },
    rowsUnreadable,
    listShrank: (pending, missing) => {
      host.log({ event: 'list-shrunk', flow, pending, missing })
      notes.listFailures.push('list-shrunk')
    },
    warn: (mapped) => {
      for (const { map, count } of mapped.warnings) {
        const before = notes.warnings.get(map)?.count ?? 0
        notes.warnings.set(map, { code: 'value-unlisted', map, count: before + count })
      }
    },
    wouldWrite: async (work, records) => {
      for (const { record, mapped } of records) {
        notes.wouldWrite.push({ number: itemNumber(work.item), record, fields: mapped.trace })
      }
      await settle(work, { state: 'waiting', reason: 'dry-run', nextTry: null })
    },
  }
}
