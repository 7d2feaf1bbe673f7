import { mayBeUnderWay, stop, unreadable } from '../../http/failure.ts'
import type { Written } from '../../primero/client.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { readCases } from '../../primero/sets.ts'
import type { RunContext } from '../context.ts'
import { deliver } from './deliver.ts'
import { rowOf } from './find.ts'
import { hold, identityDiffers, othersFields } from './identity.ts'
import { intend, isOwnerless, ownerMissing, whereTo, type Writing } from './intend.ts'
import { fieldsLeftOut, isNumberless, lackingFields, numberField, readBackFields } from './own-case.ts'
import { droppedFields, newCase, onlyFields, serviceRow } from './records.ts'
import type { Referral } from './referral.ts'

/** Remembers, over the chunks of one run, that a row came back whole, and the record of a new case. */
export interface Proof {
  row: boolean
  record: boolean
}

/**
 * Writes referrals to Primero and reads them back. One at a time per child; the first write of a run goes alone, and the
 * first new case as the only one, so that a form that drops a field is found before a second referral falls into it. A referral that came through is
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
    const wave = new Set(firstOfEachChild(rest, found, proof))
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

function firstOfEachChild(
  referrals: readonly Referral[],
  found: ReadonlyMap<string, readonly PrimeroCase[]>,
  proof: Proof,
): readonly Referral[] {
  const children = new Map<string, Referral>()
  for (const referral of referrals)
    if (!children.has(referral.individualNumber)) children.set(referral.individualNumber, referral)
  const first = [...children.values()]
  if (!proof.row) return first.slice(0, 1)
  const isNew = ({ individualNumber }: Referral): boolean => (found.get(individualNumber) ?? []).length === 0
  const firstNew = first.find(isNew)
  return proof.record ? first : first.filter((referral) => referral === firstNew || !isNew(referral))
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
  const { referral, primeroId, record } = writing
  const { numbers } = referral.item
  const written = writing.creates
    ? await run.primero.create(newCase(run, record, primeroId, serviceRow(run, referral)), numbers)
    : await update(run, writing)
  const known = written.kind === 'conflict' ? await afterConflict(run, writing) : written
  if (known.kind === 'trouble' && mayBeUnderWay(known)) run.unanswered.set(primeroId, known)
  await afterWrite(run, referral, known)
}

/** Where the account may not write cases, the row goes by the permission to add services (primero-contract §5.2). */
async function update(run: RunContext, { referral, primeroId, row, record }: Writing): Promise<Written> {
  const action = run.mayWriteCases === false ? 'services_section_from_case' : null
  const data = { ...record, ...(row === null ? {} : { services_section: [row] }) }
  return run.primero.update(primeroId, data, action, referral.item.numbers)
}

const notWritten = { step: 'none' } as const

/**
 * 409: the case is there already, by an earlier run of ours. It takes the row, and what was left out of it then, unless
 * it is another child's now.
 */
async function afterConflict(run: RunContext, writing: Writing): Promise<Written> {
  const { referral, primeroId } = writing
  const { numbers } = referral.item
  const answer = await run.primero.case(primeroId, { name: 'read-case', numbers })
  if (!answer.ok) return answer.failure
  if (answer.value.kind === 'forbidden') {
    await run.settle(referral, { state: 'attention', reason: 'primero-forbidden' }, notWritten)
    return { kind: 'done' }
  }
  if (answer.value.kind === 'missing') return { kind: 'refused', fields: ['id'] }
  const found = answer.value.value
  const leftOut = fieldsLeftOut(run, writing.record, found)
  const isMeant = isNumberless(found) || found.individualNumber === referral.individualNumber
  if (!isMeant || leftOut === null) {
    await run.settle(referral, { state: 'attention', reason: 'case-identity-changed' })
    return { kind: 'done' }
  }
  const where = whereTo(run, referral, [found])
  const isToMend = Object.keys(leftOut).length > 0
  const outcome = where.kind === 'held' ? where.outcome : isToMend && !found.enabled ? disabled : null
  if (outcome !== null) {
    await hold(run, referral, outcome)
    return { kind: 'done' }
  }
  writing.record = leftOut
  const row = where.kind === 'case' ? writing.row : null
  return row === null && !isToMend ? { kind: 'done' } : update(run, { ...writing, row })
}

const disabled = { state: 'attention', reason: 'case-disabled' } as const

async function afterWrite(run: RunContext, referral: Referral, written: Written): Promise<void> {
  if (!referral.open || written.kind === 'done') return
  if (written.kind === 'trouble' || written.kind === 'stop') {
    const arrived = written.kind === 'trouble' && written.mayHaveArrived
    return run.fail(referral, written, arrived ? {} : notWritten)
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
  const reading = await readCases(run.primero, ids, readBackFields(run.deployment))
  const lost: Writing[] = []
  await eachWriting(run, open, async (writing) => {
    const { referral, primeroId } = writing
    const failure = reading.failures.get(primeroId)
    if (failure !== undefined) return run.fail(referral, failure)
    if (reading.forbidden.has(primeroId)) {
      return run.settle(referral, { state: 'attention', reason: 'primero-forbidden' })
    }
    const read = reading.found.get(primeroId)?.[0]
    // Primero deletes no case: one that is not there was never made, whoever answered that it was.
    if (read === undefined && writing.creates) return run.fail(referral, unreadable('primero'))
    if (read === undefined) return gone(run, referral)
    const others = (found.get(referral.individualNumber) ?? []).filter(({ id }) => id !== read.id)
    found.set(referral.individualNumber, [...others, read])
    if (rowOf(read, referral.rowId, undefined) !== null) return verify(run, writing, read, proof)
    const lacking = lackingFields(run, writing.record, read)
    const record = onlyFields(writing.record, lacking)
    const row = serviceRow(run, referral)
    if (time === 'first') lost.push({ ...writing, creates: false, row, record })
    else if (proof.row || showsServices(read)) await gone(run, referral)
    else await fieldMissing(run, referral, ['services_section'])
  })
  if (lost.length > 0) await writeWave(run, lost, course, 'second')
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
  const { referral, row, record } = writing
  const { rowId } = referral
  const others = othersFields(run, referral, read)
  if (others.length > 0) return hold(run, referral, identityDiffers(others))
  const dropped = [
    ...lackingFields(run, record, read),
    ...(row === null ? [] : droppedFields(run, row, read, { rowId, written: true })),
  ]
  if (dropped.length > 0) return fieldMissing(run, referral, dropped)
  if (isOwnerless(run, referral, read)) {
    run.stop(stop('owner-missing', ['primero.intakeUser']))
    return run.settle(referral, ownerMissing)
  }
  proof.row = true
  if (numberField in record) proof.record = true
  await deliver(run, referral, read, writing)
}
