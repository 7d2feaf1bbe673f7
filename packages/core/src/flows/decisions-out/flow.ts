/**
 * Flow 1.2: a caseworker's decision on an intervention goes to proGres (`flows.md`, 1.2).
 * Discover → plan → tell proGres; then what earlier runs left, read again.
 */
import type { LedgerItem } from '../../ledger/ledger.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import { askedFields } from '../asked-fields.ts'
import { eachChangedPage } from '../changed-cases.ts'
import type { RunContext, Work } from '../context.ts'
import { configSource } from '../../deployment/config-source.ts'
import { heldBack } from '../held.ts'
import { fingerprint, maySend } from '../resend.ts'
import { tellProgres, withTransaction, type Telling } from '../tell-progres.ts'
import { statedDecisions, type StatedDecision } from './stated.ts'

const always = ['case_id', 'case_id_display', 'owned_by', 'unhcr_individual_no', 'services_section']
const chunk = 200

/** What proGres calls a caseworker's decision (ping-contract §5.1). */
const transferStatus = { accepted: '125080003', rejected: '125080004' } as const
const words = { accepted: 'acknowledged', rejected: 'rejected' } as const

interface Decided extends Work {
  readonly stated: StatedDecision
  /** Two rows state different decisions on one intervention. */
  readonly contradicted: boolean
}

export async function decisionsOut(run: RunContext): Promise<void> {
  const fields = askedFields(run.deployment, ['1.2-decision'], always)
  await eachChangedPage(run, fields, async (cases) => {
    await settleStated(run, cases, null)
    return new Set()
  })
  for await (const items of run.due(chunk)) await settleLeftOver(run, items, fields)
}

/** Records what the cases state and settles it; with `asked`, only these items. */
async function settleStated(
  run: RunContext,
  cases: readonly PrimeroCase[],
  asked: ReadonlySet<string> | null,
): Promise<void> {
  const { deployment, host } = run
  const all = cases.flatMap((found) => statedDecisions(found, deployment, host.keys))
  const stated = all.filter(({ finding }) => asked === null || asked.has(finding.key))
  const items = await run.record(stated.map(({ finding }) => finding))
  const works: Decided[] = []
  const now = run.now()
  for (const one of stated) {
    const item = items.get(one.finding.key)
    if (item === undefined || run.taken(item) || !run.isReady(item, now)) continue
    const contradicted = stated.some(
      ({ finding }) => finding.key === one.finding.key && finding.version !== one.finding.version,
    )
    works.push(Object.assign(run.take(item), { stated: one, contradicted }))
  }
  const tellings: Telling<Decided>[] = []
  await run.each(works, async (work) => plan(run, work, tellings))
  await tellProgres(run, 'updateTransfer', tellings, {
    taken: async (work, transactionId) =>
      run.settle(
        work,
        { state: 'confirmed' },
        {
          step: 'confirmed',
          deliveredVersion: work.item.version,
          refusedAt: null,
          sentAt: run.now(),
          ...withTransaction(work.item, transactionId),
        },
        ['decision-sent'],
      ),
    refused: async (work, code) =>
      run.settle(
        work,
        { state: 'attention', reason: 'ping-rejected', about: code === null ? [] : [code] },
        { refusedAt: run.now() },
      ),
  })
}

/** Holds a decision back, or puts it among what proGres is to be told. */
async function plan(run: RunContext, work: Decided, tellings: Telling<Decided>[]): Promise<void> {
  const { stated, item } = work
  const { decision, address, row } = stated
  if (work.contradicted) return run.settle(work, { state: 'attention', reason: 'decision-contradictory' })
  if (decision === 'unlisted') {
    const about = [(row.decision ?? '').slice(0, 40)]
    return run.settle(work, { state: 'attention', reason: 'decision-code-unknown', about })
  }
  if (address === null) return run.settle(work, { state: 'attention', reason: 'return-address-missing' })
  if (item.deliveredVersion === item.version) return run.settle(work, { state: 'confirmed' })
  const map = run.deployment.fieldMaps.get('1.2-decision')
  if (map === undefined) throw new Error('Flow 1.2 runs only with its field map.')
  const comment = decisionComment(stated, decision)
  const sources = {
    progres: {
      progres_lpinterventionid: address.interventionGuid,
      progres_businessunit: address.businessUnit,
      progres_interventionnumber: address.interventionNumber,
    },
    case: stated.case.record.reveal(),
    service: row.record.reveal(),
    decision: { status: transferStatus[decision], comment },
    deployment: configSource(run.deployment),
  }
  const context = { valueMaps: run.deployment.valueMaps, now: item.intentAt ?? run.startedAt }
  const mapped = mapRecord(map, sources, context)
  run.warn(mapped)
  const held = heldBack([mapped])
  if (held !== null) return run.settle(work, held)
  const { 'Attachments.Comment': attached, ...sent } = mapped.fields
  const externalId = stated.case.caseId ?? address.interventionGuid
  const update = { externalId, fields: sent, ...(typeof attached === 'string' ? { comment: attached } : {}) }
  const print = fingerprint(run.host.keys, update)
  if (!maySend(item, print, run.host.clock.now())) {
    return run.settle(work, { state: 'attention', reason: 'ping-rejected', about: item.about })
  }
  if (run.dryRun) return run.wouldWrite(work, [{ record: '1.2-decision', mapped }])
  await run.change(work, { step: 'intended', fingerprint: print, intentAt: item.intentAt ?? run.startedAt })
  tellings.push({ work, item: update })
}

/** What UNHCR reads beside the decision. */
function decisionComment(stated: StatedDecision, decision: keyof typeof words): string {
  const reason = decision === 'rejected' ? (stated.row.decisionReason?.reveal().trim() ?? '') : ''
  return `Referral ${words[decision]} by PRIMERO${reason === '' ? '' : `: ${reason}`}`
}

/** Items that the list of changes no longer shows: their cases are read again. */
async function settleLeftOver(run: RunContext, items: readonly LedgerItem[], fields: string): Promise<void> {
  const ids = items.flatMap((item) => item.numbers.primeroId ?? [])
  await run.primero.expect(Math.ceil(ids.length / 20))
  const reading = await readCases(run.primero, ids, fields)
  const cases = [...reading.found.values()].flat()
  await settleStated(run, cases, new Set(items.map((item) => item.key)))
  const left = items.filter((item) => !run.taken(item)).map(run.take)
  await run.each(left, async (work) => {
    const { primeroId = '' } = work.item.numbers
    const failure = reading.failures.get(primeroId)
    if (failure !== undefined) return run.fail(work, failure)
    if (reading.forbidden.has(primeroId)) {
      return run.settle(work, { state: 'attention', reason: 'primero-forbidden' })
    }
    // The case, the row or the decision is no longer there: its source took it back.
    return run.settle(work, { state: 'withdrawn' })
  })
}
