import { guid } from '../../domain/ids.ts'
import { isUnsettled, type Finding } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { RunContext, Work } from '../context.ts'
import { shownInList, type ShownRecord } from '../referrals-out/records-in-progres.ts'
import { forgetLoss, unlistedItems } from '../unlisted.ts'
import { meaningOf, statusOfVersion, versionFor } from './decide.ts'
import { codeOf, type ProgresReferral } from './progres-referral.ts'
import { readDetail } from './read.ts'

/** What the list of interoperability referrals showed. */
export interface Discovered {
  /** GUIDs of all referrals listed, for the search after unknown outcomes. */
  readonly listed: readonly string[]
  /** Details read on the way, by GUID; nothing is asked twice in a run. */
  readonly details: ReadonlyMap<string, ProgresReferral>
  /** What the list says of the services of its referrals, where it does; none of a list that was not whole. */
  readonly shown: readonly ShownRecord[]
}

/** Lists every referral of all statuses (SHP-2795) and records what is decided. */
export async function discover(run: RunContext): Promise<Discovered> {
  const listed: string[] = []
  const details = new Map<string, ProgresReferral>()
  const shown: ShownRecord[] = []
  let whole = true
  for await (const page of run.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      whole = false
      run.listFailed(page.failure, 'ping')
      break
    }
    const rows = page.value.flatMap((row) => {
      const refIopGuid = guid(row['progres_interoperabilityreferralid'])
      return refIopGuid === null ? [] : [{ refIopGuid, row }]
    })
    // It may be the row of any item.
    if (rows.length < page.value.length) whole = false
    run.rowsUnreadable(page.value.length - rows.length, 'ping')
    listed.push(...rows.map(({ refIopGuid }) => refIopGuid))
    shown.push(...rows.flatMap(({ refIopGuid, row }) => shownInList(run, refIopGuid, row) ?? []))
    await takePage(run, rows, details)
  }
  if (whole && run.stopped() === null) await withdrawUnlisted(run, new Set(listed))
  else await forgetLoss(run)
  return { listed, details, shown: whole ? shown : [] }
}

/** Records the decided referrals of a page; open and synced ones are no items, and settle what an item was. */
async function takePage(
  run: RunContext,
  rows: readonly { readonly refIopGuid: string; readonly row: PingRow }[],
  details: Map<string, ProgresReferral>,
): Promise<void> {
  const findings: Finding[] = []
  const codes = new Map<string, string | null>()
  const over = new Map<string, 'open' | 'synced'>()
  for (const { refIopGuid, row } of rows) {
    const code = codeOf(row, 'progres_interoperabilityreferralstatus')
    const means = meaningOf(run.deployment.valueMaps, 'referral-status', code)
    if (means === 'open' || means === 'synced') {
      over.set(refIopGuid, means)
      continue
    }
    codes.set(refIopGuid, code)
    findings.push({ flow: '2.2', key: refIopGuid, version: null, individual: null, numbers: { refIopGuid } })
  }
  const items = [...(await run.record(findings)).values()].filter(run.matches)
  const look = async (work: Work): Promise<void> => {
    const read = await readDetail(run, work.item)
    if (read.kind !== 'read' || versionFor(work.item, read.detail, run.host.keys) === work.item.version)
      return
    details.set(work.item.key, read.detail)
    await decideAnew(run, work)
  }
  await run.abreast(items.filter((item) => item.state === 'confirmed').map(open), async (work) =>
    run.each([work], look),
  )
  await run.each(
    items.filter((item) => showsAnotherCode(item, codes.get(item.key) ?? null)).map(open),
    async (work) => decideAnew(run, work),
  )
  const known = await run.ledger.get('2.2', [...over.keys()])
  await run.each(known.filter((item) => isUnsettled(item) && run.matches(item)).map(open), async (work) => {
    if (over.get(work.item.key) === 'synced')
      return run.settle(work, { state: 'confirmed' }, { step: 'confirmed' })
    // What may have reached Primero is looked at with its details.
    if (work.item.step === 'none') return run.settle(work, { state: 'withdrawn' })
  })
}

function open(item: LedgerItem): Work {
  return { item, open: true }
}

async function decideAnew(run: RunContext, work: Work): Promise<void> {
  await run.reopen(work, { state: 'waiting', reason: 'not-yet-tried', nextTry: null })
}

/** What a person has settled is left alone until its row shows another code than the one they settled. */
function showsAnotherCode(item: LedgerItem, code: string | null): boolean {
  return item.state === 'handled' && item.version !== null && (code ?? '-') !== statusOfVersion(item.version)
}

/** What no page shows any more is withdrawn, unless it was written to Primero or may have been. */
async function withdrawUnlisted(run: RunContext, listed: ReadonlySet<string>): Promise<void> {
  const isListed = ({ key }: LedgerItem): boolean => listed.has(key)
  for await (const gone of unlistedItems(run, {
    isPending: neverDelivered,
    isListed,
    wasListed: () => true,
  })) {
    await run.each(gone.map(run.take), async (work) => run.settle(work, { state: 'withdrawn' }))
  }
}

function neverDelivered(item: LedgerItem): boolean {
  return item.sentAt === null && item.step !== 'intended'
}
