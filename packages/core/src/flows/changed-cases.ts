import type { PrimeroCase } from '../primero/record.ts'
import { changedCases, second } from '../primero/changed.ts'
import type { RunContext } from './context.ts'

/** How far the cursor stays behind what was read (`flows.md`, Common 9). */
const overlapMs = 5 * 60_000

/**
 * Reads every case that changed since the cursor, page by page, and hands on those not seen before. `take` records
 * every item of its cases in the ledger before it resolves and gives the ids of cases it could not read; the cursor
 * stays before the first of those, and never moves back.
 */
export async function eachChangedPage(
  run: RunContext,
  fields: string,
  take: (cases: readonly PrimeroCase[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  const { ledger, flow } = run
  const shelf = `cases ${flow}`
  const cursor = await ledger.cursor(flow)
  const usual = cursor ?? run.deployment.startDate
  const since = run.since ?? usual
  let newest: string | null = null
  let primeroNow: number | null = null
  let firstUnread: string | null = null
  for await (const page of changedCases(run.primero, since, fields)) {
    if (!page.ok) return run.listFailed(page.failure, 'primero')
    const { cases, date } = page.value
    primeroNow ??= date
    for (const one of cases) if (newest === null || one.lastUpdatedAt > newest) newest = one.lastUpdatedAt
    const unread = await take(run.since === null ? await unseen(run, shelf, cases) : cases)
    if (run.stopped() !== null) return
    for (const one of cases) {
      if (unread.has(one.id) && (firstUnread === null || one.lastUpdatedAt < firstUnread))
        firstUnread = one.lastUpdatedAt
    }
    const read = cases.filter((one) => !unread.has(one.id))
    if (run.only === null) {
      await ledger.saveSeen(
        shelf,
        read.map((one) => ({ id: one.id, version: one.lastUpdatedAt })),
      )
    }
  }
  // Read from later than usual, the cursor would pass what lies between.
  if (newest === null || run.only !== null || Date.parse(since) > Date.parse(usual)) return
  const unreadMs = firstUnread === null ? Number.POSITIVE_INFINITY : Date.parse(firstUnread)
  const readTo = Math.min(Date.parse(newest), primeroNow ?? run.host.clock.now()) - overlapMs
  const reached = Math.min(readTo, unreadMs)
  const next = second(new Date(reached).toISOString())
  if (Date.parse(next) <= Date.parse(usual)) return
  await ledger.saveCursor(flow, next)
  await ledger.forgetSeen(shelf, next)
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
