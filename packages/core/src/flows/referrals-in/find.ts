import { unreadable, type Failure } from '../../http/failure.ts'
import type { IdentityField } from '../../domain/identity.ts'
import { returnAddress, type ReturnAddress } from '../../domain/ids.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { askable, listable, lookUpCases, type SetReading } from '../../primero/sets.ts'
import type { Control } from '../control.ts'
import type { RunContext } from '../context.ts'
import { caseFields, identityDiffers } from './identity.ts'
import type { LookedUp, OtherSpellings } from './other-spellings.ts'
import type { Held, Referral } from './referral.ts'

/** By what a child is looked for. */
export interface LookUps {
  readonly control: Control
  readonly spellings: OtherSpellings
}

/** Says where a referral goes: to a known case, to a new one (null), or to a person. */
export type Destination =
  | { readonly kind: 'case'; readonly found: PrimeroCase }
  | { readonly kind: 'new' }
  | { readonly kind: 'there'; readonly found: PrimeroCase }
  | { readonly kind: 'held'; readonly outcome: Held }

/** The row of an intervention in a case: by its `unique_id`, or by the first part of the return address. */
export function rowOf(
  found: PrimeroCase,
  rowId: string,
  interventionNumber: string | undefined,
): ServiceRow | null {
  const byId = found.services.find((row) => row.uniqueId.toLowerCase() === rowId)
  if (byId !== undefined || interventionNumber === undefined) return byId ?? null
  const first = (address: ReturnAddress | null, packed: string | null): string =>
    address?.interventionNumber ?? packed?.split(',', 1)[0]?.trim() ?? ''
  return (
    found.services.find(
      (row) => first(returnAddress(row.returnAddress), row.returnAddress) === interventionNumber,
    ) ?? null
  )
}

/** What is looked for in cases. */
export interface Wanted {
  readonly rowId: string
  readonly interventionNumber: string | undefined
  /** Whether proGres knows of its delivery: a row that stands there is neither written nor told again. */
  readonly isKnown: boolean
  /** In what a case is another child's. */
  readonly othersFields: (found: PrimeroCase) => readonly IdentityField[]
}

/** Where a referral goes, given every case that carries exactly its number (`flows.md`, 1.1). Pure. */
export function destination(
  cases: readonly PrimeroCase[],
  referral: Wanted,
  closedCase: 'attention' | 'append',
): Destination {
  const enabled = cases.filter((one) => one.enabled)
  const [only] = enabled
  const holdsRow = (one: PrimeroCase): boolean =>
    rowOf(one, referral.rowId, referral.interventionNumber) !== null
  const [there, ...others] = enabled.some(holdsRow) ? enabled.filter(holdsRow) : cases.filter(holdsRow)
  const heldAs = (one: PrimeroCase): Destination | null => {
    const about = referral.othersFields(one)
    return about.length === 0 ? null : { kind: 'held', outcome: identityDiffers(about) }
  }
  if (there !== undefined && others.length === 0) {
    return (referral.isKnown ? null : heldAs(there)) ?? { kind: 'there', found: there }
  }
  if (enabled.length > 1) return held('several-cases')
  if (only === undefined) return cases.length > 0 ? held('case-disabled') : { kind: 'new' }
  // Before all else: nobody is to open or close the case of another child.
  const other = heldAs(only)
  if (other !== null) return other
  if (only.status === 'closed' && closedCase === 'attention') return held('case-closed')
  return { kind: 'case', found: only }
}

/** For a person to see to. */
export function held(
  reason: 'several-cases' | 'case-disabled' | 'case-closed',
): Extract<Destination, { kind: 'held' }> {
  return { kind: 'held', outcome: { state: 'attention', reason } }
}

/** Whether a case takes rows as it stands. */
function takesRows(closedCase: 'attention' | 'append'): (one: PrimeroCase) => boolean {
  return ({ enabled, status }) => enabled && (status !== 'closed' || closedCase === 'append')
}

/**
 * Looks the children of many referrals up at once. Gives the cases by number; referrals whose look-up failed, or whose
 * number cannot be asked for, are settled. A child is new only where an answer vouches for it, and where no case bears
 * its number in another spelling; nor is a case that takes no rows believed to be its only one before.
 */
export async function findCases(
  run: RunContext,
  referrals: readonly Referral[],
  { control, spellings }: LookUps,
): Promise<ReadonlyMap<string, readonly PrimeroCase[]>> {
  await run.each(referrals, async (referral) => {
    if (askable(referral.individualNumber)) return
    const about = ['progres_individual.individuals.progres_id']
    await run.settle(referral, { state: 'attention', reason: 'field-unreadable', about })
  })
  const open = referrals.filter((referral) => referral.open)
  const numbers = [...new Set(open.map((referral) => referral.individualNumber))]
  const first = await lookUp(run, numbers, await control.forLists(numbers.length))
  const second = await lookUpAgain(run, [...first.unproven], control)
  const known = both(first, second)
  for (const cases of known.found.values()) for (const one of cases) control.learn(one)
  const { closedCase } = run.deployment.policies
  const unseen = numbers.filter((number) => {
    return !known.failures.has(number) && !(known.found.get(number) ?? []).some(takesRows(closedCase))
  })
  const others = await spellings.find(unseen.filter(askable), caseFields(run.deployment))
  const { failures } = both(known, others)
  const found = together(known.found, others.found)
  await run.each(open, async (referral) => {
    const failure = failures.get(referral.individualNumber)
    if (failure !== undefined) await run.fail(referral, failure)
  })
  return found
}

async function lookUp(
  run: RunContext,
  numbers: readonly string[],
  control: string | null,
): Promise<SetReading> {
  const field = 'unhcr_individual_no'
  const options = { field, fields: caseFields(run.deployment).replace(`${field},`, ''), control } as const
  const reading = await lookUpCases(run.primero, numbers, options)
  if (reading.listed && !(await answersLists(run)))
    await run.ledger.saveSeen(listsShelf, [{ id: run.flow, version: run.now() }])
  return reading
}

/** So often a list may lack its control value before it is given up for this run. */
const mostTries = 3
/** Where the ledger remembers that this Primero answers lists. */
const listsShelf = 'lists of primero'

/**
 * Children that no answer showed, looked up once more beside a control value: a search that failed in Primero is answered
 * with nothing, and a second case of a child is the worst that can come of it. Only where no list ever held its control
 * value, and for numbers that no list takes, single answers are believed: between two that find the control value.
 */
async function lookUpAgain(run: RunContext, numbers: readonly string[], control: Control): Promise<LookedUp> {
  if (numbers.length === 0) return nothing
  const read = await control.value()
  if (!read.ok) return { ...nothing, failures: failuresOf(numbers, read.failure) }
  const known = read.value
  if (known === null) return nothing
  let all: LookedUp = nothing
  let left: readonly string[] = numbers
  for (let tries = 0; tries < mostTries && left.length > 0; tries += 1) {
    const again = await lookUp(run, left, known)
    all = both(all, again)
    left = [...again.unproven]
  }
  const lists = await answersLists(run)
  const doubtful = left.filter((number) => lists && listable(number))
  const single = await lookUpSingly(
    run,
    left.filter((number) => !doubtful.includes(number)),
    known,
  )
  return both(all, single, { ...nothing, failures: failuresOf(doubtful, unreadable('primero')) })
}

/** Single answers, believed where Primero found the control value before and after it gave them. */
async function lookUpSingly(run: RunContext, numbers: readonly string[], known: string): Promise<LookedUp> {
  if (numbers.length === 0) return nothing
  const before = await lookUp(run, [known], null)
  const reading = await lookUp(run, numbers, null)
  const after = await lookUp(run, [known], null)
  if (before.found.has(known) && after.found.has(known)) return reading
  return both(reading, { ...nothing, failures: failuresOf([...reading.unproven], unreadable('primero')) })
}

/** Whether a list of this Primero ever held its control value. */
async function answersLists(run: RunContext): Promise<boolean> {
  return (await run.ledger.seen(listsShelf, [run.flow])).length > 0
}

const nothing: LookedUp = { found: new Map(), failures: new Map() }

function both(...all: readonly LookedUp[]): LookedUp {
  return {
    found: new Map(all.flatMap(({ found }) => [...found])),
    failures: new Map(all.flatMap(({ failures }) => [...failures])),
  }
}

/** All cases of each number, each of them once, as it was read last. */
function together(
  known: LookedUp['found'],
  others: LookedUp['found'],
): ReadonlyMap<string, readonly PrimeroCase[]> {
  const all = new Map(known)
  for (const [number, cases] of others) {
    const before = (known.get(number) ?? []).filter(({ id }) => !cases.some((one) => one.id === id))
    all.set(number, [...before, ...cases])
  }
  return all
}

function failuresOf(numbers: readonly string[], failure: Failure): ReadonlyMap<string, Failure> {
  return new Map(numbers.map((number) => [number, failure]))
}
