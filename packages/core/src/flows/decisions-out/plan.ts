import { configSource } from '../../deployment/config-source.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import type { RunContext, Work } from '../context.ts'
import { heldBack } from '../held.ts'
import { maySend, printFor, still } from '../resend.ts'
import type { Telling } from '../tell-progres.ts'
import { isAlreadyTold } from './already-told.ts'
import type { StatedDecision } from './stated.ts'

/** A decision on its way to proGres. */
export interface Decided extends Work {
  readonly stated: StatedDecision
  /** Record ids of the cases that contradict each other on this intervention; usually none. */
  readonly contradicting: readonly string[]
}

/** What proGres calls a caseworker's decision (ping-contract §5.1). */
const transferStatus = { accepted: '125080003', rejected: '125080004' } as const
const words = { accepted: 'acknowledged', rejected: 'rejected' } as const

/** Holds a decision back, or puts it among what proGres is to be told, its intent written. */
export async function plan(
  run: RunContext,
  work: Decided,
  tellings: Telling<Decided>[],
  doubtUntil: string | null,
): Promise<void> {
  const { stated, item, contradicting } = work
  const { decision, address, row } = stated
  if (contradicting.length > 0) {
    return run.settle(work, { state: 'attention', reason: 'decision-contradictory', about: contradicting })
  }
  // Where it is stated now, though it was stated elsewhere before: there it is read again.
  await run.change(work, { numbers: { ...item.numbers, ...stated.finding.numbers } })
  if (decision === 'unlisted') {
    return run.settle(work, {
      state: 'attention',
      reason: 'decision-code-unknown',
      about: optionId(row.decision),
    })
  }
  if (address === null) return run.settle(work, { state: 'attention', reason: 'return-address-missing' })
  if (item.deliveredVersion === item.version) return run.settle(work, { state: 'confirmed' })
  const map = run.deployment.fieldMaps.get('1.2-decision')
  if (map === undefined) throw new Error('Flow 1.2 runs only with its field map.')
  const sources = {
    progres: {
      progres_lpinterventionid: address.interventionGuid,
      progres_businessunit: address.businessUnit,
      progres_interventionnumber: address.interventionNumber,
    },
    case: stated.case.record.reveal(),
    service: row.record.reveal(),
    decision: { status: transferStatus[decision], comment: decisionComment(stated, decision) },
    deployment: configSource(run.deployment),
  }
  const intentAt = item.intentAt ?? run.startedAt
  const mapped = mapRecord(map, sources, {
    valueMaps: run.deployment.valueMaps,
    timezone: run.deployment.timezone,
    now: intentAt,
  })
  run.warn(mapped)
  const held = heldBack([mapped])
  if (held !== null) return run.settle(work, held)
  const { 'Attachments.Comment': attached, ...fields } = mapped.fields
  const externalId = stated.case.caseId ?? address.interventionGuid
  const update = { externalId, fields, ...(typeof attached === 'string' ? { comment: attached } : {}) }
  const print = printFor(run.host.keys, item, update)
  if (!maySend(item, print, run.host.clock.now())) {
    return run.settle(work, still(item, 'ping-rejected'))
  }
  if (run.dryRun) return run.wouldWrite(work, [{ record: '1.2-decision', mapped }])
  const told = await isAlreadyTold(run, item, transferStatus[decision], doubtUntil)
  if (!told.ok) return run.fail(work, told.failure)
  if (told.value) {
    const delivered = { step: 'confirmed', deliveredVersion: item.version, sentAt: run.now() } as const
    return run.settle(work, { state: 'confirmed' }, delivered, ['decision-sent'])
  }
  // From here on nobody knows which decision proGres shows, until it has taken this one.
  await run.change(work, { step: 'intended', fingerprint: print, intentAt, deliveredVersion: null })
  tellings.push({ work, item: update })
}

/** What UNHCR reads beside the decision. */
function decisionComment(stated: StatedDecision, decision: keyof typeof words): string {
  const reason = decision === 'rejected' ? (stated.row.decisionReason?.reveal().trim() ?? '') : ''
  return `Referral ${words[decision]} by PRIMERO${reason === '' ? '' : `: ${reason}`}`
}

/** The id of an option, where it looks like one: an older Primero stores any text in its place. */
function optionId(code: string | null): readonly string[] {
  return code !== null && /^[a-z0-9_]{1,40}$/.test(code.trim()) ? [code.trim()] : []
}
