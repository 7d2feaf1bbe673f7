import type { PrimeroCase } from '../primero/record.ts'
import { changedCases, second } from '../primero/changed.ts'
import type { RunContext } from './context.ts'

/** How far the cursor stays behind what was read (`flows.md`, Common 9). */
const overlapMs = 5 * 60_000
/** Where the ledger remembers how far Primero's clock was from ours when a flow's cursor was saved. */
const clockShelf = 'clock of primero'
/** Where the ledger remembers when a flow last read further back than its cursor. */
const longLookShelf = 'last long look'
const dayMs = 24 * 60 * 60 * 1000

/**
 * Reads every case that changed since the cursor, page by page, and hands on those not seen before, in sets. `take`
 * records every item of its cases in the ledger before it resolves and gives the ids of cases it could not read; the
 * cursor stays before the first of those, and never moves back. A set is noted as seen once it is taken, so that a run
 * that stops in the middle of a page is gone on with behind it. Where Primero's clock was set back since, what changed there
 * bears times from before the cursor: it is read from that much earlier (`startingFrom`). Once a day the last two days are
 * read again, so that what a wrong clock or a late index hid is found.
 */
export async function eachChangedPage(
  run: RunContext,
  fields: string,
  take: (cases: readonly PrimeroCase[]) => Promise<ReadonlySet<string>>,
  startingFrom: string | null = null,
): Promise<void> {
  const { ledger, flow, counted } = run
  const shelf = `cases ${flow}`
  const cursor = await ledger.cursor(flow)
  const usual = cursor ?? run.deployment.startDate
  const looksLong =
    startingFrom === null && run.since === null && cursor !== null && (await isLongLookDue(run))
  const since = startingFrom ?? run.since ?? (looksLong ? earlierBy(usual, 2 * dayMs) : usual)
  let newest: string | null = null
  let primeroNow: number | null = null
  let firstUnread: string | null = null
  // A case that changes while the run is at it comes again; what the run has settled of it, it does not look at twice.
  const shown = new Set<string>()
  counted.part = 'cases'
  counted.cases.done = 0
  for await (const page of changedCases(run.primero, since, fields)) {
    if (!page.ok) return run.listFailed(page.failure, 'primero')
    const { cases, unreadable, date, total } = page.value
    const behind = counted.cases.done
    counted.cases.of = Math.max(counted.cases.of, behind + total)
    if (primeroNow === null && date !== null) {
      primeroNow = date
      const setBackMs = startingFrom === null && run.since === null ? await setBackBy(run, date) : 0
      if (setBackMs > 0) {
        return eachChangedPage(run, fields, take, earlierBy(since, setBackMs))
      }
    }
    // It stays in sight: the cursor does not pass it.
    for (const { id, changedAt } of unreadable) {
      if (firstUnread === null || changedAt < firstUnread) firstUnread = changedAt
      run.rowsUnreadable(1, 'primero', id === null ? undefined : { primeroId: id })
    }
    for (const one of cases) if (newest === null || one.lastUpdatedAt > newest) newest = one.lastUpdatedAt
    for (const set of setsOf(run.since === null ? await unseen(run, shelf, cases) : cases, run.setSize)) {
      const unread = await take(set)
      counted.cases.done += set.length
      // The run ends: what was noted is passed over by the next one, the cursor stays.
      if (run.stopped() !== null) return
      const left = set.filter(({ id }) => unread.has(id) || shown.has(id))
      for (const { id } of set) shown.add(id)
      for (const { lastUpdatedAt } of left) {
        if (firstUnread === null || lastUpdatedAt < firstUnread) firstUnread = lastUpdatedAt
      }
      if (run.only !== null) continue
      const read = set.filter((one) => !left.includes(one))
      await ledger.saveSeen(
        shelf,
        read.map((one) => ({ id: one.id, version: one.lastUpdatedAt })),
      )
    }
    counted.cases.done = behind + cases.length
  }
  const lookedLong = looksLong || cursor === null
  if (lookedLong && firstUnread === null && run.since === null && run.only === null) {
    await ledger.saveSeen(longLookShelf, [{ id: flow, version: run.now() }])
  }
  // Read from later than usual, the cursor would pass what lies between.
  if (newest === null || run.only !== null || Date.parse(since) > Date.parse(usual)) return
  const unreadMs = firstUnread === null ? Number.POSITIVE_INFINITY : Date.parse(firstUnread)
  const readTo = Math.min(Date.parse(newest), primeroNow ?? run.host.clock.now()) - overlapMs
  const reached = Math.min(readTo, unreadMs)
  const next = second(new Date(reached).toISOString())
  if (Date.parse(next) <= Date.parse(usual)) return
  if (primeroNow !== null) {
    const aheadMs = primeroNow - run.host.clock.now()
    await ledger.saveSeen(clockShelf, [{ id: flow, version: String(aheadMs) }])
  }
  await ledger.saveCursor(flow, next)
  await ledger.forgetSeen(shelf, next)
}

function earlierBy(time: string, ms: number): string {
  return second(new Date(Date.parse(time) - ms).toISOString())
}

async function isLongLookDue(run: RunContext): Promise<boolean> {
  const [last] = await run.ledger.seen(longLookShelf, [run.flow])
  const passedMs = run.host.clock.now() - Date.parse(last?.version ?? '')
  // Never, or in the future, where a clock was wrong.
  return Number.isNaN(passedMs) || passedMs >= dayMs || passedMs < 0
}

/** By how much Primero's clock was set back, against ours, since the cursor was saved; 0 = not, as far as one can tell. */
async function setBackBy(run: RunContext, primeroNow: number): Promise<number> {
  const [saved] = await run.ledger.seen(clockShelf, [run.flow])
  if (saved === undefined) return 0
  const setBackMs = Number(saved.version) - (primeroNow - run.host.clock.now())
  // The overlap covers what drifts; a Date header tells whole seconds, and some time after they were true.
  return setBackMs > overlapMs / 5 ? setBackMs : 0
}

function setsOf(cases: readonly PrimeroCase[], size: number): readonly (readonly PrimeroCase[])[] {
  const count = Math.ceil(cases.length / size)
  return Array.from({ length: count }, (_, at) => cases.slice(at * size, (at + 1) * size))
}

async function unseen(
  run: RunContext,
  shelf: string,
  cases: readonly PrimeroCase[],
): Promise<readonly PrimeroCase[]> {
  const ids = cases.map((one) => one.id)
  const seen = new Map((await run.ledger.seen(shelf, ids)).map((one) => [one.id, one.version]))
  return cases.filter((one) => seen.get(one.id) !== one.lastUpdatedAt)
}
