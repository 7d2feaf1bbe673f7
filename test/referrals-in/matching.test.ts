import { afterEach, expect, test } from 'vitest'
import { runFlow } from '@ping-primero/core'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  casesOf,
  childAt,
  countsIn,
  putCase,
  reasonsIn,
  refer,
  runWithoutMemory,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}
const append = (options: WorldOptions = {}): WorldOptions => ({
  ...options,
  deployment: (one) => ({ ...one, policies: { ...one.policies, closedCase: 'append' } }),
})

test('1.1-17 (hazard 8) holds a child of two cases for the focal point and writes to neither', async () => {
  await start()
  putCase(world, 0)
  putCase(world, 0)
  const held = refer(world, 0)
  refer(world, 1)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'several-cases': [held.number] },
  ])
  expect(casesOf(world, 0).map((one) => one['services_section'] ?? [])).toEqual([[], []])
  expect(shown(world, held)).toEqual({ transferStatus: null, comments: [] })
})

test('1.1-17 goes on by itself once the focal point has disabled the wrong case', async () => {
  await start()
  const [right, wrong] = [putCase(world, 0), putCase(world, 0)]
  const intervention = refer(world, 0)
  await world.run('1.1')
  world.primero.act.disableCase('caseworker1', wrong)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  const rows = world.primero.store.case(right)?.data['services_section']
  expect(rows).toMatchObject([{ progres_interventionnumber: addressOf(intervention) }])
})

test('1.1-18 (hazard 33) leaves a closed case closed and asks the focal point, by the policy attention', async () => {
  await start()
  const id = putCase(world, 0)
  world.primero.act.closeCase('caseworker1', id)
  const held = refer(world, 0)
  const report = await world.run('1.1')
  expect(reasonsIn(report)).toEqual({ 'case-closed': [held.number] })
  expect([caseAt(world, 0)['status'], writesTo(world)]).toEqual(['closed', { primero: 0, ping: 0 }])
})

test('1.1-18 (hazard 33) appends to a closed case by the policy append, and alerts the focal point once', async () => {
  await start(append())
  const id = putCase(world, 0)
  world.primero.act.closeCase('caseworker1', id)
  const interventions = [refer(world, 0), refer(world, 0)]
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect([caseAt(world, 0)['status'], addressesAt(world, 0)]).toEqual(['open', interventions.map(addressOf)])
  const alerts = world.log.filter(({ event }) => event === 'case-reopened')
  expect(alerts).toEqual([
    { event: 'case-reopened', flow: '1.1', numbers: expect.objectContaining({ primeroId: id }) },
  ])
})

test('1.1-18 (hazard 33) says so when someone closed the case between our reading and writing', async () => {
  await start()
  const id = putCase(world, 0)
  const intervention = refer(world, 0)
  world.primero.faults.add({
    method: 'PATCH',
    fault: { kind: 'delay', ms: 0 },
    times: 1,
    when: () => {
      world.primero.act.closeCase('caseworker1', id)
      return true
    },
  })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)['status']).toBe('open')
  expect(world.log.filter(({ event }) => event === 'case-reopened')).toHaveLength(1)
  const history = await world.store.operators.history(world.deployment.name, '1.1', intervention.guid)
  expect(history.map(({ what }) => what)).toContain('case-reopened')
})

test('1.1-18 says so too when the answer of the write was lost', async () => {
  await start(append())
  world.primero.act.closeCase('caseworker1', putCase(world, 0))
  refer(world, 0)
  world.primero.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset-after' } })
  await world.run('1.1')
  world.advance(3_600_000)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.log.filter(({ event }) => event === 'case-reopened')).toHaveLength(1)
})

test('holds a child whose only case is disabled', async () => {
  await start()
  world.primero.act.disableCase('caseworker1', putCase(world, 0))
  const held = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-disabled': [held.number] })
  expect(writesTo(world).primero).toBe(0)
})

test('1.1-21 (hazard 5) does not take …-1000095 for a duplicate of the delivered …-100009', async () => {
  await start()
  const first = refer(world, 0, { number: '803-26-PRTITV-100009' })
  await world.run('1.1')
  const second = refer(world, 0, { number: '803-26-PRTITV-1000095' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toEqual([addressOf(first), addressOf(second)])
})

test('1.1-21 (hazard 5) nor …-100009 for one of …-1000095, which came first', async () => {
  await start()
  const first = refer(world, 0, { number: '803-26-PRTITV-1000095' })
  await world.run('1.1')
  const second = refer(world, 0, { number: '803-26-PRTITV-100009' })
  await world.run('1.1')
  expect(addressesAt(world, 0)).toEqual([addressOf(first), addressOf(second)])
})

test('knows a row that an earlier solution wrote under another id by the first part of its address', async () => {
  await start()
  const intervention = refer(world, 0)
  const row = {
    unique_id: '10000000-0000-4000-a000-000000000009',
    unhcr_referral_status: 'accepted',
    progres_interventionnumber: addressOf(intervention),
  }
  putCase(world, 0, { services_section: [row] })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([servicesAt(world, 0).length, writesTo(world).primero]).toEqual([1, 0])
  expect(servicesAt(world, 0)[0]?.['unhcr_referral_status']).toBe('accepted')
})

test('does not reset a decided row when a disabled case holds the same row', async () => {
  await start()
  const intervention = refer(world, 0)
  await world.run('1.1')
  const [row] = servicesAt(world, 0)
  const made = String(caseAt(world, 0)['id'])
  world.primero.act.setServiceStatus('progresv4_primero_intake', made, String(row?.['unique_id']), 'accepted')
  world.primero.act.disableCase('caseworker1', putCase(world, 0, { services_section: [row] }))
  world.ping.act.listAgain(intervention.guid)
  await runWithoutMemory(world)
  const rows = world.primero.store.case(made)?.data['services_section']
  expect(rows).toMatchObject([{ unhcr_referral_status: 'accepted' }])
})

test.each([1, 5])(
  '(hazard 9) takes no row of all cases for a match when Primero ignores the filter, %i asked',
  async (count) => {
    await start()
    for (const place of [20, 21, 22]) putCase(world, place)
    for (let place = 0; place < count; place += 1) refer(world, place)
    // A role without the form: the filter on the number is dropped, everything is answered.
    world.primero.faults.add({
      path: /cases$/,
      method: 'GET',
      when: ({ query }) => query.includes('unhcr_individual_no') && !query.startsWith('per='),
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          const data = [...world.primero.store.cases()].map(({ id, data: fields }) => ({
            id,
            enabled: true,
            last_updated_at: '2026-11-20T08:00:00.000Z',
            unhcr_individual_no: fields['unhcr_individual_no'],
          }))
          return {
            ...answer,
            body: JSON.stringify({ data, metadata: { total: data.length, per: 1000, page: 1 } }),
          }
        },
      },
    })
    const report = await world.run('1.1')
    expect(report.stopped).toEqual({ reason: 'primero-filter-ignored', about: ['unhcr_individual_no'] })
    expect(countsIn(report)).toEqual({ found: count, waiting: count })
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  },
)

test.each(['empty', 'one-short'])(
  'makes no second case when a list look-up answers %s: without its control value it proves nothing',
  async (how) => {
    await start()
    for (const place of [0, 1, 2, 3, 4]) {
      putCase(world, place)
      refer(world, place)
    }
    world.primero.faults.add({
      method: 'GET',
      when: ({ query }) => query.startsWith('or'),
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          const read: { data: unknown[] } = JSON.parse(answer.body ?? '')
          const data = how === 'empty' ? [] : read.data.slice(1)
          const total = how === 'empty' ? 0 : read.data.length
          return { ...answer, body: JSON.stringify({ data, metadata: { total } }) }
        },
      },
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
    expect([...world.primero.store.cases()]).toHaveLength(5)
  },
)

/** A search that fails inside Primero. */
const nothing = {
  kind: 'status',
  status: 200,
  body: '{"data":[],"metadata":{"total":0}}',
  contentType: 'application/json',
} as const

test('(P2, F68) makes no second case while lists that worked before find nothing, whatever single searches say', async () => {
  await start()
  putCase(world, 1)
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  putCase(world, 2)
  // The control value is the number of this one: single searches find it.
  putCase(world, 3)
  refer(world, 2)
  const { number } = childAt(2)
  for (const begins of ['or[', 'or%5B', `unhcr_individual_no=${number}`]) {
    world.primero.faults.add({ method: 'GET', when: ({ query }) => query.startsWith(begins), fault: nothing })
  }
  expect([countsIn(await world.run('1.1')), casesOf(world, 2).length]).toEqual([{ found: 1, waiting: 1 }, 1])
  world.primero.faults.clear()
  world.advance(3_600_000)
  expect([countsIn(await world.run('1.1')), casesOf(world, 2).length]).toEqual([
    { found: 1, confirmed: 1 },
    1,
  ])
})

test('(P2, F68) makes no second case while searches find nothing and no control value can be read', async () => {
  await start()
  putCase(world, 0)
  refer(world, 0)
  world.primero.faults.add({
    method: 'GET',
    when: ({ query }) => query.startsWith('unhcr_individual_no='),
    fault: nothing,
  })
  world.primero.faults.add({
    method: 'GET',
    when: ({ query }) => query.startsWith('per=100&'),
    fault: { kind: 'reset-after' },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), casesOf(world, 0).length]).toEqual([{ found: 1, waiting: 1 }, 1])
  world.primero.faults.clear()
  world.advance(3_600_000)
  expect([countsIn(await world.run('1.1')), casesOf(world, 0).length]).toEqual([
    { found: 1, confirmed: 1 },
    1,
  ])
})

test('after 409 takes the case that is there, and holds one that carries another number by now', async () => {
  await start()
  const [same, changed] = [refer(world, 0), refer(world, 1)]
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 2, fault: { kind: 'reset-after' } })
  await world.run('1.1')
  const made = caseAt(world, 1)
  world.primero.act.updateCase('progresv4_primero_intake', String(made['id']), {
    unhcr_individual_no: '803-77',
  })
  // The child of the first one is known, and the look-up does not show it.
  const number = childAt(0).number
  world.primero.faults.add({
    method: 'GET',
    when: ({ query }) => query.startsWith(`unhcr_individual_no=${number}`),
    times: 1,
    fault: {
      kind: 'status',
      status: 200,
      body: '{"data":[],"metadata":{"total":0}}',
      contentType: 'application/json',
    },
  })
  world.advance(3_600_000)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'case-identity-changed': [changed.number] },
  ])
  expect(addressesAt(world, 0)).toEqual([addressOf(same)])
  expect([...world.primero.store.cases()]).toHaveLength(2)
})

test('(hazard 6) two runs that overlap make one case for each child', async () => {
  await start()
  world.primero.knobs.latencyMs = 5
  for (let place = 0; place < 10; place += 1) refer(world, place)
  const options = { waitMs: 0, now: world.now, sleep: async () => {} }
  const first = await world.store.turn(world.deployment.name, '1.1', options)
  if (first.kind !== 'taken') throw new Error('no turn')
  await expect(world.run('1.1')).rejects.toThrow('under-way')
  await first.release()
  // Even without turns the derived ids of cases and rows hold.
  const request = {
    deployment: world.deployment,
    flow: '1.1',
    dryRun: false,
    since: null,
    only: null,
  } as const
  await Promise.all([runFlow(request, world.host), runFlow(request, world.host)])
  await world.run('1.1')
  for (let place = 0; place < 10; place += 1) expect(servicesAt(world, place)).toHaveLength(1)
})
