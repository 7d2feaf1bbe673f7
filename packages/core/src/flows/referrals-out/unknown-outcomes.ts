import type { LedgerItem } from '../../ledger/ledger.ts'
import { unsettledPages } from '../../ledger/walk.ts'
import type { RunContext } from '../context.ts'
import type { ProgresReferral } from '../decisions-in/progres-referral.ts'
import { isWithPerson } from './assess.ts'
import { learnNumbers } from './learn-numbers.ts'
import { emptyRecords, isRecordOf, listRecords, readRecord, shownRecord } from './records-in-progres.ts'
import { maybeSent } from './referral.ts'
import { rowsWithUnknownSiblings } from './unknown-siblings.ts'

/** Details read in one run to find what was sent without an answer (`flows.md`, 2.1). */
const mostDetails = 200
const shelf = 'details of unbound referrals'

/**
 * Looks in proGres for referrals whose sending ended without a word: the details of listed referrals that belong to
 * no ledger row are read, each once. Our service id in one of them settles the item; not finding it proves nothing.
 * `listed` = the list where the caller has read it (flow 2.2); null = read it here, if there is anything to look for.
 */
export async function findUnknownOutcomes(run: RunContext, listed: readonly string[] | null): Promise<void> {
  if (run.dryRun || run.stopped() !== null) return
  const uncertain = await uncertainItems(run)
  if (uncertain.length === 0) return
  const list = listed === null ? await listRecords(run) : { guids: listed, shown: [] }
  const unbound = await unboundOf(run, list.guids, doubtedSince(uncertain))
  const details: ProgresReferral[] = []
  // A late one is read again by the next run.
  await run.abreast(unbound.slice(0, mostDetails), async (one) => {
    const read = await readRecord(run, one)
    if (read.ok && read.value !== null) details.push(read.value)
  })
  for (const item of uncertain)
    await bind(
      run,
      item,
      details.filter((detail) => isRecordOf(detail, item.numbers)),
    )
  // What may be one of ours and could not be told apart is read again.
  const foreign = details.filter((detail) => !uncertain.some((item) => isRecordOf(detail, item.numbers)))
  await run.ledger.saveSeen(
    shelf,
    foreign.map(({ refIopGuid }) => ({ id: refIopGuid, version: run.now() })),
  )
  await learnNumbers(run, list.shown)
  await learnNumbers(
    run,
    foreign.flatMap((detail) => shownRecord(run, detail) ?? []),
  )
}

/** Items that may be in proGres and of which nobody knows, over the whole ledger; those cut off in a send as well. */
async function uncertainItems(run: RunContext): Promise<readonly LedgerItem[]> {
  const found: LedgerItem[] = []
  for await (const items of unsettledPages(run.ledger, '2.1')) {
    found.push(
      ...items.filter(
        (item) => item.step === 'intended' && item.numbers.refIopGuid === undefined && run.matches(item),
      ),
    )
  }
  return found
}

/**
 * Since when the newest of them is in doubt of which the ledger itself knows no send: its record may be among those that
 * were read before, when nobody looked for it.
 */
function doubtedSince(uncertain: readonly LedgerItem[]): string {
  const times = uncertain.filter((item) => item.sentAt === null).map((item) => item.since)
  return times.toSorted().at(-1) ?? ''
}

/** Referrals that no row of the ledger names, and whose details no run has read. */
async function unboundOf(
  run: RunContext,
  guids: readonly string[],
  since: string,
): Promise<readonly string[]> {
  const inTwo = await run.ledger.byNumber('2.2', 'refIopGuid', guids)
  const inOne = await run.ledger.byNumber('2.1', 'refIopGuid', guids)
  const bound = new Set([...inTwo, ...inOne].map((item) => item.numbers.refIopGuid))
  const free = guids.filter((one) => !bound.has(one))
  const known = await run.ledger.seen(shelf, free)
  const seen = new Set(known.filter((one) => one.version >= since).map((one) => one.id))
  const unread = free.filter((one) => !seen.has(one))
  const empty = await emptyRecords(run, unread)
  // Those that had nothing to show come last, so that they do not stand before the others for ever.
  return [...unread.filter((one) => !empty.has(one)), ...unread.filter((one) => empty.has(one))]
}

/** Settles an item whose service proGres shows, if what it shows cannot all be of other referrals of that service. */
async function bind(run: RunContext, item: LedgerItem, details: readonly ProgresReferral[]): Promise<void> {
  const [only] = details
  if (only === undefined || item.numbers.serviceUniqueId === undefined) return
  const unknown = await rowsWithUnknownSiblings(run, [item.numbers.serviceUniqueId])
  if (unknown.size > 0) return
  const ofService = await run.ledger.byNumber('2.1', 'serviceUniqueId', [item.numbers.serviceUniqueId])
  const others = ofService.filter((one) => one.key !== item.key && maybeSent(one))
  const rivals = others.filter((one) => one.numbers.refIopGuid === undefined)
  // Each was sent once: with as many records as sends all have arrived.
  if (details.length <= rivals.length) return
  const refIopNumber = only.refIopNumber === null ? {} : { refIopNumber: only.refIopNumber }
  // Of several records of one service nobody knows which one was ours; that it arrived is sure.
  const bound = details.length === 1 ? { refIopGuid: only.refIopGuid, ...refIopNumber } : {}
  const changes = { step: 'confirmed', releasedAt: null, numbers: { ...item.numbers, ...bound } } as const
  const work = { item, open: true }
  if (isWithPerson(item)) await run.change(work, changes)
  else await run.settle(work, { state: 'confirmed' }, changes)
}
