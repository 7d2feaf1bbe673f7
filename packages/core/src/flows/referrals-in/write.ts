import { mayBeUnderWay, stop } from '../../http/failure.ts'
import type { Written } from '../../primero/client.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { deliver } from './deliver.ts'
import { caseFields, destination, rowOf } from './find.ts'
import { intend, isOwnerless, ownerMissing, type Writing } from './intend.ts'
import { droppedFields, newCase } from './records.ts'
import type { Referral } from './referral.ts'

/** Remembers, over the chunks of one run, that a write came back whole. */
export interface Proof {
  proven: boolean
}

/**
 * Writes referrals to Primero and reads them back. One at a time per child; the first write of a run goes alone, so
 * that a form that drops a field is found before a second referral falls into it. A referral that came through is
 * left open with step `delivered`; gives those that are late, or behind a late one of their child, which go on by `again`.
 */
export async function writeAndReadBack(
  run: RunContext,
  referrals: readonly Referral[],
  found: Map<string, readonly PrimeroCase[]>,
  proof: Proof,
  again: (late: readonly Referral[]) => Promise<void>,
): Promise<ReadonlySet<Referral>> {
  const late = new Set<Referral>()
  const course: Course = { found, proof, late, again }
  let rest = referrals.filter((referral) => referral.open)
  while (rest.length > 0) {
    const behind = rest.filter((referral) => run.isLate(referral.individualNumber))
    if (behind.length > 0) run.afterLate(async () => again(behind))
    for (const referral of behind) late.add(referral)
    rest = rest.filter((referral) => !late.has(referral))
    const stopped = run.stopped()
    if (stopped !== null) {
      await run.each(rest, async (referral) => run.fail(referral, stopped))
      break
    }
    const wave = new Set(firstOfEachChild(rest, proof.proven ? rest.length : 1))
    await writeWave(run, await intend(run, [...wave], found), course, 'first')
    rest = rest.filter((referral) => referral.open && !wave.has(referral))
  }
  return late
}

/** What the waves of some referrals share. */
interface Course {
  /** Cases by individual number. */
  readonly found: Map<string, readonly PrimeroCase[]>
  readonly proof: Proof
  readonly late: Set<Referral>
  readonly again: (late: readonly Referral[]) => Promise<void>
}

function firstOfEachChild(referrals: readonly Referral[], most: number): readonly Referral[] {
  const children = new Map<string, Referral>()
  for (const referral of referrals) {
    if (children.size >= most) break
    if (!children.has(referral.individualNumber)) children.set(referral.individualNumber, referral)
  }
  return [...children.values()]
}

async function eachWriting(
  run: RunContext,
  writings: readonly Writing[],
  act: (writing: Writing) => Promise<void>,
): Promise<void> {
  const byReferral = new Map(writings.map((writing) => [writing.referral, writing]))
  await run.each([...byReferral.keys()], async (referral) => {
    const writing = byReferral.get(referral)
    if (writing !== undefined) await act(writing)
  })
}

/** Writes side by side, and reads back in sets what was written, without waiting for those that are late. */
async function writeWave(
  run: RunContext,
  writings: readonly Writing[],
  course: Course,
  time: 'first' | 'second',
): Promise<void> {
  const write = async (one: Writing): Promise<void> => eachWriting(run, [one], async () => writeOne(run, one))
  const written = await run.abreast(writings, write, {
    keys: ({ referral }) => [referral.individualNumber],
    again: async ({ referral }) => course.again([referral]),
  })
  for (const one of writings) if (!written.includes(one)) course.late.add(one.referral)
  await readBackWave(run, written, course, time)
}

async function writeOne(run: RunContext, writing: Writing): Promise<void> {
  const { referral, primeroId, row } = writing
  const { numbers } = referral.item
  const written = writing.creates
    ? await run.primero.create(newCase(run, referral, primeroId, row), numbers)
    : await append(run, writing)
  const known = written.kind === 'conflict' ? await afterConflict(run, writing) : written
  if (known.kind === 'trouble' && mayBeUnderWay(known)) run.unanswered.set(primeroId, known)
  await afterWrite(run, referral, known)
}

/** Where the account may not write cases, the row goes by the permission to add services (primero-contract §5.2). */
async function append(run: RunContext, { referral, primeroId, row }: Writing): Promise<Written> {
  const action = run.mayWriteCases === false ? 'services_section_from_case' : null
  return run.primero.append(primeroId, row, action, referral.item.numbers)
}

/** 409: the case is there already, by an earlier run of ours. It takes the row unless it is another child's now. */
async function afterConflict(run: RunContext, writing: Writing): Promise<Written> {
  const { referral, primeroId } = writing
  const { numbers } = referral.item
  const answer = await run.primero.case(primeroId, { name: 'read-case', numbers })
  if (!answer.ok) return answer.failure
  if (answer.value.kind === 'forbidden') return { kind: 'forbidden' }
  if (answer.value.kind === 'missing') return { kind: 'refused', fields: ['id'] }
  const found = answer.value.value
  if (found.individualNumber !== referral.individualNumber) {
    await run.settle(referral, { state: 'attention', reason: 'case-identity-changed' })
    return { kind: 'done' }
  }
  const known = { rowId: referral.rowId, interventionNumber: numbers.interventionNumber }
  const where = destination([found], known, run.deployment.policies.closedCase)
  if (where.kind === 'held') await run.settle(referral, where.outcome)
  return where.kind === 'case' ? append(run, writing) : { kind: 'done' }
}

async function afterWrite(run: RunContext, referral: Referral, written: Written): Promise<void> {
  if (!referral.open || written.kind === 'done') return
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
  course: Course,
  time: 'first' | 'second',
): Promise<void> {
  const open = writings.filter(({ referral }) => referral.open && referral.item.step === 'intended')
  if (open.length === 0) return
  const { found, proof } = course
  const ids = open.map(({ primeroId }) => primeroId)
  const reading = await readCases(run.primero, ids, caseFields)
  const lost: Writing[] = []
  await eachWriting(run, open, async (writing) => {
    const { referral, primeroId } = writing
    const failure = reading.failures.get(primeroId)
    if (failure !== undefined) return run.fail(referral, failure)
    if (reading.forbidden.has(primeroId)) {
      return run.settle(referral, { state: 'attention', reason: 'primero-forbidden' })
    }
    const read = reading.found.get(primeroId)?.[0]
    if (read === undefined) return gone(run, referral)
    const others = (found.get(referral.individualNumber) ?? []).filter(({ id }) => id !== read.id)
    found.set(referral.individualNumber, [...others, read])
    if (rowOf(read, referral.rowId, undefined) !== null) return verify(run, writing, read, proof)
    if (time === 'first') lost.push(writing)
    else if (proof.proven || showsServices(read)) await gone(run, referral)
    else await fieldMissing(run, referral, ['services_section'])
  })
  const rewritten = lost.map((writing) => ({ ...writing, creates: false }))
  if (lost.length > 0) await writeWave(run, rewritten, course, 'second')
}

/** Not there though it was written. `lookDue` remembers it, whatever reasons come in between. */
async function gone(run: RunContext, referral: Referral): Promise<void> {
  const outcome = { state: 'attention', reason: 'service-gone' } as const
  await run.settle(referral, outcome, { lookDue: true, releasedAt: null })
}

/** Whether the answer holds services at all: it does not where the account's role lacks their form. */
function showsServices(read: PrimeroCase): boolean {
  return (read.record.reveal()['services_section'] ?? null) !== null
}

/** Configuration: what was dropped here would be dropped everywhere, so nothing more is written. */
async function fieldMissing(run: RunContext, referral: Referral, fields: readonly string[]): Promise<void> {
  run.stop(stop('primero-field-missing', fields))
  await run.settle(referral, { state: 'attention', reason: 'primero-field-missing', about: fields })
}

async function verify(run: RunContext, writing: Writing, read: PrimeroCase, proof: Proof): Promise<void> {
  const { referral } = writing
  const dropped = droppedFields(writing.row, read, referral.rowId)
  if (dropped.length > 0) return fieldMissing(run, referral, dropped)
  if (isOwnerless(run, referral, read)) {
    run.stop(stop('owner-missing', ['primero.intakeUser']))
    return run.settle(referral, ownerMissing)
  }
  proof.proven = true
  await deliver(run, referral, read, writing)
}
