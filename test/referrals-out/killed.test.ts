import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  asked,
  countsIn,
  finish,
  inProgres,
  killedRun,
  reasonsIn,
  refer,
  release,
  sent,
  type CutOff,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

/** Requests of a run, in the order in which it makes them; what follows is the same wherever it is cut off. */
const harmless: readonly (readonly [string, RegExp])[] = [
  ['reading its own rights', /extended=true/],
  ['listing changed cases', /last_updated_at=/],
  ['listing the referrals of a case', /\/referrals /],
  ['reading the owner of a case', /users\?user_name=caseworker1/],
  ['signing in at PING', /oauth2/],
  ['asking for the status', /checkstatus/],
]
const cuts: readonly CutOff[] = ['before the request', 'after the request']

test.each(harmless.flatMap(([where, at]) => cuts.map((cut) => [where, cut, at] as const)))(
  'a run killed while %s, %s, is made good by the next',
  async (_where, cut, at) => {
    world = await startWorld()
    const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
    await killedRun(world, at, cut)
    let report = await world.run('2.1')
    // A run cut off right before its sends leaves intents of which nobody knows how far they came.
    for (const held of reasonsIn(report)['outcome-unknown'] ?? []) await release(world, held)
    report = await world.run('2.1')
    expect(report.reasons).toEqual([])
    expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  },
)

test('P1 (hazard 16) a run killed while it reads changed cases passes none of them, however long ago it changed', async () => {
  world = await startWorld()
  const old = refer(world, 0)
  world.advance(3_600_000)
  const recent = refer(world, 1)
  await killedRun(world, /\/referrals /, 'before the request')
  expect(await world.host.ledger.cursor('2.1')).toBeNull()
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 2, confirmed: 2 })
  expect(sent(world)).toEqual([old.rowId, recent.rowId])
})

test('a run killed before a send reached PING holds it, and makes it once when a person lets it go', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await killedRun(world, /asyncdata/, 'before the request')
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(inProgres(world, scene)).toEqual([])
  await release(world, scene.referralId)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('2.1-14 a run killed before it heard the answer to a send finds the referral and never sends it again', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await killedRun(world, /asyncdata/, 'after the request')
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([asked(world, 'create-referral'), inProgres(world, scene).length]).toEqual([1, 1])
})

test('a run of decisions between the killed run and the next does not hide what was sent', async () => {
  world = await startWorld()
  const [one, two] = [refer(world, 0), refer(world, 1)]
  world.ping.faults.add({
    path: /asyncdata$/,
    body: new RegExp(one.rowId),
    fault: { kind: 'reset-before' },
    times: 1,
  })
  await world.run('2.1', { only: one.referralId })
  await killedRun(world, new RegExp(`asyncdata .*${two.rowId}`), 'after the request')
  await world.run('2.2')
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'outcome-unknown': [one.referralId] })
  expect(inProgres(world, two)).toHaveLength(1)
})

test('a released send killed again is not sent a third time by itself', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await killedRun(world, /asyncdata/, 'before the request')
  await world.run('2.1')
  await release(world, scene.referralId)
  await killedRun(world, /asyncdata/, 'before the request')
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(inProgres(world, scene)).toEqual([])
})

test('a run killed in its sends leaves hardly more of them in doubt than were in flight', async () => {
  world = await startWorld()
  const scenes = Array.from({ length: 40 }, (_, place) => refer(world, place))
  await killedRun(world, /asyncdata/, 'before the request', 5)
  const report = await world.run('2.1')
  // Eight may be in flight, and a quarter more be at the ledger.
  expect(report.attention).toBeLessThanOrEqual(10)
  expect(report.waiting).toBe(0)
  for (const held of reasonsIn(report)['outcome-unknown'] ?? []) await release(world, held)
  await world.run('2.1')
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
})

test('releasing twice while the send is under way does not send it twice', async () => {
  world = await startWorld({ requestTimeoutMs: 1_000 })
  const overriding = { case: { consent_for_services: false }, refer: { consent_overridden: true } }
  const scene = refer(world, 0, overriding)
  await world.run('2.1')
  await release(world, scene.referralId)
  const again: Promise<number>[] = []
  world.ping.faults.add({
    path: /asyncdata$/,
    fault: { kind: 'hang-before' },
    times: 1,
    when: () => again.push(release(world, scene.referralId)) > 0,
  })
  await world.run('2.1')
  expect(await Promise.all(again)).toEqual([1])
  world.advance(1000)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(inProgres(world, scene)).toEqual([])
})
