import { expect, test } from 'vitest'
import { seedReferrals, startSystems, type Systems } from '@ping-primero/sandbox'
import { judge } from './judge.ts'
import { live, type Way } from './life.ts'
import { openOffice } from './office.ts'
import { newMemory } from './people.ts'

const referrals = 60
/** A few seconds each; a busy machine takes its time. */
const timeoutMs = 120_000

/** Told to stop when the fifth case or service has just been written; the second run is undisturbed. */
async function stopped(way: Way) {
  const systems = await startSystems({ seed: 4 })
  const { ping, primero } = systems
  // Slow enough for the run to be in the midst of its work.
  for (const { knobs } of [ping, primero]) knobs.latencyMs = 30
  const urls = { ping: ping.url, primero: primero.url }
  const office = openOffice({ urls, schedule: '* * * * * *' })
  try {
    seedReferrals(systems, { seed: 4, count: referrals, knownShare: 0.5 })
    const moment = { kind: 'answer leaving', at: /^\/api\/v2\/cases\/[^/]+$/, nth: 5, afterMs: 0 } as const
    const life = await live(systems, office, way, { kind: 'told to stop', moment })
    const told = toldToProgres(systems)
    const next = await live(systems, office, 'run all', { kind: 'undisturbed' })
    return { life, told, next, verdict: judge(systems, newMemory()) }
  } finally {
    await systems.stop()
    office.remove()
  }
}

function toldToProgres({ ping }: Systems): number {
  return ping.store.history.filter(({ by }) => by === 'gateway').length
}

test(
  'F49 a run told to stop ends by itself within 5 s without new effects, and the next goes on from there',
  async () => {
    const { life, told, next, verdict } = await stopped('run all')
    expect(life).toMatchObject({ end: 'told to stop', signal: null, effectsAfterStop: 0, code: 0 })
    expect(life.stopMs).toBeLessThan(5_000)
    expect(told).toBeLessThan(referrals)
    expect(JSON.parse(life.stdout)).toMatchObject([
      { flow: '1.1', stopped: { reason: 'run-interrupted' } },
      { flow: '1.2', skipped: 'stopping' },
      { flow: '2.1', skipped: 'stopping' },
      { flow: '2.2', skipped: 'stopping' },
    ])
    expect(next).toMatchObject({ end: 'undisturbed', code: 0 })
    expect(verdict.violations).toEqual([])
  },
  timeoutMs,
)

test(
  'F49 a service told to stop in the midst of a run ends by itself within 5 s, as it should',
  async () => {
    const { life, told, next, verdict } = await stopped('serve')
    expect(life).toMatchObject({ end: 'told to stop', signal: null, effectsAfterStop: 0, code: 0 })
    expect(life.stopMs).toBeLessThan(5_000)
    expect(told).toBeLessThan(referrals)
    expect(next).toMatchObject({ end: 'undisturbed', code: 0 })
    expect(verdict.violations).toEqual([])
  },
  timeoutMs,
)
