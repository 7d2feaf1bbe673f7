import type { ItemNumbers, LedgerItem } from '../../ledger/ledger.ts'
import { unreadableRow, type PingRow } from '../../ping/envelope.ts'
import { unreadable, unreadableRecord, type Failure } from '../../http/failure.ts'
import type { ListIncomplete } from '../../ping/client.ts'
import type { RunContext } from '../context.ts'
import type { Answer } from './answer.ts'
import { decide, versionFor } from './decide.ts'
import { readDecision, type ProgresReferral } from './progres-referral.ts'

/** The details of a decision (SHP-2796), that there are none, or why nobody knows. */
type Detail =
  | { readonly kind: 'read'; readonly detail: ProgresReferral }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: Failure | ListIncomplete }

/** Reads all pages of a decision's details. Rows of nothing but other referrals answer somebody else's question. */
export async function readDetail(run: RunContext, item: LedgerItem): Promise<Detail> {
  const rows: PingRow[] = []
  const purpose = { name: 'read-decision', numbers: item.numbers }
  for await (const page of run.ping.retrieve('decisionDetail', item.key, purpose)) {
    if (!page.ok) return { kind: 'failed', failure: page.failure }
    if (page.value.includes(unreadableRow)) return { kind: 'failed', failure: unreadableRecord('ping') }
    rows.push(...page.value)
  }
  const detail = readDecision(rows, item.key)
  if (detail === null && rows.length > 0) return { kind: 'failed', failure: unreadable('ping') }
  return detail === null ? { kind: 'missing' } : { kind: 'read', detail }
}

/** Reads the details of a decision and what they say; a decision that is none settles its item. */
export async function readAnswer(run: RunContext, answer: Answer): Promise<void> {
  const read: Detail =
    answer.detail === null ? await readDetail(run, answer.item) : { kind: 'read', detail: answer.detail }
  if (read.kind === 'failed') {
    if (read.failure.kind !== 'list-incomplete') return run.fail(answer, read.failure)
    return run.settle(answer, { state: 'waiting', reason: 'list-incomplete', nextTry: null })
  }
  if (read.kind === 'missing') return run.settle(answer, { state: 'attention', reason: 'detail-missing' })
  const { detail } = read
  answer.detail = detail
  const verdict = decide(detail, run.deployment.valueMaps)
  if (verdict.kind === 'synced') return run.settle(answer, { state: 'confirmed' }, { step: 'confirmed' })
  if (verdict.kind === 'open') return takenBack(run, answer)
  if (verdict.kind === 'unclear') {
    const noted = {
      numbers: numbersOf(answer.item, detail),
      version: versionFor(answer.item, detail, run.host.keys),
      decision: null,
    }
    return run.settle(answer, { state: 'attention', reason: verdict.reason, about: verdict.about }, noted)
  }
  answer.decision = verdict.decision
  await noteDecision(run, answer, detail)
  if (answer.item.step === 'confirmed') return run.settle(answer, { state: 'confirmed' })
}

/** A decision that proGres shows as open again: gone, unless Primero has it or may have it. */
async function takenBack(run: RunContext, answer: Answer): Promise<void> {
  const { step, numbers } = answer.item
  const contradictory = { state: 'attention', reason: 'decision-contradictory' } as const
  if (step === 'confirmed') return run.settle(answer, { state: 'confirmed' })
  if (step === 'delivered') return run.settle(answer, contradictory)
  const { primeroId, referralId } = numbers
  if (step === 'intended' && primeroId !== undefined && referralId !== undefined) {
    const read = await run.primero.referrals(primeroId, { name: 'list-referrals', numbers })
    if (!read.ok) return run.fail(answer, read.failure)
    const all = read.value.kind === 'found' ? read.value.value : []
    if (all.find((referral) => referral.id === referralId)?.status !== 'in_progress') {
      return run.settle(answer, contradictory)
    }
  }
  return run.settle(answer, { state: 'withdrawn' }, { step: 'none' })
}

function numbersOf({ numbers }: LedgerItem, detail: ProgresReferral): ItemNumbers {
  return {
    ...numbers,
    ...(detail.refIopNumber === null ? {} : { refIopNumber: detail.refIopNumber }),
    ...(detail.caseId === null ? {} : { caseId: detail.caseId }),
    ...(detail.serviceUniqueId === null ? {} : { serviceUniqueId: detail.serviceUniqueId }),
  }
}

/** Notes numbers and version; a version that was not delivered yet starts anew. */
async function noteDecision(run: RunContext, answer: Answer, detail: ProgresReferral): Promise<void> {
  const { item } = answer
  const version = versionFor(item, detail, run.host.keys)
  const numbers = numbersOf(item, detail)
  const known = version === item.version || version === item.deliveredVersion
  await run.change(answer, {
    numbers,
    version,
    decision: answer.decision,
    ...(known ? {} : ({ step: 'none', intentAt: null, refusedAt: null } as const)),
  })
}
