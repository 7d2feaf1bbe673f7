import { caseIdFor } from '../../domain/ids.ts'
import { stop } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { primeroSafeFields } from '../../mapping/primero-safe.ts'
import type { FieldMapName } from '../../mapping/field-map.ts'
import type { MappedRecord } from '../../mapping/map-record.ts'
import type { Written } from '../../primero/client.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { fingerprint, maySend, still } from '../resend.ts'
import { caseFields, destination, rowOf } from './find.ts'
import type { Referral } from './referral.ts'

/** What the way back needs in the row: without them the decision can never return (`hazards.md`, 10). */
const wayBack = [
  'progres_interventionnumber',
  'unhcr_referral_status',
  'service_request_agency',
  'service_referral',
] as const

/** One referral that is to be written now, and where. */
interface Writing {
  readonly referral: Referral
  /** Record id of the case: the child's own, or the one we derive. */
  readonly primeroId: string
  readonly creates: boolean
  /** The case as it was read before, null when there was none. */
  readonly before: PrimeroCase | null
  /** The service row as it is sent. */
  readonly row: Readonly<Record<string, unknown>>
}

/** Remembers, over the chunks of one run, that a write came back whole. */
export interface Proof {
  proven: boolean
}

function safe(run: RunContext, name: FieldMapName, mapped: MappedRecord): Readonly<Record<string, unknown>> {
  const map = run.deployment.fieldMaps.get(name)
  return map === undefined ? mapped.fields : primeroSafeFields(map, mapped.fields)
}

function serviceRow(run: RunContext, referral: Referral): Readonly<Record<string, unknown>> {
  if (referral.mapped === null) throw new Error('A referral is written only after it was mapped.')
  return { ...safe(run, '1.1-service', referral.mapped.service), unique_id: referral.rowId }
}

function newCase(run: RunContext, writing: Writing): Readonly<Record<string, unknown>> {
  const { referral } = writing
  if (referral.mapped === null) throw new Error('A referral is written only after it was mapped.')
  return {
    ...safe(run, '1.1-case', referral.mapped.case),
    id: writing.primeroId,
    module_id: run.deployment.primero.moduleId,
    owned_by: run.deployment.primero.intakeUser,
    services_section: [writing.row],
  }
}

/** The fields of the way back that were sent and are not in the row that stands in the case. */
function droppedFields(sent: Readonly<Record<string, unknown>>, found: PrimeroCase, rowId: string): readonly string[] {
  const row = rowOf(found, rowId, undefined)
  if (row === null) return []
  const kept = row.record.reveal()
  return wayBack.filter((field) => sent[field] !== undefined && (kept[field] ?? null) === null)
}

/** Where the account may not write cases, the row goes by the permission to add services (primero-contract §5.2). */
function action(run: RunContext): 'services_section_from_case' | null {
  return run.mayWriteCases === false ? 'services_section_from_case' : null
}

/**
 * Writes referrals to Primero and reads them back. One at a time per child; the first write of a run goes alone, so
 * that a form that drops a field is found before a second referral falls into it. A referral that came through is
 * left open with step `delivered`.
 */
export async function writeAndReadBack(
  run: RunContext,
  referrals: readonly Referral[],
  found: Map<string, readonly PrimeroCase[]>,
  proof: Proof,
): Promise<void> {
  let rest = referrals.filter((referral) => referral.open)
  while (rest.length > 0) {
    const stopped = run.stopped()
    if (stopped !== null) return run.each(rest, async (referral) => run.fail(referral, stopped))
    const wave = firstOfEachChild(rest, proof.proven ? rest.length : 1)
    const writings = await intend(run, wave, found)
    await writeWave(run, writings)
    await readBackWave(run, writings, found, proof)
    const inWave = new Set(wave)
    rest = rest.filter((referral) => referral.open && !inWave.has(referral))
  }
}

function firstOfEachChild(referrals: readonly Referral[], most: number): readonly Referral[] {
  const children = new Map<string, Referral>()
  for (const referral of referrals) {
    if (children.size >= most && !children.has(referral.individualNumber)) continue
    if (!children.has(referral.individualNumber)) children.set(referral.individualNumber, referral)
  }
  return [...children.values()]
}

/** Chooses where each referral of a wave goes and writes the intents; those already there, or held, need no write. */
async function intend(
  run: RunContext,
  wave: readonly Referral[],
  found: ReadonlyMap<string, readonly PrimeroCase[]>,
): Promise<readonly Writing[]> {
  const writings: Writing[] = []
  await run.each(wave, async (referral) => {
    const { interventionNumber } = referral.item.numbers
    const cases = found.get(referral.individualNumber) ?? []
    const where = destination(cases, { rowId: referral.rowId, interventionNumber }, run.deployment.policies.closedCase)
    if (where.kind === 'held') return run.settle(referral, where.outcome)
    const whole = serviceRow(run, referral)
    const dropped = where.kind === 'there' ? droppedFields(whole, where.found, referral.rowId) : []
    if (where.kind === 'there' && dropped.length === 0) {
      if (isOwnerless(run, referral, where.found)) return run.settle(referral, ownerMissing)
      return delivered(run, referral, where.found)
    }
    if (where.kind !== 'there' && isGone(referral.item)) return run.settle(referral, still(referral.item, 'service-gone'))
    const creates = where.kind === 'new'
    const primeroId = creates ? ownCaseId(run, referral) : where.found.id
    // Of a row that stands there only what the form once dropped is sent: the rest is the caseworker's.
    const row = where.kind === 'there' ? onlyFields(whole, ['unique_id', ...dropped]) : whole
    const before = creates ? null : where.found
    const writing: Writing = { referral, primeroId, creates, before, row }
    const content = creates ? newCase(run, writing) : row
    const print = fingerprint(run.host.keys, content)
    if (!maySend(referral.item, print, run.host.clock.now())) {
      return run.settle(referral, still(referral.item, 'primero-refused'))
    }
    if (run.dryRun) return wouldWrite(run, referral, creates)
    writings.push(writing)
    await run.change(referral, {
      step: 'intended',
      fingerprint: print,
      // The time that the content was mapped with: a repeat says the same.
      intentAt: referral.item.intentAt ?? run.startedAt,
      numbers: { ...referral.item.numbers, primeroId, serviceUniqueId: referral.rowId },
    })
  })
  return writings
}

/** Written once, looked for in vain since, and no person has let it be written again. */
function isGone(item: LedgerItem): boolean {
  return item.lookDue && item.step === 'intended' && item.releasedAt === null
}

const ownerMissing = { state: 'attention', reason: 'owner-missing', about: ['owned_by'] } as const

/** A case of ours that Primero keeps without an owner, because it did not know the intake user. */
function isOwnerless(run: RunContext, referral: Referral, found: PrimeroCase): boolean {
  return found.ownedBy === null && found.id === ownCaseId(run, referral)
}

/** The record id under which this project makes the child's case. */
function ownCaseId(run: RunContext, referral: Referral): string {
  return caseIdFor(run.host.keys, run.deployment.name, referral.individualNumber)
}

function onlyFields(
  row: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field)))
}

async function wouldWrite(run: RunContext, referral: Referral, creates: boolean): Promise<void> {
  if (referral.mapped === null) throw new Error('A referral is written only after it was mapped.')
  const service = { record: '1.1-service', mapped: referral.mapped.service }
  await run.wouldWrite(referral, creates ? [{ record: '1.1-case', mapped: referral.mapped.case }, service] : [service])
}

async function writeWave(run: RunContext, writings: readonly Writing[]): Promise<void> {
  const byReferral = new Map(writings.map((writing) => [writing.referral, writing]))
  await run.each([...byReferral.keys()], async (referral) => {
    const writing = byReferral.get(referral)
    if (writing === undefined) return
    const { numbers } = referral.item
    const written = writing.creates
      ? await run.primero.create(newCase(run, writing), numbers)
      : await run.primero.append(writing.primeroId, writing.row, action(run), numbers)
    const after = written.kind === 'conflict' ? await afterConflict(run, writing) : written
    await afterWrite(run, referral, after)
  })
}

/** 409: the case is there already, by an earlier run of ours. It takes the row unless it is another child's now. */
async function afterConflict(run: RunContext, writing: Writing): Promise<Written> {
  const { referral, primeroId } = writing
  const answer = await run.primero.case(primeroId, { name: 'read-case', numbers: referral.item.numbers })
  if (!answer.ok) return answer.failure
  if (answer.value.kind === 'forbidden') return { kind: 'forbidden' }
  if (answer.value.kind === 'missing') return { kind: 'refused', fields: ['id'] }
  const found = answer.value.value
  if (found.individualNumber?.trim() !== referral.individualNumber) {
    await run.settle(referral, { state: 'attention', reason: 'case-identity-changed' })
    return { kind: 'done' }
  }
  const { interventionNumber } = referral.item.numbers
  const where = destination([found], { rowId: referral.rowId, interventionNumber }, run.deployment.policies.closedCase)
  if (where.kind === 'held') await run.settle(referral, where.outcome)
  if (where.kind !== 'case') return { kind: 'done' }
  return run.primero.append(primeroId, writing.row, action(run), referral.item.numbers)
}

async function afterWrite(run: RunContext, referral: Referral, written: Written): Promise<void> {
  if (!referral.open) return
  if (written.kind === 'done') return
  const notWritten = { step: 'none' } as const
  if (written.kind === 'trouble' || written.kind === 'stop') {
    const arrived = written.kind === 'trouble' && written.mayHaveArrived
    return run.fail(referral, written, arrived ? {} : notWritten)
  }
  if (written.kind === 'forbidden') {
    return run.settle(referral, { state: 'attention', reason: 'primero-forbidden' }, notWritten)
  }
  const about = written.kind === 'refused' ? written.fields : [written.kind]
  const refused = { state: 'attention', reason: 'primero-refused', about } as const
  await run.settle(referral, refused, { ...notWritten, refusedAt: run.now() })
}

/** Reads what a wave wrote; a row that another save erased is written once more (`flows.md`, 1.1). */
async function readBackWave(
  run: RunContext,
  writings: readonly Writing[],
  found: Map<string, readonly PrimeroCase[]>,
  proof: Proof,
): Promise<void> {
  for (const again of [false, true]) {
    const open = writings.filter(({ referral }) => referral.open && referral.item.step === 'intended')
    if (open.length === 0) return
    const ids = open.map(({ primeroId }) => primeroId)
    const reading = await readCases(run.primero, ids, caseFields)
    const lost: Writing[] = []
    await run.each(
      open.map(({ referral }) => referral),
      async (referral) => {
        const writing = open.find((one) => one.referral === referral)
        const id = writing?.primeroId ?? ''
        const failure = reading.failures.get(id)
        if (failure !== undefined) return run.fail(referral, failure)
        if (reading.forbidden.has(id)) return run.settle(referral, { state: 'attention', reason: 'primero-forbidden' })
        const read = reading.found.get(id)?.[0]
        if (read !== undefined) found.set(referral.individualNumber, [read])
        const row = read === undefined ? null : rowOf(read, referral.rowId, undefined)
        if (read !== undefined && row !== null) return verify(run, writing, read, proof)
        if (writing !== undefined && read !== undefined && !again) lost.push(writing)
        else if (read !== undefined && !proof.proven && !showsServices(read)) await fieldMissing(run, referral, ['services_section'])
        else await run.settle(referral, { state: 'attention', reason: 'service-gone' }, { lookDue: true, releasedAt: null })
      },
    )
    await writeWave(run, lost.map((writing) => ({ ...writing, creates: false })))
  }
}

/** Whether the answer holds the services at all: it does not where the account's role lacks their form. */
function showsServices(read: PrimeroCase): boolean {
  return (read.record.reveal()['services_section'] ?? null) !== null
}

/** Configuration: what was dropped here would be dropped everywhere, so nothing more is written. */
async function fieldMissing(run: RunContext, referral: Referral, fields: readonly string[]): Promise<void> {
  run.stop(stop('primero-field-missing', fields))
  await run.settle(referral, { state: 'attention', reason: 'primero-field-missing', about: fields })
}

async function verify(run: RunContext, writing: Writing | undefined, read: PrimeroCase, proof: Proof): Promise<void> {
  if (writing === undefined) return
  const { referral } = writing
  const dropped = droppedFields(writing.row, read, referral.rowId)
  if (dropped.length > 0) return fieldMissing(run, referral, dropped)
  if (isOwnerless(run, referral, read)) {
    run.stop(stop('owner-missing', ['primero.intakeUser']))
    return run.settle(referral, ownerMissing)
  }
  proof.proven = true
  await delivered(run, referral, read, writing)
}

/**
 * Whether our row reopened the case: an entry of ours that was not there before, or, when an earlier run wrote it,
 * one since its intent.
 */
function reopenedByUs(run: RunContext, item: LedgerItem, read: PrimeroCase, before: PrimeroCase | null): boolean {
  const account = run.host.secrets.primeroUsername.reveal()
  const since = (item.intentAt ?? run.startedAt).slice(0, 19)
  const known = new Set(before?.reopened.map((log) => log.at))
  return read.reopened.some(
    ({ at, by }) => by === account && (before === null ? (at ?? '') >= since : !known.has(at)),
  )
}

/** The row stands in the case: noted, with the ids that people search by; what follows is to tell proGres. */
async function delivered(
  run: RunContext,
  referral: Referral,
  read: PrimeroCase,
  writing: Writing | null = null,
): Promise<void> {
  const { item } = referral
  referral.target = read
  if (run.dryRun) return
  const reopened = reopenedByUs(run, item, read, writing?.before ?? null)
  const numbers = {
    ...item.numbers,
    primeroId: read.id,
    serviceUniqueId: referral.rowId,
    ...(read.caseId === null ? {} : { caseId: read.caseId }),
    ...(read.caseIdDisplay === null ? {} : { caseIdDisplay: read.caseIdDisplay }),
  }
  if (reopened) run.host.log({ event: 'case-reopened', flow: run.flow, numbers })
  await run.change(
    referral,
    {
      step: 'delivered',
      numbers,
      sentAt: item.sentAt ?? run.now(),
      lookDue: writing !== null,
      releasedAt: null,
      refusedAt: null,
      intentAt: item.intentAt ?? run.startedAt,
    },
    [
      ...(writing === null ? [] : [writing.creates ? ('case-created' as const) : ('service-appended' as const)]),
      ...(reopened ? ['case-reopened' as const] : []),
    ],
  )
}
