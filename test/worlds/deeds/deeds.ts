import { faultDeeds } from './faults.ts'
import { operatorDeeds } from './operators.ts'
import { peopleDeeds, type Deed } from './people.ts'

const deeds: Readonly<Record<string, Deed>> = { ...peopleDeeds, ...operatorDeeds, ...faultDeeds }

/** What people do, the commonest more than once. */
export const peoplesDeeds: readonly string[] = [
  ...Object.keys(peopleDeeds),
  'unhcr-refers',
  'unhcr-refers',
  'unhcr-refers',
  'unhcr-refers',
  'caseworker-refers',
  'caseworker-refers',
  'caseworker-refers',
  'caseworker-refers',
  'caseworkers-decide',
  'caseworkers-decide',
  'officer-decides',
  'officer-decides',
  'officer-decides',
]

/** What operators do and what breaks; what seldom finds a moment at which it can strike is tried more often. */
export const disturbances: readonly string[] = [
  ...Object.keys(operatorDeeds),
  ...Object.keys(faultDeeds),
  'F12',
  'F14',
  'F16 hours',
  'F16 hours',
  'F21',
  'F33',
  'F38',
  'F41',
  'F45',
  'F55',
  'F57',
  'F67',
  'F70',
  'F70',
  'F71',
  'F92',
  'F92',
  'F93',
  'F93 secret',
  'dry-run',
  'dry-run',
  'runs-twice',
]

/** The deed of a name. */
export function deedOf(name: string): Deed {
  const found = deeds[name]
  if (found === undefined) throw new Error(`There is no deed ${name}.`)
  return found
}
