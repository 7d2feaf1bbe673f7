import type { Fault, FaultRule } from '@ping-primero/sandbox'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  casesOf,
  childAt,
  countsIn,
  endOf,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  shown,
  writesTo,
} from './scene.ts'

let world: World | undefined
let undisturbed: unknown

/** Two new children, one of them twice, and one who is known: every effect of the flow. */
async function scene(): Promise<World> {
  const made = await startWorld({ requestTimeoutMs: 1_000 })
  const id = '20000000-0000-4000-a000-000000000001'
  putCase(made, 2, { id, case_id: id })
  for (const place of [0, 1, 0, 2]) refer(made, place, { transferStatusDate: '2026-11-02' })
  return made
}

const hour = 3_600_000

beforeAll(async () => {
  const calm = await scene()
  expect(countsIn(await calm.run('1.1'))).toEqual({ found: 4, confirmed: 4 })
  undisturbed = endOf(calm)
  await calm.stop()
})
afterEach(async () => {
  await world?.stop()
  world = undefined
})

const html = '<!DOCTYPE html><html><body>An error page</body></html>'
const faults: readonly (readonly [string, Fault])[] = [
  ['500', { kind: 'status', status: 500 }],
  ['502 as HTML after acting', { kind: 'status-after', status: 502, body: html }],
  ['503', { kind: 'status', status: 503 }],
  ['429 for a minute', { kind: 'status', status: 429, headers: { 'retry-after': '60' } }],
  ['429 for two seconds', { kind: 'status', status: 429, headers: { 'retry-after': '2' } }],
  ['403 of a quota', { kind: 'status', status: 403, body: '{"message":"Out of call volume quota"}' }],
  ['a reset before acting', { kind: 'reset-before' }],
  ['a reset after acting', { kind: 'reset-after' }],
  ['no answer after acting', { kind: 'hang-after' }],
  ['half an answer', { kind: 'truncate' }],
  ['HTML with 200', { kind: 'status', status: 200, body: html }],
  ['HTML with 200 after acting', { kind: 'status-after', status: 200, body: html }],
]

type Place = Pick<FaultRule, 'method' | 'path' | 'body' | 'when' | 'skip'>
const primeroPlaces: readonly (readonly [string, Place])[] = [
  ['reading the account', { path: /users/ }],
  [
    'looking children up',
    { method: 'GET', path: /cases$/, when: ({ query }) => query.includes('individual_no=') },
  ],
  ['making a case', { method: 'POST', path: /cases$/ }],
  ['making the second case', { method: 'POST', path: /cases$/, skip: 1 }],
  ['appending a service', { method: 'PATCH' }],
  ['appending the second service', { method: 'PATCH', skip: 1 }],
  ['reading back', { method: 'GET', when: ({ query }) => query.startsWith('id=') }],
  ['reading back the second wave', { method: 'GET', skip: 1, when: ({ query }) => query.startsWith('id=') }],
]
const pingPlaces: readonly (readonly [string, Place])[] = [
  ['the sign-in', { path: /token/ }],
  ['the list', { body: /SHP-2747/ }],
  ['a detail', { body: /SHP-2358/ }],
  ['telling proGres', { path: /ingestion\/v2/ }],
  ['asking what became of it', { path: /checkstatus/ }],
]

const cases = [
  ...primeroPlaces.flatMap(([where, place]) =>
    faults.map(([what, fault]) => [what, where, 'primero', { ...place, fault }] as const),
  ),
  ...pingPlaces.flatMap(([where, place]) =>
    faults.map(([what, fault]) => [what, where, 'ping', { ...place, fault }] as const),
  ),
]

test.each(cases)(
  '(hazard 7) %s at %s of %s leaves the same end as no trouble at all',
  async (_, __, system, rule) => {
    world = await scene()
    const armed = world[system].faults.add({ ...rule, times: 1 })
    const first = await world.run('1.1')
    expect(armed.fired()).toBe(1)
    expect([first.attention, first.stopped, first.withdrawn]).toEqual([0, undefined, 0])
    world.advance(2 * hour)
    await world.run('1.1')
    expect(endOf(world)).toEqual(undisturbed)
    forgetTraffic(world)
    expect(countsIn(await world.run('1.1'))).toEqual({})
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  },
)

test('1.1-14 leaves the status in proGres as it was when Primero is unavailable for one, and delivers it once', async () => {
  world = await startWorld()
  const interventions = [0, 1, 2].map((place) => refer(world!, place))
  const [, unlucky] = interventions
  world.primero.faults.add({
    method: 'POST',
    path: /cases$/,
    body: new RegExp(unlucky!.guid),
    times: 1,
    fault: { kind: 'status', status: 503 },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report), exitOf(report)]).toEqual([
    { found: 3, confirmed: 2, waiting: 1 },
    { 'primero-unavailable': [unlucky!.number] },
    4,
  ])
  expect(interventions.map((one) => shown(world!, one).transferStatus)).toEqual([125080002, null, 125080002])
  world.advance(hour)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 1)).toEqual([addressOf(unlucky!)])
  expect(shown(world, unlucky!).transferStatus).toBe(125080002)
})

test.each(['new', 'known'])(
  '1.1-15 keeps one service when the answer to the write for a %s child was lost',
  async (kind) => {
    world = await startWorld({ requestTimeoutMs: 1_000 })
    if (kind === 'known') putCase(world, 0)
    const intervention = refer(world, 0)
    world.primero.faults.add({
      path: /cases/,
      when: ({ method }) => method !== 'GET',
      times: 1,
      fault: { kind: 'hang-after' },
    })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'primero-unavailable': [intervention.number] })
    world.advance(hour)
    forgetTraffic(world)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect([casesOf(world, 0).length, addressesAt(world, 0)]).toEqual([1, [addressOf(intervention)]])
    expect(writesTo(world).primero).toBe(0)
  },
)

test('1.1-16 sends the status in the next run when PING failed after the delivery, and writes no second service', async () => {
  world = await startWorld()
  const intervention = refer(world, 0)
  const down = world.ping.faults.add({ path: /ingestion\/v2/, fault: { kind: 'status', status: 500 } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'ping-unavailable': [intervention.number] })
  down.remove()
  world.advance(hour)
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([writesTo(world), addressesAt(world, 0).length]).toEqual([{ primero: 0, ping: 1 }, 1])
  expect(shown(world, intervention).transferStatus).toBe(125080002)
})

test('a repeat says the same as the first attempt, the default of now included', async () => {
  world = await startWorld()
  putCase(world, 0)
  refer(world, 0)
  refer(world, 1)
  world.primero.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset-before' } })
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-before' } })
  await world.run('1.1')
  world.advance(30 * hour)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  const bodies = (method: string): readonly string[] =>
    world!.primero.traffic
      .entries()
      .filter((entry) => entry.method === method && entry.path.startsWith('/api/v2/cases'))
      .map(({ body }) => body)
  for (const method of ['PATCH', 'POST']) {
    const [first, ...repeats] = bodies(method)
    expect(repeats).toEqual([first])
  }
})

test.each([
  ['as a batch', 'batch'],
  ['one by one', 'item'],
] as const)('what proGres refuses %s goes again alone, and holds back only itself', async (_, badItem) => {
  world = await startWorld({ ping: { settings: { badItem } } })
  const bad = refer(world, 0, { businessUnit: 'not-a-guid' })
  const good = [refer(world, 1), refer(world, 2)]
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 3, confirmed: 2, attention: 1 },
    { 'ping-rejected': [bad.number] },
  ])
  expect(good.map((one) => shown(world!, one).transferStatus)).toEqual([125080002, 125080002])
  forgetTraffic(world)
  await world.run('1.1')
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  world.advance(25 * hour)
  await world.run('1.1')
  expect(writesTo(world)).toEqual({ primero: 0, ping: 1 })
})

test('a record that Primero forbids, and one that it refuses, hold back only themselves', async () => {
  world = await startWorld()
  const [, forbidden, refused] = [0, 1, 2, 3].map((place) => refer(world!, place))
  const answer = (guid: string, status: number, body: string): void => {
    world!.primero.faults.add({
      method: 'POST',
      body: new RegExp(guid),
      fault: { kind: 'status', status, body, contentType: 'application/json' },
    })
  }
  answer(forbidden!.guid, 403, '{"errors":[{"message":"Forbidden"}]}')
  answer(refused!.guid, 422, '{"errors":[{"detail":["/name_first","/services_section/0/service_type"]}]}')
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 4, confirmed: 2, attention: 2 },
    { 'primero-forbidden': [forbidden!.number], 'primero-refused': [refused!.number] },
  ])
  const [item] = await world.host.ledger.get('1.1', [refused!.guid])
  expect(item?.about).toEqual(['name_first', 'services_section.service_type'])
})

test('a record whose write never answers holds back only itself', async () => {
  world = await startWorld({ requestTimeoutMs: 1_000 })
  const interventions = [0, 1, 2, 3, 4, 5].map((place) => refer(world!, place))
  const [, slow] = interventions
  world.primero.faults.add({ method: 'POST', body: new RegExp(slow!.guid), fault: { kind: 'hang-before' } })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 6, confirmed: 5, waiting: 1 },
    { 'primero-unavailable': [slow!.number] },
  ])
})

test('a whole outage costs few requests, loses nothing and leaves no trace', async () => {
  world = await scene()
  for (let place = 10; place < 40; place += 1) refer(world, place)
  world.primero.knobs.power = 'down'
  const report = await world.run('1.1')
  expect([report.waiting, report.requests.primero <= 10, writesTo(world).ping]).toEqual([34, true, 0])
  world.primero.knobs.power = 'up'
  world.advance(2 * hour)
  expect((await world.run('1.1')).confirmed).toBe(34)
})

test('a defect in one record is named by where it happened, and touches no other', async () => {
  const broken = {
    name: 'languages-in',
    get rows(): never {
      throw new TypeError(`Nobody foresaw this of ${childAt(0).givenName}`)
    },
  }
  world = await startWorld({
    deployment: (one) => ({
      ...one,
      valueMaps: { ...one.valueMaps, maps: new Map([...one.valueMaps.maps, ['languages-in', broken]]) },
    }),
  })
  const struck = refer(world, 0)
  refer(world, 1, { individual: { languages: [] } })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report), exitOf(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { defect: [struck.number] },
    1,
  ])
  const [item] = await world.host.ledger.get('1.1', [struck.guid])
  expect(item?.about).toEqual([expect.stringMatching(/^TypeError at [a-z.-]+\.ts:\d+$/)])
  expect(JSON.stringify([world.log, report])).not.toContain(childAt(0).givenName)
})
