import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  asked,
  batchesOf,
  countsIn,
  finish,
  hour,
  inProgres,
  itemOf,
  minute,
  reasonsIn,
  refer,
  sent,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (settings: NonNullable<WorldOptions['ping']>['settings'] = {}): Promise<void> => {
  world = await startWorld({ requestTimeoutMs: 1_000, ping: { settings } })
}

const nasty = [
  'He said: "I am afraid"',
  'a}",b',
  'first line\nsecond line',
  'x}","Status":"Failed","ErrorMessage":"IOP-1: no","y":"{',
  '"}]',
  'ends with a brace }',
  '{"ExternalId":"a0000000-0000-4000-8000-000000000001","Status":"Failed"}',
  'tab\tand back\\slash',
]

test.each((['second', 'last'] as const).flatMap((place) => nasty.map((notes) => [place, notes] as const)))(
  '2.1-19 reads a broken status answer (%s) about notes %j as processed',
  async (statusDataPlace, notes) => {
    await start({ statusDataPlace })
    refer(world, 0, { row: { service_referral_notes: notes } })
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  },
)

test.each((['second', 'last'] as const).flatMap((place) => nasty.map((notes) => [place, notes] as const)))(
  '2.1-19 takes no text of a broken status answer (%s) about notes %j for a success',
  async (statusDataPlace, notes) => {
    const imitation = notes.replaceAll('Failed', 'Success')
    await start({ statusDataPlace, processing: { afterChecks: 0, fails: () => 'IOP-9000: no' } })
    const scene = refer(world, 0, { row: { service_referral_notes: imitation } })
    const report = await world.run('2.1')
    expect(countsIn(report)).toEqual({ found: 1, attention: 1 })
    expect([(await itemOf(world, scene.referralId)).about, sent(world)]).toEqual([['IOP-9000'], []])
  },
)

test.each(['object', 'array', 'broken-string'] as const)(
  'a status answer as %s confirms a batch',
  async (statusShape) => {
    world = await startWorld({ deployment: batchesOf(10), ping: { settings: { statusShape } } })
    for (let place = 0; place < 5; place += 1) refer(world, place)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 5, confirmed: 5 })
  },
)

test.each(['object', 'array', 'broken-string'] as const)(
  'of a batch (%s) only what PING refused needs attention',
  async (statusShape) => {
    const fails = (item: { readonly fields: Readonly<Record<string, string>> }): string | null =>
      item.fields['progres_offlineid']?.endsWith('3') === true ? 'IOP-9000: no' : null
    const settings = { statusShape, processing: { afterChecks: 0, fails } } as const
    world = await startWorld({ deployment: batchesOf(10), ping: { settings } })
    const scenes = Array.from({ length: 5 }, (_, place) => refer(world, place))
    const report = await world.run('2.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 5, confirmed: 4, attention: 1 },
      { 'ping-rejected': [scenes[3]?.referralId] },
    ])
  },
)

test.each(['null', 'empty', 'absent'] as const)(
  'a status answer that says nothing (%s) keeps the referral waiting, and needs attention after 24 hours',
  async (statusShape) => {
    await start({ statusShape })
    const scene = refer(world, 0)
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-processing': [scene.referralId] })
    world.advance(23 * hour)
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-processing': [scene.referralId] })
    world.advance(hour)
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-silent': [scene.referralId] })
    expect(asked(world, 'check-status')).toBe(3)
    world.ping.settings.statusShape = 'broken-string'
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(asked(world, 'create-referral')).toBe(1)
  },
)

test('a referral still in progress at PING is asked for once in each run', async () => {
  await start({ processing: { afterChecks: 2 } })
  const scene = refer(world, 0)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-processing': [scene.referralId] })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-processing': [scene.referralId] })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([asked(world, 'check-status'), inProgres(world, scene).length]).toEqual([3, 1])
})

test.each([
  ['500', { kind: 'status', status: 500 }],
  ['a page of HTML', { kind: 'status', status: 200, body: '<html>Sorry</html>', contentType: 'text/html' }],
  ['a broken connection', { kind: 'reset-before' }],
  ['no answer', { kind: 'hang-before' }],
  ['400', { kind: 'status', status: 400, body: '{"ErrorMessage":"no"}' }],
  ['another form', { kind: 'status', status: 200, body: '[1,2,3]' }],
  ["a gateway's own error", { kind: 'status', status: 200, body: '{"statusCode":500,"message":"no"}' }],
  ['an empty object', { kind: 'status', status: 200, body: '{}' }],
] as const)(
  'trouble in asking for the status (%s) waits and asks again, and sends nothing again',
  async (_how, fault) => {
    await start()
    const scenes = [refer(world, 0), refer(world, 1)]
    world.ping.faults.add({ path: /checkstatus/, fault, times: 1 })
    const first = await world.run('2.1')
    expect([countsIn(first), Object.keys(reasonsIn(first))]).toEqual([
      { found: 2, confirmed: 1, waiting: 1 },
      ['ping-unavailable'],
    ])
    world.advance(5 * minute)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(asked(world, 'create-referral')).toBe(scenes.length)
  },
)

test.each([
  [
    'cut in the middle',
    {
      kind: 'rewrite',
      with: (answer: { status: number; body?: string }) => ({
        ...answer,
        body: (answer.body ?? '').slice(0, 60),
      }),
    },
  ],
  ['nothing at all', { kind: 'status', status: 200, body: '' }],
] as const)('a status answer %s is not taken for a word of PING', async (_how, fault) => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add({ path: /checkstatus/, fault, times: 1 })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-processing': [scene.referralId] })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
})

test('2.1-20 (hazard 24) shows what PING refused afterwards, and sends it again only when something changed', async () => {
  let refusing = true
  await start({
    processing: { afterChecks: 1, fails: () => (refusing ? 'IOP-9000: value of Abela Omodi' : null) },
  })
  const [held, other] = [refer(world, 0), refer(world, 1)]
  await world.run('2.1')
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'ping-rejected': [held.referralId, other.referralId] })
  expect((await itemOf(world, held.referralId)).about).toEqual(['IOP-9000'])
  refusing = false
  await world.run('2.1')
  expect(asked(world, 'create-referral')).toBe(2)
  world.advance(hour)
  world.primero.act.updateCase('caseworker1', held.caseId, { address_current: 'Block 8' })
  await world.run('2.1')
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 2, confirmed: 1, attention: 1 })
  expect(sent(world)).toEqual([held.rowId])
  world.advance(24 * hour)
  await world.run('2.1')
  await world.run('2.1')
  expect(sent(world)).toEqual([held.rowId, other.rowId])
})

test('what PING refuses at once is shown with its code, and goes again after retry', async () => {
  await start({ refusalStatus: 400 })
  const [held, other] = [refer(world, 0), refer(world, 1)]
  const refusal = world.ping.faults.add({
    path: /asyncdata$/,
    body: new RegExp(held.rowId),
    fault: {
      kind: 'status',
      status: 200,
      body: '{"ErrorMessage":"IOP-1004: no such place: partner camp"}',
    },
  })
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'ping-rejected': [held.referralId] },
  ])
  expect((await itemOf(world, held.referralId)).about).toEqual(['IOP-1004'])
  refusal.remove()
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-rejected': [held.referralId] })
  const act = { by: 'the administrator', at: new Date(world.now()).toISOString() }
  await world.store.operators.retry(
    world.deployment.name,
    { items: [{ flow: '2.1', key: held.referralId }] },
    act,
  )
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([held.rowId, other.rowId])
})

test('a batch refused as a whole goes again one by one, and only the bad one is held', async () => {
  world = await startWorld({ deployment: batchesOf(4) })
  const scenes = Array.from({ length: 4 }, (_, place) => refer(world, place))
  world.ping.faults.add({
    path: /asyncdata$/,
    body: new RegExp(scenes[2]?.rowId ?? ''),
    fault: { kind: 'status', status: 400, body: '{"ErrorMessage":"IOP-1001: Required field missing"}' },
  })
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 4, confirmed: 3, attention: 1 },
    { 'ping-rejected': [scenes[2]?.referralId] },
  ])
  expect(sent(world)).toEqual([0, 1, 3].map((place) => scenes[place]?.rowId))
})

test('a process that PING does not know stops the flow and holds nothing of any record', async () => {
  world = await startWorld({
    deployment: (deployment) => ({
      ...deployment,
      ping: { ...deployment.ping, processes: { ...deployment.ping.processes, createReferral: 'SHP-1' } },
    }),
  })
  refer(world, 0)
  refer(world, 1)
  const report = await world.run('2.1')
  expect([countsIn(report), report.stopped]).toEqual([
    { found: 2, waiting: 2 },
    { reason: 'ping-configuration-refused', about: ['SHP-1'] },
  ])
})
