import { seededRandom, startSystems, type SeededRandom } from '@ping-primero/sandbox'
import { judge, type Violation } from './judge.ts'
import { inspectCopy } from './ledger.ts'
import { live, restartLimitMs, type Fate, type Life, type Way } from './life.ts'
import { chooseMoment, momentKinds, quietMomentKinds } from './moment.ts'
import { openOffice } from './office.ts'
import { newMemory, peopleWork } from './people.ts'
import { finish, type LeftOver } from './person.ts'

/** What to do to the processes of a country. */
export interface Ordeal {
  readonly seed: number
  /** How many processes are to die. */
  readonly times: number
  /** Some also die of too little memory. */
  readonly outOfMemory?: boolean
  /** Some are told to stop (SIGTERM) instead. */
  readonly toldToStop?: boolean
}

/** One trouble with a process or its ledger, or with the records in the end. */
interface Finding {
  readonly kind: Violation['kind'] | 'restart' | 'ledger' | 'stop'
  readonly what: string
}

/** What came of one country. */
export interface Outcome {
  readonly seed: number
  /** How often processes died at each kind of moment. */
  readonly deaths: ReadonlyMap<string, number>
  /** Services whose moment never came: killed, or told to stop, when they had nothing to do. No death of the above. */
  readonly idle: number
  /** Processes that came to their end before the moment chosen for them. */
  readonly survived: number
  /** From start to first request, of every process that lived to make one, ms. */
  readonly restartsMs: readonly number[]
  /** From the order to stop to the end, ms. */
  readonly stopsMs: readonly number[]
  readonly violations: readonly Finding[]
  /** Records judged in the end: interventions, and referrals on both sides. */
  readonly judged: number
  readonly toldAgain: number
  readonly leftOver: LeftOver
  readonly acts: ReadonlyMap<string, number>
}

/** Before anything was measured: a run with some work, process start included. */
const guessedRunMs = 900
const stopLimitMs = 5_000
/** So little that a run with some work cannot end; found anew in each country, as the program grows. */
const guessedHeapMb = 22

/** Chooses what becomes of the next process: every kind of moment in turn, from another one in each country. */
function fates({ seed, outOfMemory, toldToStop }: Ordeal, random: SeededRandom) {
  const extra = [
    ...(outOfMemory === true ? ['out of memory' as const] : []),
    ...(toldToStop === true ? ['told to stop' as const] : []),
  ]
  const kinds = [...momentKinds, ...extra]
  let turn = seed
  let usualMs = guessedRunMs
  let heapMb = guessedHeapMb
  return {
    next: (): { readonly name: string; readonly fate: Fate; readonly way: Way } => {
      const kind = kinds[turn++ % kinds.length] ?? 'any time'
      const way: Way = random.chance(0.8) ? 'run all' : 'serve'
      if (kind === 'out of memory') return { name: kind, fate: { kind, heapMb }, way: 'run all' }
      if (kind === 'told to stop') {
        return {
          name: kind,
          fate: { kind, moment: chooseMoment(random.pick(quietMomentKinds), random, usualMs) },
          way,
        }
      }
      return { name: kind, fate: { kind: 'killed', moment: chooseMoment(kind, random, usualMs) }, way }
    },
    learn: (fate: Fate, { end, lifeMs, firstRequestMs }: Life): void => {
      if (end === 'undisturbed' && fate.kind !== 'out of memory') usualMs = (usualMs + lifeMs) / 2
      if (fate.kind !== 'out of memory') return
      if (end === 'undisturbed') heapMb -= 1
      else if (firstRequestMs === null) heapMb += 1
    },
  }
}

/** What is wrong with a life that was lived. */
function faultsOf(name: string, way: Way, life: Life): readonly Finding[] {
  const { end, struck, firstRequestMs, lifeMs, stopMs, effectsAfterStop, code, signal } = life
  const found: Finding[] = []
  const late = (firstRequestMs ?? (end === 'undisturbed' ? Infinity : lifeMs)) > restartLimitMs
  if (late)
    found.push({ kind: 'restart', what: `${way}: nothing asked in ${Math.round(lifeMs)} ms (${code})` })
  if (end === 'undisturbed' && signal !== null)
    found.push({ kind: 'restart', what: `${way}, ${name}: ${signal}` })
  if (end === 'killed' && !struck && way === 'run all')
    found.push({ kind: 'restart', what: `${way}, ${name}: came to no end in ${Math.round(lifeMs)} ms` })
  if (stopMs === null) return found
  if (stopMs > stopLimitMs) found.push({ kind: 'stop', what: `${way} took ${Math.round(stopMs)} ms to stop` })
  // Before it listens, a process ends by the signal itself; it has asked nothing of anybody by then.
  if (signal !== null && firstRequestMs !== null)
    found.push({ kind: 'stop', what: `${way} died of ${signal}` })
  if (effectsAfterStop > 0)
    found.push({ kind: 'stop', what: `${way}: ${effectsAfterStop} effects after the order` })
  return found
}

/**
 * Plays one country: people work, a process is started and dies, over and over; then undisturbed runs to the end, and
 * the judgement. The same seed gives the same people and chooses the same moments; what falls on them differs from run
 * to run, as processes do.
 */
export async function killOften(ordeal: Ordeal): Promise<Outcome> {
  const { seed, times } = ordeal
  const random = seededRandom(seed)
  const systems = await startSystems({ seed })
  const { ping, primero } = systems
  for (const { traffic, knobs } of [ping, primero]) {
    traffic.keep = false
    knobs.latencyMs = 2
  }
  const office = openOffice({
    urls: { ping: ping.url, primero: primero.url },
    referralsPerCall: random.chance(0.5) ? 1 : 10,
    schedule: '* * * * * *',
  })
  const memory = newMemory()
  const deaths = new Map<string, number>()
  const restartsMs: number[] = []
  const stopsMs: number[] = []
  const violations: Finding[] = []
  const chosen = fates(ordeal, random)
  let died = 0
  let idle = 0
  let survived = 0
  const inspect = async (): Promise<void> => {
    const trouble = await inspectCopy(office.ledger)
    if (trouble !== null) violations.push({ kind: 'ledger', what: trouble })
  }
  try {
    while (died < times) {
      if (survived + idle > 2 * times + 10)
        throw new Error('Processes come to their end before they can be killed.')
      peopleWork(systems, random, memory, seed)
      const { name, fate, way } = chosen.next()
      const life = await live(systems, office, way, fate)
      chosen.learn(fate, life)
      violations.push(...faultsOf(name, way, life))
      if (life.firstRequestMs !== null) restartsMs.push(life.firstRequestMs)
      if (life.stopMs !== null) stopsMs.push(life.stopMs)
      if (life.end === 'undisturbed') survived += 1
      else if (!life.struck && life.end !== 'out of memory') idle += 1
      else {
        died += 1
        deaths.set(name, (deaths.get(name) ?? 0) + 1)
      }
      await inspect()
    }
    const leftOver = await finish(systems, office)
    await inspect()
    const { violations: wrong, judged, toldAgain } = judge(systems, memory)
    violations.push(...wrong)
    const { acts } = memory
    return {
      seed,
      deaths,
      idle,
      survived,
      restartsMs,
      stopsMs,
      violations,
      judged,
      toldAgain,
      leftOver,
      acts,
    }
  } finally {
    await systems.stop()
    office.remove()
  }
}
