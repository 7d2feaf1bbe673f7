import * as fc from 'fast-check'
import { disturbances, peoplesDeeds } from './deeds/deeds.ts'

/** One thing that happens in a world: when, what, and the chance by which it is aimed. */
export interface Step {
  /** Minutes after the beginning. */
  readonly at: number
  readonly does: string
  readonly chance: number
}

/** Everything that makes one world. */
export interface Plan {
  readonly seed: number
  readonly children: number
  readonly steps: readonly Step[]
}

/** How long faults and deeds go on, minutes. */
export const safetyMinutes = 8 * 60

const step: fc.Arbitrary<Step> = fc.record({
  at: fc.integer({ min: 0, max: safetyMinutes - 1 }),
  does: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...peoplesDeeds) },
    { weight: 1, arbitrary: fc.constantFrom(...disturbances) },
  ),
  chance: fc.nat({ max: 999_999 }),
})

/** Worlds of all sizes, none likelier than another; fast-check makes a failing one smaller. */
export const plans: fc.Arbitrary<Plan> = fc.noBias(
  fc.record({
    seed: fc.nat({ max: 2 ** 31 - 1 }),
    children: fc.integer({ min: 1, max: 8 }),
    steps: fc.array(step, { minLength: 1, maxLength: 50, size: 'max' }),
  }),
)

/** The world that a seed stands for. */
export function planOf(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 })
  if (plan === undefined) throw new Error('A seed makes one world.')
  return plan
}
