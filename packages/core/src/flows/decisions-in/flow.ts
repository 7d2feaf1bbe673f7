/**
 * Flow 2.2: UNHCR's decision on a referral goes to Primero, and proGres learns that it arrived (`flows.md`, 2.2).
 * Discover → read → decide → bind → apply → tell proGres.
 */
import { guid } from '../../domain/ids.ts'
import type { Finding } from '../../ledger/item.ts'
import { isUnsettled } from '../../ledger/item.ts'
import type { ItemPosition, LedgerItem } from '../../ledger/ledger.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import { controlValue } from '../control.ts'
import { configSource } from '../../deployment/config-source.ts'
import { findUnknownOutcomes } from '../referrals-out/unknown-outcomes.ts'
import { fingerprint, maySend } from '../resend.ts'
import { tellProgres, withTransaction, type Telling } from '../tell-progres.ts'
import type { Answer } from './answer.ts'
import { applyDecisions } from './apply.ts'
import { bindToReferrals } from './bind.ts'
import { decide, meaningOf, statusOfVersion, versionOf } from './decide.ts'
import { codeOf, readDecision } from './progres-referral.ts'

const chunk = 200

export async function decisionsIn(run: RunContext): Promise<void> {
  const listed = await discover(run)
  await findUnknownOutcomes(run, listed)
  const control = controlValue(run, 'case_id')
  for await (const items of run.due(chunk)) {
    const answers = items.map((item): Answer => {
      return Object.assign(run.take(item), { detail: null, decision: null, target: null, status: null })
    })
    await run.each(answers, async (answer) => readAnswer(run, answer))
    await run.primero.expect(answers.filter((answer) => answer.open).length)
    const toApply = answers.filter((answer) => answer.open && answer.item.step !== 'delivered')
    await bindToReferrals(run, toApply, control)
    await applyDecisions(run, toApply)
    await confirmSync(run, answers)
  }
}

/** Lists every referral of all statuses; gives the GUIDs listed, for the search after unknown outcomes. */
async function discover(run: RunContext): Promise<readonly string[]> {
  const listed: string[] = []
  let whole = true
  for await (const page of run.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      whole = false
      run.listFailed(page.failure, 'ping')
      break
    }
    const rows = page.value.flatMap((row) => {
      const refIopGuid = guid(row['progres_interoperabilityreferralid'])
      if (refIopGuid === null) {
        whole = false
        run.listFailed({ kind: 'list-incomplete' }, 'ping')
        return []
      }
      listed.push(refIopGuid)
      return [{ refIopGuid, row }]
    })
    await takePage(run, rows)
  }
  if (whole && run.stopped() === null) await withdrawUnlisted(run, new Set(listed))
  return listed
}

/** Records the decided referrals of a page; open and synced ones are no items, and settle what an item was. */
async function takePage(
  run: RunContext,
  rows: readonly { readonly refIopGuid: string; readonly row: PingRow }[],
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
  const items = await run.record(findings)
  await run.each(
    [...items.values()].filter((item) => saysSomethingNew(item, codes.get(item.key) ?? null)).map(open),
    async (work) => run.reopen(work, { state: 'waiting', reason: 'not-yet-tried', nextTry: null }),
  )
  const known = await run.ledger.get('2.2', [...over.keys()])
  await run.each(known.filter((item) => isUnsettled(item) && run.matches(item)).map(open), async (work) => {
    if (over.get(work.item.key) === 'synced') {
      run.take(work.item)
      return run.settle(work, { state: 'confirmed' }, { step: 'confirmed' })
    }
    if (work.item.step === 'delivered') return
    run.take(work.item)
    return run.settle(work, { state: 'withdrawn' })
  })
}

function open(item: LedgerItem): { item: LedgerItem; open: boolean } {
  return { item, open: true }
}

/** A settled decision whose list row shows another code than the one that was carried over. */
function saysSomethingNew(item: LedgerItem, code: string | null): boolean {
  if (item.state !== 'confirmed' && item.state !== 'handled') return false
  return item.version !== null && (code ?? '-') !== statusOfVersion(item.version)
}

async function withdrawUnlisted(run: RunContext, listed: ReadonlySet<string>): Promise<void> {
  let after: ItemPosition | null = null
  for (;;) {
    const items: readonly LedgerItem[] = await run.ledger.unsettled('2.2', after, 500)
    const last = items.at(-1)
    if (last === undefined) return
    after = { foundAt: last.foundAt, key: last.key }
    const gone = items.filter((item) => !listed.has(item.key) && item.sentAt === null && run.matches(item))
    await run.each(gone.map(run.take), async (work) => run.settle(work, { state: 'withdrawn' }))
  }
}

/** Reads the details of a decision and what they say. */
async function readAnswer(run: RunContext, answer: Answer): Promise<void> {
  const refIopGuid = answer.item.key
  const rows: PingRow[] = []
  const purpose = { name: 'read-decision', numbers: answer.item.numbers }
  for await (const page of run.ping.retrieve('decisionDetail', refIopGuid, purpose)) {
    if (!page.ok && page.failure.kind !== 'list-incomplete') return run.fail(answer, page.failure)
    if (!page.ok) return run.settle(answer, { state: 'waiting', reason: 'list-incomplete', nextTry: null })
    rows.push(...page.value)
  }
  if (rows.length === 0) return run.settle(answer, { state: 'attention', reason: 'detail-missing' })
  const detail = readDecision(rows, refIopGuid)
  answer.detail = detail
  await noteDetail(run, answer, detail)
  const verdict = decide(detail, run.deployment.valueMaps)
  if (verdict.kind === 'unclear') {
    return run.settle(answer, { state: 'attention', reason: verdict.reason, about: verdict.about })
  }
  if (verdict.kind === 'synced') return run.settle(answer, { state: 'confirmed' }, { step: 'confirmed' })
  if (verdict.kind === 'open') {
    const delivered = answer.item.step === 'delivered'
    return run.settle(
      answer,
      delivered ? { state: 'attention', reason: 'decision-contradictory' } : { state: 'withdrawn' },
    )
  }
  answer.decision = verdict.decision
  if (answer.item.step === 'confirmed') return run.settle(answer, { state: 'confirmed' })
}

/** Notes numbers and version; a version that was not delivered yet starts anew. */
async function noteDetail(run: RunContext, answer: Answer, detail: NonNullable<Answer['detail']>): Promise<void> {
  const { item } = answer
  const version = versionOf(detail, run.host.keys)
  const numbers = {
    ...item.numbers,
    ...(detail.refIopNumber === null ? {} : { refIopNumber: detail.refIopNumber }),
    ...(detail.caseId === null ? {} : { caseId: detail.caseId }),
    ...(detail.serviceUniqueId === null ? {} : { serviceUniqueId: detail.serviceUniqueId }),
  }
  if (item.version === version) return run.change(answer, { numbers })
  const fresh = version === item.deliveredVersion ? {} : ({ step: 'none', intentAt: null, refusedAt: null } as const)
  await run.change(answer, { numbers, version, ...fresh })
}

/** Tells proGres which decisions stand in Primero, and only those. */
async function confirmSync(run: RunContext, answers: readonly Answer[]): Promise<void> {
  const map = run.deployment.fieldMaps.get('2.2-synced')
  if (map === undefined) throw new Error('Flow 2.2 runs only with its field maps.')
  const tellings: Telling<Answer>[] = []
  await run.each(answers, async (answer) => {
    const { item } = answer
    const sources = {
      progres: { progres_interoperabilityreferralid: item.key },
      decision: { status: answer.decision },
      deployment: configSource(run.deployment),
    }
    const context = { valueMaps: run.deployment.valueMaps, now: item.intentAt ?? run.startedAt }
    const update = { externalId: item.key, fields: mapRecord(map, sources, context).fields }
    const print = fingerprint(run.host.keys, update)
    if (!maySend(item, print, run.host.clock.now())) {
      return run.settle(answer, { state: 'attention', reason: 'ping-rejected', about: item.about })
    }
    if (run.dryRun) return run.settle(answer, { state: 'waiting', reason: 'dry-run', nextTry: null })
    if (print !== item.fingerprint) await run.change(answer, { fingerprint: print })
    tellings.push({ work: answer, item: update })
  })
  await tellProgres(run, 'updateReferral', tellings, {
    taken: async (answer, transactionId) =>
      run.settle(
        answer,
        { state: 'confirmed' },
        { step: 'confirmed', refusedAt: null, ...withTransaction(answer.item, transactionId) },
        ['sync-reported'],
      ),
    refused: async (answer, code) =>
      run.settle(
        answer,
        { state: 'attention', reason: 'ping-rejected', about: code === null ? [] : [code] },
        { refusedAt: run.now() },
      ),
  })
}
