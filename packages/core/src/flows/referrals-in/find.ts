import { unreadable } from '../../http/failure.ts'
import type { Outcome } from '../../ledger/item.ts'
import { returnAddress, type ReturnAddress } from '../../domain/ids.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { askable, lookUpCases, type SetReading } from '../../primero/sets.ts'
import type { Control } from '../control.ts'
import type { RunContext } from '../context.ts'
import type { Referral } from './referral.ts'

/** What flow 1.1 reads of a case, before writing and after it. */
export const caseFields =
  'unhcr_individual_no,case_id,case_id_display,owned_by,status,reopened_logs,services_section'

const lookUpFields = caseFields.replace('unhcr_individual_no,', '')

/** Says where a referral goes: to a known case, to a new one (null), or to a person. */
export type Destination =
  | { readonly kind: 'case'; readonly found: PrimeroCase }
  | { readonly kind: 'new' }
  | { readonly kind: 'there'; readonly found: PrimeroCase }
  | { readonly kind: 'held'; readonly outcome: Outcome & { readonly state: 'attention' } }

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

/** Where a referral goes, given every case that carries exactly its number (`flows.md`, 1.1). Pure. */
export function destination(
  cases: readonly PrimeroCase[],
  referral: { readonly rowId: string; readonly interventionNumber: string | undefined },
  closedCase: 'attention' | 'append',
): Destination {
  const enabled = cases.filter((one) => one.enabled)
  const [only] = enabled
  const holdsRow = (one: PrimeroCase): boolean =>
    rowOf(one, referral.rowId, referral.interventionNumber) !== null
  const [there, ...others] = enabled.some(holdsRow) ? enabled.filter(holdsRow) : cases.filter(holdsRow)
  if (there !== undefined && others.length === 0) return { kind: 'there', found: there }
  if (enabled.length > 1) return held('several-cases')
  if (only === undefined) return cases.length > 0 ? held('case-disabled') : { kind: 'new' }
  if (only.status === 'closed' && closedCase === 'attention') return held('case-closed')
  return { kind: 'case', found: only }
}

function held(reason: 'several-cases' | 'case-disabled' | 'case-closed'): Destination {
  return { kind: 'held', outcome: { state: 'attention', reason } }
}

/**
 * Looks the children of many referrals up at once. Gives the cases by number; referrals whose look-up failed, or whose
 * number cannot be asked for, are settled. A child is new only where an answer vouches for it.
 */
export async function findCases(
  run: RunContext,
  referrals: readonly Referral[],
  control: Control,
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
  const found = new Map([...first.found, ...second.found])
  const failures = new Map([...first.failures, ...second.failures])
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
  return lookUpCases(run.primero, numbers, { field: 'unhcr_individual_no', fields: lookUpFields, control })
}

/** So often a list may lack its control value before single answers have to do. */
const mostTries = 3

/**
 * Children that no answer showed, looked up once more beside a control value: a search that failed in Primero is answered
 * with nothing, and a second case of a child is the worst that can come of it. Where lists do not hold the control value
 * either, single answers are believed only once Primero finds that value by itself.
 */
async function lookUpAgain(
  run: RunContext,
  numbers: readonly string[],
  control: Control,
): Promise<Pick<SetReading, 'found' | 'failures'>> {
  const nothing = { found: new Map(), failures: new Map() }
  if (numbers.length === 0) return nothing
  const read = await control.value()
  if (!read.ok) return { ...nothing, failures: new Map(numbers.map((number) => [number, read.failure])) }
  const known = read.value
  if (known === null) return nothing
  let reading = await lookUp(run, numbers, known)
  for (let tries = 1; tries < mostTries && reading.unproven.size > 0; tries += 1) {
    const again = await lookUp(run, [...reading.unproven], known)
    const found = new Map([...reading.found, ...again.found])
    reading = { ...again, found, failures: new Map([...reading.failures, ...again.failures]) }
  }
  if (reading.unproven.size === 0) return reading
  const doubtful = [...reading.unproven]
  const { found } = await lookUp(run, [known], null)
  if (!found.has(known)) {
    const failures = doubtful.map((number) => [number, unreadable('primero')] as const)
    return { found: reading.found, failures: new Map([...reading.failures, ...failures]) }
  }
  // Searches find something again: what they said while they did not is asked once more.
  const last = await lookUp(run, doubtful, null)
  return {
    found: new Map([...reading.found, ...last.found]),
    failures: new Map([...reading.failures, ...last.failures]),
  }
}
