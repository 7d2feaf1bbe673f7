import type { Deployment } from '../../deployment/deployment.ts'
import {
  differing,
  identityFields,
  namePartsOf,
  type Identity,
  type IdentityField,
} from '../../domain/identity.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { readChildsBirthDay } from '../../mapping/birth-date.ts'
import type { FieldMap } from '../../mapping/field-map.ts'
import { mapRecord } from '../../mapping/map-record.ts'
import { anythingElse, lookUp } from '../../mapping/value-map.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { PrimeroCase } from '../../primero/record.ts'
import { redacted, type Redacted } from '../../privacy/redacted.ts'
import type { RunContext } from '../context.ts'
import type { Held, Referral } from './referral.ts'

/** What flow 1.1 reads of a case, before writing and after it; of the child only what is compared. */
export function caseFields({ policies }: Deployment): string {
  const compared = policies.identity === 'number-only' ? [] : identityFields
  return [
    'unhcr_individual_no',
    'case_id',
    'case_id_display',
    'owned_by',
    'status',
    'reopened_logs',
    'services_section',
    ...compared,
  ].join(',')
}

/** proGres's code of a sex that nobody knows (ping-contract §5). */
const unknownSex = '125080003'

/** Whether an option of Primero says something of a sex: one of the map, but not that of what is not known. */
function tellsSex({ valueMaps }: Deployment, option: unknown): option is string {
  const map = valueMaps.maps.get('sex')
  if (map === undefined || !map.rows.some(({ key, value }) => key !== anythingElse && value === option))
    return false
  const unknown = lookUp(map, unknownSex)
  return !unknown.found || option !== unknown.value
}

function identityFrom(
  deployment: Deployment,
  shown: { readonly birthDay: string | null; readonly sex: unknown; readonly names: readonly unknown[] },
): Identity {
  const { birthDay, sex, names } = shown
  return {
    birthDay,
    sex: tellsSex(deployment, sex) ? sex : null,
    names: namePartsOf(names.filter((name) => typeof name === 'string')),
  }
}

/** The child as its detail shows it: by the columns that the deployment maps to the compared fields, without defaults. */
export function identityOfDetail(
  deployment: Deployment,
  caseMap: FieldMap,
  detail: PingRow,
  now: string,
): Redacted<Identity> {
  const isName = (target: string): boolean => /^name(?:_|$)/.test(target)
  const rules = caseMap.rules
    .filter(({ target }) => target === 'date_of_birth' || target === 'sex' || isName(target))
    .map((rule) => ({ ...rule, default: null }))
  const { valueMaps, timezone } = deployment
  const { fields } = mapRecord({ ...caseMap, rules }, { progres: detail }, { valueMaps, timezone, now })
  const { date_of_birth: birth, sex, ...others } = fields
  const birthDay = typeof birth === 'string' ? birth.slice(0, 10) : null
  return redacted(identityFrom(deployment, { birthDay, sex, names: Object.values(others) }))
}

/** The child as a case shows it. A name that Primero hides is stars, and says nothing. */
function identityOfCase(deployment: Deployment, found: PrimeroCase, now: string): Identity {
  const { date_of_birth: birth, sex, name } = found.record.reveal()
  const { timezone } = deployment
  const birthDay = typeof birth === 'string' ? readChildsBirthDay(birth, { now, timezone }) : null
  return identityFrom(deployment, { birthDay, sex, names: [name] })
}

/** Whether a person let an item go although the identities differ; what was let go for a row that was gone says nothing. */
export function isLetGo({ releasedAt, reason }: LedgerItem): boolean {
  return releasedAt !== null && reason !== 'service-gone'
}

/** In what a case is another child's than the referral's (`flows.md`, 1.1); nothing where a person let it go. */
export function othersFields(
  run: RunContext,
  { identity, item }: Referral,
  found: PrimeroCase,
): readonly IdentityField[] {
  const { deployment } = run
  if (identity === null || isLetGo(item) || deployment.policies.identity === 'number-only') return []
  const theirs = identityOfCase(deployment, found, run.now())
  return differing(identity.reveal(), theirs, deployment.policies.identity)
}

/** Held for a person. Where children differ, an earlier release of something else does not let the item go. */
export async function hold(run: RunContext, referral: Referral, outcome: Held): Promise<void> {
  await run.settle(referral, outcome, outcome.reason === 'identity-differs' ? { releasedAt: null } : {})
}

/** That two records of one number are not of one child, and what speaks against it. */
export function identityDiffers(about: readonly IdentityField[]): Held {
  return { state: 'attention', reason: 'identity-differs', about }
}
