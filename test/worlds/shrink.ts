import * as fc from 'fast-check'
import { plans, type Plan } from './plan.ts'
import { play } from './play.ts'

/** How long a failing world is made smaller, ms. */
const patienceMs = 60_000

/**
 * The smallest world that was found in a minute in which the same property is violated as in the world of this seed: fewer
 * children, fewer deeds.
 */
export async function shrunk(seed: number): Promise<Plan> {
  let properties: ReadonlySet<string> | null = null
  const holds = fc.asyncProperty(plans, async (plan) => {
    const { world, violations } = await play(plan)
    await world.stop()
    properties ??= new Set(violations.map(({ property }) => property))
    return !violations.some(({ property }) => properties?.has(property))
  })
  const details = await fc.check(holds, { seed, numRuns: 1, interruptAfterTimeLimit: patienceMs })
  const [plan] = details.counterexample ?? []
  if (plan === undefined) throw new Error(`The world of seed ${seed} violates nothing.`)
  return plan
}

/** The story of a world, step by step, and what it violates. */
export async function storyOf(plan: Plan): Promise<string> {
  const { world, violations } = await play(plan)
  const lines = [...world.story, '', ...violations.map(({ property, words }) => `${property}: ${words}`)]
  await world.stop()
  return lines.join('\n')
}
