import { afterEach, describe, expect, test } from 'vitest'
import type { FaultRule, SystemAnswer } from '@ping-primero/sandbox'
import { exitOf } from '@ping-primero/core'
import { gatewayBodies } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { caseAt, casesOf, countsIn, forgetTraffic, reasonsIn, refer, shown, writesTo } from './scene.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

/** An answer with 200 and this body, instead of acting. */
function saying(body: string): FaultRule['fault'] {
  return { kind: 'status', status: 200, body, contentType: 'application/json' }
}

type Page = { readonly Data: readonly unknown[]; readonly RecordCount: number }

/** Alters the list of pending referrals, where it holds any. */
function altered(change: (page: Page) => object): FaultRule {
  const rewritten = (answer: SystemAnswer): SystemAnswer => {
    const page = JSON.parse(answer.body ?? '') as Page
    return Array.isArray(page.Data)
      ? { ...answer, body: JSON.stringify({ ...page, ...change(page) }) }
      : answer
  }
  return { body: /SHP-2747/, fault: { kind: 'rewrite', with: rewritten } }
}

/** Referrals that nobody can deliver yet, so that they stay pending. */
function pending(count: number): readonly { readonly guid: string; readonly number: string }[] {
  return Array.from({ length: count }, (_, place) => refer(world, place, { type: 'Accessibility' }))
}

describe.each(gatewayBodies)("F77 %s with 200 is nobody's word", (_what, body) => {
  test('of the list: nothing is withdrawn, and the run says that PING had trouble', async () => {
    world = await startWorld()
    pending(2)
    await world.run('1.1')
    world.ping.faults.add({ body: /SHP-2747/, fault: saying(body) })
    const report = await world.run('1.1')
    expect([countsIn(report), exitOf(report)]).toEqual([{ found: 2, attention: 2 }, 4])
    expect(Object.keys(reasonsIn(report))).toContain('ping-unavailable')
  })

  test('of a detail: UNHCR is told nothing, and the referral goes when PING is well', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    const fault = world.ping.faults.add({ body: /SHP-2358/, fault: saying(body) })
    const report = await world.run('1.1')
    expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'ping-unavailable': [one.number] }, 4])
    expect([shown(world, one).transferStatus, writesTo(world)]).toEqual([null, { primero: 0, ping: 0 }])
    fault.remove()
    world.advance(hour)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })

  test('of a status update: it is told again', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    const fault = world.ping.faults.add({ path: /\/data$/, fault: saying(body) })
    const report = await world.run('1.1')
    expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'ping-unavailable': [one.number] }, 4])
    fault.remove()
    world.advance(hour)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(shown(world, one).transferStatus).toBe(125080002)
  })

  test('of a look-up in Primero: no case is made', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    const fault = world.primero.faults.add({ method: 'GET', path: /cases$/, fault: saying(body) })
    const report = await world.run('1.1')
    expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'primero-unavailable': [one.number] }, 4])
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
    fault.remove()
    world.advance(hour)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })
})

const own =
  /"(Data|ErrorMessage|RecordCount|SPHTransactionId|PagingSummary|PagingCookie|PageNumber|IsMoreRecordsAvailable)":/g

test.each([
  ['camel case', (name: string) => name[0]!.toLowerCase() + name.slice(1)],
  ['small letters', (name: string) => name.toLowerCase()],
  ['capitals', (name: string) => name.toUpperCase()],
])("F77 PING's own members in %s are read as ever, page by page", async (_, spelled) => {
  world = await startWorld({ ping: { settings: { pageSize: 2 } } })
  world.ping.faults.add({
    path: /retrieve|ingestion/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: (answer.body ?? '').replaceAll(own, (_all, name: string) => `"${spelled(name)}":`),
      }),
    },
  })
  for (const place of [0, 1, 2, 3, 4]) refer(world, place, { individual: { languages: ['Nuer'] } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
})

describe('F78 a list that holds less than it should', () => {
  test('and counts more than it gives is incomplete: what it gives goes on, nothing is withdrawn', async () => {
    world = await startWorld()
    pending(2)
    await world.run('1.1')
    const good = refer(world, 5)
    world.ping.faults.add(altered(({ Data }) => ({ Data: Data.slice(-1) })))
    const report = await world.run('1.1')
    expect([countsIn(report), exitOf(report)]).toEqual([{ found: 3, confirmed: 1, attention: 2 }, 4])
    expect(reasonsIn(report)).toMatchObject({ 'list-incomplete': [] })
    expect(shown(world, good).transferStatus).toBe(125080002)
  })

  test('on one page of several that count their own rows is incomplete', async () => {
    world = await startWorld({ ping: { settings: { pageSize: 3 } } })
    pending(6)
    await world.run('1.1')
    world.ping.faults.add({ ...altered(({ Data }) => ({ Data: Data.slice(1) })), times: 1 })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 6, attention: 6 })
  })

  test('is whole where every page counts all of them, and where the count is nothing to go by', async () => {
    world = await startWorld({ ping: { settings: { pageSize: 2 } } })
    for (const place of [0, 1, 2, 3, 4]) refer(world, place)
    let calls = 0
    world.ping.faults.add({
      body: /SHP-2747/,
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          calls += 1
          return { ...answer, body: (answer.body ?? '').replace(/"RecordCount":\d+/, '"RecordCount":5') }
        },
      },
    })
    expect([countsIn(await world.run('1.1')), calls]).toEqual([{ found: 5, confirmed: 5 }, 3])
    world.ping.faults.clear()
    refer(world, 6)
    world.ping.faults.add({
      body: /SHP-2747/,
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '').replace(/"RecordCount":\d+/, '"RecordCount":-1'),
        }),
      },
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })

  const forgetful = (keep: number): FaultRule =>
    altered(({ Data }) => ({ Data: Data.slice(0, keep), RecordCount: keep }))

  test('of most of what was pending withdraws nothing and asks nothing of it, until the next run reads the same', async () => {
    world = await startWorld()
    pending(12)
    await world.run('1.1')
    world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    forgetTraffic(world)
    const first = await world.run('1.1')
    expect([countsIn(first), exitOf(first)]).toEqual([{ found: 12, attention: 12 }, 4])
    expect(reasonsIn(first)).toMatchObject({ 'list-shrunk': [] })
    expect(world.log).toContainEqual({ event: 'list-shrunk', flow: '1.1', pending: 12, missing: 12 })
    expect(world.ping.traffic.entries().filter(({ body }) => body.includes('SHP-2358'))).toEqual([])
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, withdrawn: 12 })
  })

  test('and shows all again in the next run has lost nothing, and a second loss is doubted anew', async () => {
    world = await startWorld()
    pending(12)
    await world.run('1.1')
    const lost = world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    await world.run('1.1')
    lost.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
    world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
  })

  test('withdraws what two readings lacked, and nothing of what came back between them', async () => {
    world = await startWorld()
    pending(20)
    await world.run('1.1')
    const most = world.ping.faults.add(forgetful(2))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 20 })
    most.remove()
    const some = world.ping.faults.add(forgetful(15))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 15, withdrawn: 5 })
    some.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 20 })
  })

  test('a reading that came to no end between two proves nothing', async () => {
    world = await startWorld()
    pending(12)
    await world.run('1.1')
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: saying(JSON.stringify(nothingThere)) })
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: { kind: 'status', status: 500 } })
    world.ping.faults.add({ body: /SHP-2747/, times: 1, fault: saying(JSON.stringify(nothingThere)) })
    for (let run = 0; run < 3; run += 1) {
      expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, attention: 12 })
      world.advance(2 * hour)
    }
  })

  test('what UNHCR takes back as every day is withdrawn at once: nine of nine, or ten of twenty', async () => {
    world = await startWorld()
    pending(9)
    await world.run('1.1')
    const nine = world.ping.faults.add({ body: /SHP-2747/, fault: saying(JSON.stringify(nothingThere)) })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 9, withdrawn: 9 })
    nine.remove()
    for (let place = 20; place < 31; place += 1) refer(world, place, { type: 'Accessibility' })
    await world.run('1.1')
    world.ping.faults.add(forgetful(10))
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, attention: 10, withdrawn: 10 })
  })
})

const nothingThere = {
  Data: 'No Data Available',
  ErrorMessage: null,
  RecordCount: null,
  SPHTransactionId: 'da6893b2-c2b4-f011-bbd2-6045bd8c71b1',
  PagingSummary: null,
}

test.each(['\ufeff', '\ufeff\ufeff', ' \r\n\ufeff ', 'ï»¿'])(
  'F79 a mark %j before every JSON of both systems is no part of it',
  async (mark) => {
    world = await startWorld()
    const marked = (answer: SystemAnswer): SystemAnswer =>
      answer.body === undefined || answer.body === '' ? answer : { ...answer, body: mark + answer.body }
    world.ping.faults.add({ fault: { kind: 'rewrite', with: marked } })
    world.primero.faults.add({ fault: { kind: 'rewrite', with: marked } })
    for (const place of [0, 1, 2, 3, 4, 5]) refer(world, place)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 6, confirmed: 6 })
  },
)

test('F77 names in Latin-1 are nobody’s word: they come later, letter by letter', async () => {
  world = await startWorld()
  const one = refer(world, 0, { individual: { givenName: 'José', familyName: 'Muñoz' } })
  const fault = world.ping.faults.add({ body: /SHP-2358/, fault: { kind: 'latin-1' } })
  const report = await world.run('1.1')
  expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'ping-unavailable': [one.number] }, 4])
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  fault.remove()
  world.advance(hour)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(caseAt(world, 0)).toMatchObject({ name_first: 'José', name_last: 'Muñoz' })
})

test.each([200, 204])(
  'F77 a new case that somebody answers with %i and nothing, and that was never made, is made later',
  async (status) => {
    world = await startWorld()
    const one = refer(world, 0)
    const fault = { kind: 'status', status } as const
    world.primero.faults.add({ method: 'POST', path: /cases$/, fault, times: 2 })
    const report = await world.run('1.1')
    expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'primero-unavailable': [one.number] }, 4])
    world.advance(hour)
    await world.run('1.1')
    world.advance(2 * hour)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(casesOf(world, 0)).toHaveLength(1)
  },
)

test('F77 our own update that somebody sends back is nobody’s word: it is told again', async () => {
  world = await startWorld()
  const one = refer(world, 0)
  const echo = (_: SystemAnswer, { body }: { readonly body: string }): SystemAnswer => ({ status: 200, body })
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'rewrite', with: echo } })
  const report = await world.run('1.1')
  expect([reasonsIn(report), exitOf(report)]).toEqual([{ 'ping-unavailable': [one.number] }, 4])
})

test('F77 a gateway that fails with 200 counts as PING in trouble: it is not asked for every referral in vain', async () => {
  world = await startWorld()
  pending(20)
  world.ping.faults.add({ body: /SHP-2358/, fault: saying('{"statusCode":503,"message":"busy"}') })
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, waiting: 20 })
  const asked = world.ping.traffic.entries().filter(({ body }) => body.includes('SHP-2358'))
  expect(asked.length).toBeLessThan(15)
  expect(await world.host.ledger.pauses()).toMatchObject([{ system: 'ping' }])
})

describe('F80 a row that cannot be read', () => {
  const odd: readonly (readonly [string, unknown])[] = [
    ['null', null],
    ['a text', 'no row'],
    ['a number', 7],
    ['a list', [{ progres_intervention: 'x' }]],
    ['an object without a key', { progres_interventionname: '803-26-PRTITV-1' }],
    ['an object whose key is none', { progres_intervention: 'no guid' }],
  ]

  test.each(odd)(
    'of the list (%s) is told by itself: the others go, and nothing is withdrawn',
    async (_, row) => {
      world = await startWorld()
      const gone = refer(world, 9, { type: 'Accessibility' })
      await world.run('1.1')
      world.ping.act.withdraw(gone.guid)
      refer(world, 0)
      refer(world, 1)
      const fault = world.ping.faults.add(
        altered(({ Data }) => ({ Data: [Data[0], row, Data[1]], RecordCount: 3 })),
      )
      const report = await world.run('1.1')
      expect([countsIn(report), exitOf(report)]).toEqual([{ found: 3, confirmed: 2, attention: 1 }, 3])
      expect(report.reasons).toContainEqual({
        code: 'record-unreadable',
        state: 'attention',
        count: 1,
        items: [],
      })
      expect(world.log).toContainEqual({ event: 'record-unreadable', flow: '1.1', system: 'ping', count: 1 })
      fault.remove()
      expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, withdrawn: 1 })
    },
  )

  test('of the details holds that one alone, and UNHCR is told nothing', async () => {
    world = await startWorld()
    const bad = refer(world, 0)
    refer(world, 1)
    const fault = world.ping.faults.add({
      body: new RegExp(`SHP-2358.*${bad.guid}`),
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"Data":[', '"Data":["?",') }),
      },
    })
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 2, confirmed: 1, attention: 1 },
      { 'record-unreadable': [bad.number] },
    ])
    expect(shown(world, bad).transferStatus).toBeNull()
    fault.remove()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })
})
