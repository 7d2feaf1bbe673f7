import { faultDeeds } from './faults.ts'
import { operatorDeeds } from './operators.ts'
import { peopleDeeds, type Deed } from './people.ts'
import { writtenFaults } from './written-faults.ts'

const deeds: Readonly<Record<string, Deed>> = {
  ...peopleDeeds,
  ...operatorDeeds,
  ...faultDeeds,
  ...writtenFaults,
}

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
  ...Object.keys(writtenFaults),
  'F12',
  'F14',
  'F16 hours',
  'F16 hours',
  'F21',
  'F33',
  'F38',
  'F41',
  'F45',
  'F29',
  'F42',
  'F42',
  'F55',
  'F57',
  'F58',
  'F67',
  'F69',
  'F70',
  'F70',
  'F71',
  'F81',
  'F81',
  'F82',
  'F82',
  'F82',
  'F74',
  'F74 one number',
  'F74 one number',
  'F76',
  'F76',
  'F76 nobody',
  'F92',
  'F92',
  'F93',
  'F93 secret',
  'F95',
  'F95',
  'F96',
  'F96 writes',
  'F99',
  'F99',
  'F88',
  'F88',
  'F89',
  'F90',
  'F90',
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
