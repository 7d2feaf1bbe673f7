import type { Fault } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  asked,
  batchesOf,
  countsIn,
  finish,
  forgetTraffic,
  hour,
  inProgres,
  itemOf,
  minute,
  onSend,
  reasonsIn,
  refer,
  release,
  retryAll,
  sent,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld({ requestTimeoutMs: 1_000, ...options })
}

const html: Fault = { kind: 'status', status: 200, body: '<html>Sorry</html>', contentType: 'text/html' }

test('2.1-13 keeps what is to be sent while PING is down, and makes exactly one referral of each afterwards', async () => {
  await start()
  const scenes = Array.from({ length: 30 }, (_, place) => refer(world, place))
  const down = world.ping.faults.add(onSend({ kind: 'status', status: 503 }))
  const first = await world.run('2.1')
  expect([countsIn(first), Object.keys(reasonsIn(first))]).toEqual([
    { found: 30, waiting: 30 },
    ['ping-unavailable'],
  ])
  // Five troubles in a row, and the seven others in flight by then.
  expect(down.fired()).toBeLessThanOrEqual(12)
  forgetTraffic(world)
  world.advance(2 * minute)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 30, waiting: 30 })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 1 })
  down.remove()
  world.advance(2 * hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 30, confirmed: 30 })
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
})

/** Surely not taken: tried again by itself. */
const notTaken: readonly (readonly [string, Fault])[] = [
  ['429', { kind: 'status', status: 429, headers: { 'retry-after': '120' } }],
  ['503', { kind: 'status', status: 503 }],
  ['403 of a quota', { kind: 'status', status: 403, body: '{"message":"Out of call volume quota."}' }],
]

test.each(notTaken)('a send answered by %s is tried again by itself and made once', async (_name, fault) => {
  await start()
  const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
  world.ping.faults.add(onSend(fault, { times: 1 }))
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 3, confirmed: 2, waiting: 1 })
  world.advance(5 * minute)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
})

test.each([401, 403, 404])(
  'a send answered by %i stops the flow, takes nothing for sent, and goes on when mended',
  async (status) => {
    await start()
    const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
    const wrong = world.ping.faults.add(onSend({ kind: 'status', status, body: '{"message":"no"}' }))
    const report = await world.run('2.1')
    const reason = status === 404 ? 'ping-configuration-refused' : 'ping-credentials-refused'
    expect(report.stopped?.reason).toBe(reason)
    expect(countsIn(report)).toEqual({ found: 3, waiting: 3 })
    expect(reasonsIn(report)['flow-stopped']).toHaveLength(3)
    wrong.remove()
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 3, confirmed: 3 })
    expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  },
)

/** In doubt, and proGres has it. */
const taken: readonly (readonly [string, Fault])[] = [
  ['its connection broken before the answer', { kind: 'reset-after' }],
  ['no answer in time', { kind: 'hang-after' }],
  ['headers and no body', { kind: 'hang-after-headers' }],
  ['an answer cut in the middle', { kind: 'truncate' }],
  [
    'a page of HTML',
    { kind: 'status-after', status: 200, body: '<html>Sorry</html>', contentType: 'text/html' },
  ],
  ['cut JSON', { kind: 'status-after', status: 200, body: '{"SPHTransactionId":"da68' }],
  ['500', { kind: 'status-after', status: 500 }],
  ['502', { kind: 'status-after', status: 502 }],
  ['504', { kind: 'status-after', status: 504 }],
]

test.each(taken)(
  '2.1-14 (hazard 17) never sends again what was taken and left with %s: it is found in proGres',
  async (_name, fault) => {
    await start({ ping: { settings: { visibleAfterMs: hour } } })
    const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
    world.ping.faults.add(onSend(fault, { times: 1 }))
    const first = await world.run('2.1')
    expect([countsIn(first), Object.keys(reasonsIn(first))]).toEqual([
      { found: 3, confirmed: 2, attention: 1 },
      ['outcome-unknown'],
    ])
    world.advance(2 * hour)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
    expect(asked(world, 'create-referral')).toBe(3)
  },
)

/** In doubt, and proGres does not have it. */
const lost: readonly (readonly [string, Fault])[] = [
  ['its connection broken', { kind: 'reset-before' }],
  ['no answer in time', { kind: 'hang-before' }],
  ['a page of HTML', html],
  ['500', { kind: 'status', status: 500 }],
  ['502', { kind: 'status', status: 502 }],
]

test.each(lost)(
  '2.1-14 (hazard 17) holds a send left with %s until a person releases it, and makes it once',
  async (_name, fault) => {
    await start()
    const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
    world.ping.faults.add(onSend(fault, { times: 1 }))
    const [held] = reasonsIn(await world.run('2.1'))['outcome-unknown'] ?? []
    await retryAll(world)
    world.advance(48 * hour)
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [held] })
    expect(sent(world)).toHaveLength(2)
    expect(await release(world, held ?? '')).toBe(1)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  },
)

test('a released send that fails again in doubt needs another release', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 2 }))
  await world.run('2.1')
  await release(world, scene.referralId)
  await world.run('2.1')
  world.advance(hour)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  await release(world, scene.referralId)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a release of an unknown outcome outlasts trouble with Primero', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  await release(world, scene.referralId)
  const down = world.primero.faults.add({ fault: { kind: 'status', status: 503 } })
  await world.run('2.1')
  expect((await itemOf(world, scene.referralId)).reason).toBe('outcome-unknown')
  down.remove()
  world.advance(hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('(hazard 16) a send answered by 500 in the middle of ten loses none of the others', async () => {
  await start()
  const scenes = Array.from({ length: 10 }, (_, place) => refer(world, place))
  world.ping.faults.add(onSend({ kind: 'status', status: 500 }, { skip: 3, times: 1 }))
  const report = await world.run('2.1')
  expect(countsIn(report)).toEqual({ found: 10, confirmed: 9, attention: 1 })
  await release(world, reasonsIn(report)['outcome-unknown']?.[0] ?? '')
  await world.run('2.1')
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
})

const tokenTrouble: readonly (readonly [string, Fault])[] = [
  ['500', { kind: 'status', status: 500 }],
  ['no answer in time', { kind: 'hang-before' }],
  ['HTML', html],
  ['JSON without a token', { kind: 'status', status: 200, body: '{}' }],
]

test.each(tokenTrouble)(
  'a token service that answers by %s leaves no send in doubt',
  async (_name, fault) => {
    await start()
    const scenes = [refer(world, 0), refer(world, 1)]
    const down = world.ping.faults.add({ path: /token$/, fault })
    const report = await world.run('2.1')
    expect([countsIn(report), Object.keys(reasonsIn(report))]).toEqual([
      { found: 2, waiting: 2 },
      ['ping-unavailable'],
    ])
    down.remove()
    world.advance(hour)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 2, confirmed: 2 })
    expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  },
)

test('one send that hangs keeps no other from being sent in the same run', async () => {
  await start()
  const scenes = Array.from({ length: 12 }, (_, place) => refer(world, place))
  world.ping.faults.add(onSend({ kind: 'hang-before' }, { body: new RegExp(scenes[4]?.rowId ?? '') }))
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 12, confirmed: 11, attention: 1 },
    { 'outcome-unknown': [scenes[4]?.referralId] },
  ])
})

test('a batch in doubt holds its own items and no other', async () => {
  await start({ deployment: batchesOf(4) })
  const scenes = Array.from({ length: 8 }, (_, place) => refer(world, place))
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  const report = await world.run('2.1')
  expect(countsIn(report)).toEqual({ found: 8, confirmed: 8 })
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  expect(asked(world, 'create-referral')).toBe(2)
})

/** Trouble with Primero at each thing that is read there. */
const primeroTrouble: readonly (readonly [string, RegExp])[] = [
  ['the list of changed cases', /\/cases$/],
  ['the referrals of a case', /\/referrals$/],
  ['the owner of a case', /\/users$/],
]
const faults: readonly (readonly [string, Fault])[] = [
  ['503', { kind: 'status', status: 503 }],
  ['a broken connection', { kind: 'reset-before' }],
  ['cut JSON', { kind: 'truncate' }],
  ['no answer', { kind: 'hang-before' }],
  ['HTML', html],
]

test.each(
  primeroTrouble.flatMap(([what, path]) => faults.map(([how, fault]) => [what, how, path, fault] as const)),
)('trouble with %s (%s) loses nothing and sends nothing twice', async (_what, _how, path, fault) => {
  await start()
  const scenes = [refer(world, 0), refer(world, 1), refer(world, 2)]
  world.primero.faults.add({ path, fault, skip: path.source.includes('users') ? 1 : 0, times: 1 })
  const first = await world.run('2.1')
  expect(first.reasons.map(({ code }) => code)).toContain('primero-unavailable')
  world.advance(5 * minute)
  const second = await world.run('2.1')
  expect(second.reasons).toEqual([])
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
})

test('a case that was deleted while its referral was held takes the referral with it', async () => {
  await start()
  const scene = refer(world, 0, { case: { address_current: undefined } })
  await world.run('2.1')
  world.primero.faults.add({
    path: /\/cases\/[^/]+(\/referrals)?$/,
    fault: { kind: 'status', status: 404, body: '{"errors":[]}' },
  })
  world.primero.faults.add({
    path: /\/cases$/,
    fault: { kind: 'status', status: 200, body: '{"data":[],"metadata":{"total":0,"per":1000,"page":1}}' },
  })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, withdrawn: 1 })
  expect((await itemOf(world, scene.referralId)).state).toBe('withdrawn')
})

test('a case that the account may not see any more holds its unsent referral and no other', async () => {
  await start()
  const held = refer(world, 0, { case: { address_current: undefined } })
  await world.run('2.1')
  const other = refer(world, 1)
  world.primero.faults.add({
    path: new RegExp(`${held.caseId}/referrals`),
    fault: { kind: 'status', status: 403, body: '{"errors":[]}' },
  })
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toMatchObject({ 'primero-forbidden': [held.referralId] })
  expect(sent(world)).toEqual([other.rowId])
})

test('Primero down hides neither an unknown outcome nor what waits for the word of PING', async () => {
  await start({ ping: { settings: { processing: { afterChecks: 3 } } } })
  const [one, two] = [refer(world, 0), refer(world, 1)]
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { body: new RegExp(one.rowId), times: 1 }))
  await world.run('2.1')
  world.primero.faults.add({ fault: { kind: 'status', status: 503 } })
  world.advance(hour)
  world.primero.act.updateCase('caseworker1', two.caseId, { name_nickname: 'Bilo' })
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toMatchObject({
    'outcome-unknown': [one.referralId],
    'ping-processing': [two.referralId],
  })
})
