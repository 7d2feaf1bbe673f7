import { z } from 'zod'
import { startPing } from '../ping/ping.ts'
import type { Ping, PingOptions } from '../ping/ping.ts'
import { startPrimero } from '../primero/primero.ts'
import type { Primero, PrimeroOptions } from '../primero/primero.ts'
import { caseworkersDecide } from './caseworkers.ts'
import { seededRandom } from './random.ts'
import { seedDecisions } from './seed-decisions.ts'
import { seedOutgoing, seedReviewed } from './seed-outgoing.ts'
import { seedReferrals, type SeedOptions } from './seed-referrals.ts'

/** How to start both simulators. */
export interface SystemsOptions {
  /** Makes everything that the simulators leave to chance the same in every run, their ids included. */
  readonly seed?: number
  readonly ping?: PingOptions
  readonly primero?: PrimeroOptions
}

/** Both simulators, and the end of both. */
export interface Systems {
  readonly ping: Ping
  readonly primero: Primero
  stop(): Promise<void>
}

const seedBody = z.strictObject({
  count: z.number().int().min(0),
  seed: z.number().int().default(1),
  from: z.number().int().min(0).optional(),
  canaries: z.boolean().default(false),
})
const habitsBody = z.strictObject({ seed: z.number().int().default(1), rejectShare: z.number().default(0.3) })

/**
 * Starts Primero and PING. Through PING's `POST /__sandbox/…` another process can seed both: `seed-referrals`
 * (`knownShare`: the part of the children with a case), `seed-decisions`, `seed-outgoing`, `seed-reviewed`,
 * `caseworkers-decide`.
 */
export async function startSystems(options: SystemsOptions = {}): Promise<Systems> {
  const primero = await startPrimero({ ...chance(options.seed, 1), ...options.primero })
  /** Behind the children who are there: a seed that is used again adds others. */
  const placed = (seed: z.infer<typeof seedBody>): SeedOptions => ({
    ...seed,
    from: seed.from ?? ping.store.interventions.size + primero.store.caseCount,
  })
  const ping = await startPing({
    ...chance(options.seed, 2),
    ...options.ping,
    control: {
      'seed-referrals': (body) => {
        const { knownShare, ...seed } = seedBody.extend({ knownShare: z.number().default(0) }).parse(body)
        const { interventions, known } = seedReferrals({ ping, primero }, { ...placed(seed), knownShare })
        return { interventions: interventions.map(({ number }) => number), known: known.length }
      },
      'seed-decisions': (body) => ({
        cases: seedDecisions({ ping, primero }, placed(seedBody.parse(body))).map(idOf),
      }),
      'seed-outgoing': (body) => ({ cases: seedOutgoing(primero, placed(seedBody.parse(body))).map(idOf) }),
      'seed-reviewed': (body) => ({
        cases: seedReviewed(ping, primero, placed(seedBody.parse(body))).map(idOf),
      }),
      'caseworkers-decide': (body) => ({ decided: caseworkersDecide(primero, habitsBody.parse(body)) }),
      ...options.ping?.control,
    },
  })
  ping.neighbours.push({ label: 'Primero', url: `${primero.url}/__sandbox` })
  primero.neighbours.push({ label: 'proGres', url: `${ping.url}/__sandbox` })
  return {
    ping,
    primero,
    async stop() {
      await Promise.all([ping.stop(), primero.stop()])
    },
  }
}

function chance(seed: number | undefined, system: number): Pick<PingOptions, 'random' | 'newId'> {
  if (seed === undefined) return {}
  const { next, guid } = seededRandom(seed, -system)
  return { random: next, newId: guid }
}

function idOf({ caseId }: { readonly caseId: string }): string {
  return caseId
}
