import { differing, type IdentityField } from '../../domain/identity.ts'
import { isUnsettled } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { individualPseudonyms } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'
import { identify } from './plan.ts'
import { readDetail } from './read-details.ts'
import type { Known, Referral } from './referral.ts'

/**
 * The other unsettled interventions of the children of these referrals that this run has not taken on: one number may
 * stand for two children, whatever set of a run each of them comes in.
 */
export async function siblingsOf(
  run: RunContext,
  referrals: readonly Referral[],
): Promise<readonly LedgerItem[]> {
  if (run.deployment.policies.identity === 'number-only') return []
  const open = referrals.filter(({ open, individualNumber }) => open && individualNumber !== '')
  const numbers = [...new Set(open.map(({ individualNumber }) => individualNumber))]
  const { keys } = run.host
  const individuals = numbers.flatMap((one) => individualPseudonyms(keys, run.deployment.name, one))
  const known = await run.ledger.byIndividual('1.1', individuals)
  return known.filter((item) => isUnsettled(item) && !run.taken(item))
}

/** What proGres shows of interventions that this run does not settle; those that cannot be read now are left out. */
export async function readWitnesses(
  run: RunContext,
  items: readonly LedgerItem[],
): Promise<readonly Known[]> {
  const read = items.map(async ({ numbers }): Promise<Known | null> => {
    if (numbers.interventionGuid === undefined) return null
    const detail = await readDetail(run, numbers.interventionGuid, numbers)
    return detail === 'incomplete' || !detail.ok || detail.value === null ? null : identify(run, detail.value)
  })
  return (await Promise.all(read)).filter((one) => one !== null)
}

/** Notes of each referral in what another intervention of its number disagrees with any: then all of them are held. */
export function noteDiffering(
  run: RunContext,
  referrals: readonly Referral[],
  witnesses: readonly Known[],
): void {
  const byNumber = Map.groupBy<string, Known>([...referrals, ...witnesses], (one) => one.individualNumber)
  byNumber.delete('')
  const about = new Map([...byNumber].map(([number, all]) => [number, differingAmong(run, all)] as const))
  for (const referral of referrals) referral.contested = about.get(referral.individualNumber) ?? []
}

/** What the first two that are not of one child disagree in. */
function differingAmong(run: RunContext, all: readonly Known[]): readonly IdentityField[] {
  const known = all.flatMap(({ identity }) => (identity === null ? [] : [identity.reveal()]))
  for (const [at, one] of known.entries()) {
    for (const other of known.slice(at + 1)) {
      const fields = differing(one, other, run.deployment.policies.identity)
      if (fields.length > 0) return fields
    }
  }
  return []
}
