import { guid } from '../../domain/ids.ts'
import type { LedgerItem, ItemPosition } from '../../ledger/ledger.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import { readDecision, type ProgresReferral } from '../decisions-in/progres-referral.ts'

/** Details read in one run to find what was sent without an answer (`flows.md`, 2.1). */
const mostDetails = 200
const shelf = 'details of unbound referrals'

/** Items whose sending ended without a word, over the whole ledger. */
async function unknownItems(run: RunContext): Promise<readonly LedgerItem[]> {
  const found: LedgerItem[] = []
  let after: ItemPosition | null = null
  for (;;) {
    const items: readonly LedgerItem[] = await run.ledger.unsettled('2.1', after, 500)
    const last = items.at(-1)
    if (last === undefined) return found
    after = { foundAt: last.foundAt, key: last.key }
    for (const item of items) {
      if (item.reason === 'outcome-unknown' || item.reason === 'transaction-missing') found.push(item)
    }
  }
}

/**
 * Looks in proGres for referrals whose sending ended without a word: the details of listed referrals that belong to
 * no ledger row are read, each once. Our service id in one of them settles the item; not finding it proves nothing.
 * `listed` = the list where the caller has read it (flow 2.2); null = read it here, if there is anything to look for.
 */
export async function findUnknownOutcomes(run: RunContext, listed: readonly string[] | null): Promise<void> {
  const unknown = await unknownItems(run)
  if (unknown.length === 0 || run.stopped() !== null || run.dryRun) return
  const guids = listed ?? (await listGuids(run))
  const unbound = await unboundOf(run, guids)
  const toRead = unbound.slice(0, mostDetails)
  await Promise.all(
    toRead.map(async (refIopGuid) => {
      const detail = await readDetail(run, refIopGuid)
      if (detail === null) return
      await bind(run, unknown, detail)
      await run.ledger.saveSeen(shelf, [{ id: refIopGuid, version: run.startedAt }])
    }),
  )
}

async function listGuids(run: RunContext): Promise<readonly string[]> {
  const guids: string[] = []
  for await (const page of run.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      run.listFailed(page.failure, 'ping')
      break
    }
    guids.push(...page.value.flatMap((row) => guid(row['progres_interoperabilityreferralid']) ?? []))
  }
  return guids
}

/** Referrals that no row of the ledger names, and whose details no run has read. */
async function unboundOf(run: RunContext, guids: readonly string[]): Promise<readonly string[]> {
  const inTwo = await run.ledger.byNumber('2.2', 'refIopGuid', guids)
  const inOne = await run.ledger.byNumber('2.1', 'refIopGuid', guids)
  const bound = new Set([...inTwo, ...inOne].map((item) => item.numbers.refIopGuid))
  const free = guids.filter((one) => !bound.has(one))
  const seen = new Set((await run.ledger.seen(shelf, free)).map((one) => one.id))
  return free.filter((one) => !seen.has(one))
}

async function readDetail(run: RunContext, refIopGuid: string): Promise<ProgresReferral | null> {
  const rows: PingRow[] = []
  const purpose = { name: 'read-decision', numbers: { refIopGuid } }
  for await (const page of run.ping.retrieve('decisionDetail', refIopGuid, purpose)) {
    if (!page.ok) return null
    rows.push(...page.value)
  }
  return readDecision(rows, refIopGuid)
}

/** Settles the item a detail belongs to: its service id, and its case where the detail names one. */
async function bind(run: RunContext, unknown: readonly LedgerItem[], detail: ProgresReferral): Promise<void> {
  const matches = unknown.filter(
    (item) =>
      detail.serviceUniqueId !== null &&
      item.numbers.serviceUniqueId?.endsWith(detail.serviceUniqueId) === true &&
      (detail.caseId === null || item.numbers.caseId?.toLowerCase() === detail.caseId.toLowerCase()),
  )
  const [only] = matches
  if (only === undefined || matches.length > 1) return
  const refIopGuid = { refIopGuid: detail.refIopGuid }
  const refIopNumber = detail.refIopNumber === null ? {} : { refIopNumber: detail.refIopNumber }
  const numbers = { ...only.numbers, ...refIopGuid, ...refIopNumber }
  await run.settle({ item: only, open: true }, { state: 'confirmed' }, { step: 'confirmed', numbers })
}
