import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fault, FaultRule } from '@ping-primero/sandbox'
import { exitOf } from '@ping-primero/core'
import { runAndKill, type Death } from '../support/mortal.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  acknowledged,
  asked,
  counts,
  decide,
  decided,
  hour,
  itemOf,
  minute,
  reasons,
  shown,
  statuses,
  timesTold,
  today,
  type Asked,
} from './scene.ts'

let world: World
beforeEach(async () => {
  world = await startWorld({ requestTimeoutMs: 1_000 })
})
afterEach(() => world.stop())

const html = '<html><body>We are improving this service</body></html>'

const faults: readonly (readonly [name: string, fault: Fault])[] = [
  ['status 500', { kind: 'status', status: 500 }],
  ['status 503 with a JSON body', { kind: 'status', status: 503, body: '{"message":"busy"}' }],
  ['status 504 after acting', { kind: 'status-after', status: 504, body: html }],
  ['a reset before acting', { kind: 'reset-before' }],
  ['a reset after acting', { kind: 'reset-after' }],
  ['a hang after acting', { kind: 'hang-after' }],
  ['a body that never comes', { kind: 'hang-after-headers' }],
  ['a body cut short', { kind: 'truncate' }],
  ['an HTML page with 200 (hazard 29)', { kind: 'status-after', status: 200, body: html }],
]

const effects: readonly (readonly [
  name: string,
  system: 'ping' | 'primero',
  rule: Omit<FaultRule, 'fault'>,
])[] = [
  ['the reading of the own account', 'primero', { path: /\/users$/ }],
  ['the list of changes', 'primero', { when: ({ query }) => query.startsWith('last_updated_at=') }],
  ['the reading of what was left', 'primero', { when: ({ query }) => query.startsWith('id=') }],
  ['the sign-in at PING', 'ping', { path: /token$/ }],
  ['the telling', 'ping', { path: /\/data$/ }],
  ['the asking for the status', 'ping', { path: /checkstatus/ }],
]

/** One decision left over from an earlier run, one refusal for content, and two new decisions. */
async function scene(own: World): Promise<readonly Asked[]> {
  const left = decided(own, 1)
  own.ping.knobs.power = 'down'
  await own.run('1.2')
  own.ping.knobs.power = 'up'
  own.advance(2 * minute)
  const rejected = asked(own, 2)
  decide(own, rejected, 'rejected', 'Moved away')
  return [left, decided(own, 3), rejected]
}

/** How all stand in the end; a comment that was sent twice says the same twice. */
function end(own: World, all: readonly Asked[]): unknown {
  return all.map((one) => {
    const { comments, ...rest } = shown(own, one)
    return { ...rest, comments: [...new Set(Array.isArray(comments) ? comments : [])] }
  })
}

const undisturbed = (all: readonly Asked[]): unknown =>
  all.map((one, at) =>
    at === 2
      ? { ...acknowledged(one), status: 125080004, comments: ['Referral rejected by PRIMERO: Moved away'] }
      : acknowledged(one),
  )

describe.each(effects)('trouble at %s', (_effect, system, rule) => {
  test.each(faults)('%s: the next run ends as if nothing had been', async (_name, fault) => {
    const all = await scene(world)
    const struck = world[system].faults.add({ ...rule, fault, times: 1 })
    const first = await world.run('1.2')
    expect(struck.fired()).toBe(1)
    expect(first.attention).toBe(0)
    world.advance(2 * hour)
    await world.run('1.2')
    const last = await world.run('1.2')
    expect(end(world, all)).toEqual(undisturbed(all))
    expect(counts(last)).toEqual({})
    expect(exitOf(last)).toBe(0)
    expect(world.log.map(({ event }) => event)).not.toContain('conservation-broken')
    expect(world.log.map(({ event }) => event)).not.toContain('defect')
  })
})

const deaths: readonly (readonly [string, Death])[] = (['before', 'after'] as const).flatMap((when) => [
  [`${when} the own account`, { at: /\/users/, when }],
  [`${when} the list`, { at: /last_updated_at=/, when }],
  [`${when} the token`, { at: /token$/, when }],
  [`${when} the first telling`, { at: /\/data$/, when }],
  [`${when} the second telling`, { at: /\/data$/, nth: 2, when }],
  [`${when} the status`, { at: /checkstatus/, when }],
])

test.each(deaths)(
  'killed %s, once or twice, the next run ends as if nothing had been',
  async (_name, death) => {
    const own = world.deployment
    const single = { ...own, ping: { ...own.ping, batchSize: { updates: 1, referrals: 1 } } }
    const all = await scene(world)
    await runAndKill({ ...world, deployment: single }, '1.2', death)
    await runAndKill(world, '1.2', { ...death, nth: 1 })
    world.advance(2 * hour)
    await world.run('1.2')
    expect(end(world, all)).toEqual(undisturbed(all))
    expect(counts(await world.run('1.2'))).toEqual({})
  },
)

test('1.2-12 given ingestion 500, a later run sends them though the cursor has passed', async () => {
  const all = [decided(world, 1), decided(world, 2), decided(world, 3)]
  const fault = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 500 } })
  const report = await world.run('1.2')
  expect(counts(report)).toEqual({ found: 3, waiting: 3 })
  expect(Object.keys(reasons(report))).toEqual(['ping-unavailable'])
  expect(exitOf(report)).toBe(4)
  expect(await world.host.ledger.cursor('1.2')).not.toBeNull()
  fault.remove()
  world.advance(24 * hour)
  decided(world, 9)
  await world.run('1.2')
  expect(statuses(world, all)).toEqual([125080003, 125080003, 125080003])
})

test('a repeat says the day of the first intent, however late it is', async () => {
  const one = decided(world, 1)
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'reset-after' }, times: 1 })
  await world.run('1.2')
  world.advance(72 * hour)
  await world.run('1.2')
  expect(timesTold(world, one)).toBe(2)
  expect(shown(world, one)).toMatchObject({ status: 125080003, date: today })
})

test.each<readonly [string, Fault]>([
  ['hangs', { kind: 'hang-before' }],
  ['is answered 500', { kind: 'status', status: 500 }],
  ['breaks the connection', { kind: 'reset-before' }],
])('one record that %s delays no other of its batch', async (_name, fault) => {
  const good = [1, 2, 3, 4, 5, 6].map((place) => decided(world, place))
  const bad = decided(world, 7)
  const guid = bad.interventions[0]?.guid ?? ''
  world.ping.faults.add({ path: /\/data$/, body: new RegExp(guid), fault })
  const report = await world.run('1.2')
  expect(counts(report)).toEqual({ found: 7, confirmed: 6, waiting: 1 })
  expect(reasons(report)).toEqual({ 'ping-unavailable': [bad.interventions[0]?.number] })
  expect(good.map((one) => shown(world, one))).toEqual(good.map(acknowledged))
})

test('a case that cannot be read again delays no other', async () => {
  const [bad, good] = [decided(world, 1), decided(world, 2)]
  world.ping.knobs.power = 'down'
  await world.run('1.2')
  world.ping.knobs.power = 'up'
  world.advance(2 * minute)
  const hidden = new RegExp(bad.caseId)
  world.primero.faults.add({
    when: ({ query }) => hidden.test(query),
    fault: { kind: 'rewrite', with: without(bad.caseId) },
  })
  world.primero.faults.add({ path: hidden, fault: { kind: 'hang-before' } })
  const report = await world.run('1.2')
  expect(counts(report)).toEqual({ found: 2, confirmed: 1, waiting: 1 })
  expect(reasons(report)).toEqual({ 'primero-unavailable': [bad.interventions[0]?.number] })
  expect(statuses(world, [bad, good])).toEqual([125080002, 125080003])
})

/** Takes one case out of a list that Primero answers. */
function without(caseId: string): Extract<Fault, { kind: 'rewrite' }>['with'] {
  return (answer) => {
    const list = JSON.parse(answer.body ?? '') as { data: { id: string }[]; metadata: object }
    const data = list.data.filter(({ id }) => id !== caseId)
    return { ...answer, body: JSON.stringify({ data, metadata: { ...list.metadata, total: data.length } }) }
  }
}

test('an item in trouble waits longer each time, up to an hour', async () => {
  const one = decided(world, 1)
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 502 } })
  const pauses: number[] = []
  for (let round = 0; round < 8; round += 1) {
    await world.run('1.2')
    const wait = Date.parse((await itemOf(world, one))?.nextTry ?? '') - world.now()
    pauses.push(Math.round(wait / minute))
    world.advance(wait + 5_000)
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
})
