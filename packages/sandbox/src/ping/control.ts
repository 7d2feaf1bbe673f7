import { z } from 'zod'
import { officersDecide } from '../world/officers.ts'
import { seedReferrals } from '../world/seed-referrals.ts'
import type { PingActs } from './acts.ts'
import type { PingContext } from './context.ts'
import { changeSettings } from './settings.ts'

const numbered = z.strictObject({ number: z.string() })
const decideBody = z.strictObject({
  number: z.string(),
  decision: z.enum(['accepted', 'rejected']),
  reason: z.string().optional(),
  comment: z.string().optional(),
  status: z.number().nullable().optional(),
  reviewDecision: z.number().nullable().optional(),
})
const seedBody = z.strictObject({
  count: z.number().int().min(0),
  seed: z.number().int().default(1),
  canaries: z.boolean().default(false),
})
const decideAllBody = z.strictObject({
  seed: z.number().int().default(1),
  rejectShare: z.number().default(0.3),
})

/**
 * What another process can do here by `POST /__sandbox/<name>`: `settings`, `seed-referrals`, `decide`, `decide-all`,
 * `withdraw`, `list-again`, `process-all`, `end-tokens`. People are named by the numbers that they would use.
 */
export function pingControl(
  context: PingContext,
  act: PingActs,
): Readonly<Record<string, (body: unknown) => unknown>> {
  const { store, settings } = context
  const interventionGuid = (number: string): string =>
    store.interventionByNumber(number)?.guid ?? unknown('intervention')

  return {
    settings: (body) => changeSettings(settings, body),
    'seed-referrals': (body) => {
      // Behind the children who are there: a seed that is used again adds others.
      const from = store.interventions.size
      const seeded = seedReferrals({ ping: { act } }, { ...seedBody.parse(body), from })
      return { interventions: seeded.interventions.map(({ number }) => number) }
    },
    decide: (body) => {
      const { number, decision, reason, comment, status, reviewDecision } = decideBody.parse(body)
      const referral = store.referralByNumber(number) ?? unknown('interoperability referral')
      const decided = act.decide(referral.guid, {
        decision,
        ...(reason === undefined ? {} : { reason }),
        ...(comment === undefined ? {} : { comment }),
        ...(status === undefined ? {} : { status }),
        ...(reviewDecision === undefined ? {} : { reviewDecision }),
      })
      return { number: decided.number, status: decided.status }
    },
    'decide-all': (body) => {
      return { decided: officersDecide({ store, act }, decideAllBody.parse(body)) }
    },
    withdraw: (body) => act.withdraw(interventionGuid(numbered.parse(body).number)),
    'list-again': (body) => act.listAgain(interventionGuid(numbered.parse(body).number)),
    'process-all': () => act.processAll(),
    'end-tokens': () => act.endTokens(),
  }
}

function unknown(what: string): never {
  throw new Error(`No ${what} of this number`)
}
