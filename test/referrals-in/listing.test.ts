import { afterEach, beforeEach, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  casesOf,
  countsIn,
  forgetTraffic,
  reasonsIn,
  refer,
  runWithoutMemory,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const nothing = { primero: 0, ping: 0 }

test('1.1-03 appends no second service when the same intervention is listed again, and proGres stays 125080002', async () => {
  const intervention = refer(world, 0)
  await world.run('1.1')
  world.ping.act.listAgain(intervention.guid)
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({})
  expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
  expect([shown(world, intervention).transferStatus, writesTo(world)]).toEqual([125080002, nothing])
})

test.each([
  ['accepted', 125080003],
  ['rejected', 125080004],
])(
  '1.1-04 (hazard 11) does not step back what the worker %s when it is listed again',
  async (status, code) => {
    const intervention = refer(world, 0)
    await world.run('1.1')
    const [made] = casesOf(world, 0)
    const [row] = servicesAt(world, 0)
    world.primero.act.setServiceStatus(
      'progresv4_primero_intake',
      String(made?.['id']),
      String(row?.['unique_id']),
      status,
    )
    await world.run('1.2')
    expect(shown(world, intervention).transferStatus).toBe(code)
    world.ping.act.listAgain(intervention.guid)
    forgetTraffic(world)
    await world.run('1.1')
    expect([shown(world, intervention).transferStatus, writesTo(world)]).toEqual([code, nothing])
    expect(servicesAt(world, 0)[0]?.['unhcr_referral_status']).toBe(status)
  },
)

test('1.1-04 (hazard 11) does not step it back either when the ledger was lost', async () => {
  const intervention = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(intervention.guid, { transferStatus: 125080003 })
  world.ping.act.listAgain(intervention.guid)
  forgetTraffic(world)
  const report = await runWithoutMemory(world)
  expect([countsIn(report), writesTo(world)]).toEqual([{ found: 1, confirmed: 1 }, nothing])
  expect(casesOf(world, 0)).toHaveLength(1)
  expect(shown(world, intervention).transferStatus).toBe(125080003)
})

test.each(['text', 'absent', 'null-count', 'empty-array'] as const)(
  '1.1-12 ends green with zero work when the list is empty, said as %s',
  async (emptyAs) => {
    Object.assign(world.ping.settings, { emptyAs })
    const report = await world.run('1.1')
    expect([countsIn(report), report.reasons, exitOf(report)]).toEqual([{}, [], 0])
    expect(world.ping.traffic.entries().filter(({ path }) => path.includes('retrieve'))).toHaveLength(1)
  },
)

test.each(['top', 'summary'] as const)(
  '1.1-13 (hazard 3) reads all pages, the next one asked for at the place "%s"',
  async (place) => {
    await world.stop()
    world = await startWorld({
      deployment: (one) => ({ ...one, ping: { ...one.ping, paging: { place } } }),
      ping: { settings: { pageSize: 2, pagingPlace: place } },
    })
    const bad = refer(world, 0, { type: 'Accessibility' })
    for (const at of [1, 2, 3, 4, 5, 6]) refer(world, at)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 7, confirmed: 6, attention: 1 },
      { 'service-type-unmapped': [bad.number] },
    ])
  },
)

test('1.1-13 (hazard 3) is loud when more is said to be there and does not come, and settles what it saw', async () => {
  Object.assign(world.ping.settings, { pageSize: 2, pagingCookie: 'withheld' })
  for (const place of [0, 1, 2]) refer(world, place)
  const report = await world.run('1.1')
  expect(countsIn(report)).toEqual({ found: 2, confirmed: 2 })
  expect(report.reasons).toEqual([{ code: 'list-incomplete', state: 'waiting', count: 0, items: [] }])
  expect(exitOf(report)).toBe(4)
  expect(world.log).toContainEqual({ event: 'list-incomplete', flow: '1.1', system: 'ping' })
})

type Page = { readonly PagingSummary: object | null }

/** Alters each page of the list, by its place; gives how many were asked for. */
function alterPages(change: (page: Page, place: number) => object): () => number {
  let asked = 0
  world.ping.faults.add({
    body: /SHP-2747/,
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        asked += 1
        const page = JSON.parse(answer.body ?? '') as Page
        return { ...answer, body: JSON.stringify({ ...page, ...change(page, asked) }) }
      },
    },
  })
  return () => asked
}

test.each([undefined, null, [], 'No Data Available'])(
  'a second page of %j, after the first said that there is more, is a list that was not read to its end',
  async (Data) => {
    Object.assign(world.ping.settings, { pageSize: 2 })
    for (const place of [0, 1, 2, 3, 4]) refer(world, place, { type: 'Accessibility' })
    await world.run('1.1')
    const nothing = { Data, RecordCount: null, PagingSummary: null }
    alterPages((_, place) => (place === 2 ? nothing : {}))
    const report = await world.run('1.1')
    expect([countsIn(report), exitOf(report)]).toEqual([{ found: 5, attention: 5 }, 4])
    expect(reasonsIn(report)).toMatchObject({ 'list-incomplete': [] })
  },
)

test.each(['its own numbers', 'the numbers asked for'])(
  'pages that come round again, under %s, are asked for a few times and no more',
  async (numbers) => {
    Object.assign(world.ping.settings, { pageSize: 2 })
    for (const place of [0, 1, 2, 3, 4]) refer(world, place, { type: 'Accessibility' })
    const asked = alterPages(({ PagingSummary }, place) => ({
      PagingSummary: {
        ...PagingSummary,
        IsMoreRecordsAvailable: true,
        ...(numbers === 'its own numbers' ? {} : { PageNumber: place - 1 }),
      },
    }))
    const report = await world.run('1.1')
    expect([countsIn(report), exitOf(report)]).toEqual([{ found: 5, attention: 5 }, 4])
    expect(asked()).toBeLessThanOrEqual(8)
  },
)

test('details that are said to go on and do not come hold back that one item alone', async () => {
  const cut = refer(world, 0, { individual: { languages: ['Nuer', 'Somali'] } })
  refer(world, 1, { individual: { languages: ['Nuer'], needs: [] } })
  Object.assign(world.ping.settings, { pageSize: 2 })
  world.ping.faults.add({
    body: new RegExp(`SHP-2358.*${cut.guid}`),
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replace('"IsMoreRecordsAvailable":false', '"IsMoreRecordsAvailable":true'),
      }),
    },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)['list-incomplete']]).toEqual([
    { found: 2, confirmed: 1, waiting: 1 },
    expect.anything(),
  ])
  expect(casesOf(world, 0)).toEqual([])
})

test('rows of nothing but another intervention are no details of this one, and UNHCR is told nothing', async () => {
  const asked = refer(world, 0)
  const other = refer(world, 1)
  world.ping.faults.add({
    body: new RegExp(`SHP-2358.*${asked.guid}`),
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replaceAll(asked.guid, other.guid).replaceAll(asked.number, other.number),
      }),
    },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, waiting: 1 },
    { 'ping-unavailable': [asked.number] },
  ])
  expect([...world.primero.store.cases()]).toHaveLength(1)
  expect(shown(world, asked).transferStatus).toBeNull()
})

test("1.1-26 processes only today's rows, whether nothing or all of yesterday's is known", async () => {
  const yesterday = [refer(world, 0), refer(world, 1)]
  await world.run('1.1')
  world.advance(86_400_000)
  const today = refer(world, 2)
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(writesTo(world)).toEqual({ primero: 1, ping: 1 })
  const told = [...yesterday, today].map(
    (one) => world.ping.store.interventions.get(one.guid)?.transferStatusDate,
  )
  expect(told).toEqual(['2026-11-20', '2026-11-20', '2026-11-21'])
})

test('what was never delivered and is listed no longer is withdrawn; listed again it is delivered', async () => {
  const refused = refer(world, 0, { type: 'Accessibility' })
  await world.run('1.1')
  world.ping.act.withdraw(refused.guid)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, withdrawn: 1 })
  expect(countsIn(await world.run('1.1'))).toEqual({})
  world.ping.act.listAgain(refused.guid)
  world.ping.act.correct(refused.guid, { type: 'BIA' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toEqual([addressOf(refused)])
})

test('what is listed no longer and stands in proGres in a status that nobody knows is not given up', async () => {
  const one = refer(world, 0, { type: 'Accessibility' })
  await world.run('1.1')
  world.ping.act.withdraw(one.guid)
  const unknown = world.ping.faults.add({
    body: /SHP-2358/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replace(/("progres_primerotransferstatus":)\w+/g, '$1125080099'),
      }),
    },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'record-unreadable': [one.number] },
  ])
  unknown.remove()
  world.ping.act.listAgain(one.guid)
  world.ping.act.correct(one.guid, { type: 'BIA' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
})

test('nothing is withdrawn by a list that was not read to its end', async () => {
  const refused = [0, 1, 2, 3].map((place) => refer(world, place, { type: 'Accessibility' }))
  await world.run('1.1')
  Object.assign(world.ping.settings, { pageSize: 2 })
  world.ping.faults.add({ body: /SHP-2747/, skip: 1, times: 1, fault: { kind: 'status', status: 500 } })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 4, attention: 4 },
    { 'service-type-unmapped': refused.map(({ number }) => number), 'ping-unavailable': [] },
  ])
})

test('a write that was cut off and arrived is confirmed although UNHCR withdrew the referral meanwhile', async () => {
  const [arrived, lost] = [refer(world, 0), refer(world, 1)]
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-after' } })
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-before' } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, waiting: 2 })
  for (const one of [arrived, lost]) world.ping.act.withdraw(one.guid)
  world.advance(3_600_000)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 1, withdrawn: 1 })
  expect([shown(world, arrived).transferStatus, shown(world, lost).transferStatus]).toEqual([125080002, null])
})

test('a write that was cut off is not repeated after UNHCR withdrew it, even while nobody can tell whether it arrived', async () => {
  const lost = refer(world, 0)
  world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-before' } })
  await world.run('1.1')
  world.ping.act.withdraw(lost.guid)
  world.advance(3_600_000)
  forgetTraffic(world)
  world.primero.faults.add({
    method: 'GET',
    times: 1,
    when: ({ query }) => query.startsWith('id='),
    fault: { kind: 'status', status: 503 },
  })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, waiting: 1 })
  world.advance(3_600_000)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, withdrawn: 1 })
  expect([writesTo(world), casesOf(world, 0)]).toEqual([nothing, []])
})

test('a listed row without any id of its intervention is seen, and nothing is told that cannot be told', async () => {
  const numbers = [refer(world, 0), refer(world, 1)].map(({ number }) => number)
  world.ping.faults.add({
    body: /SHP-2747/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '')
          .replaceAll('"progres_intervention":', '"x1":')
          .replaceAll('"progres_lpinterventionid":', '"x2":'),
      }),
    },
  })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)['field-missing']?.toSorted(), writesTo(world).ping]).toEqual([
    { found: 2, attention: 2 },
    numbers,
    0,
  ])
})

test('only what carries the asked number is settled and counted', async () => {
  const [asked, other] = [refer(world, 0), refer(world, 1)]
  const report = await world.run('1.1', { only: asked.number })
  expect(countsIn(report)).toEqual({ found: 1, confirmed: 1 })
  expect([shown(world, asked).transferStatus, shown(world, other).transferStatus]).toEqual([125080002, null])
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
})
