import type { SystemAnswer } from '@ping-primero/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { exitOf } from '@ping-primero/core'
import { gatewayBodies, saying } from '../support/gateways.ts'
import { startWorld, type World } from '../support/world.ts'
import { pending } from './pending-list.ts'
import { caseAt, casesOf, countsIn, forgetTraffic, reasonsIn, refer, shown, writesTo } from './scene.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

describe.each(gatewayBodies)("F77 %s with 200 is nobody's word", (_what, body) => {
  test('of the list: nothing is withdrawn, and the run says that PING had trouble', async () => {
    world = await startWorld()
    pending(world, 2)
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
  pending(world, 20)
  world.ping.faults.add({ body: /SHP-2358/, fault: saying('{"statusCode":503,"message":"busy"}') })
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 20, waiting: 20 })
  const asked = world.ping.traffic.entries().filter(({ body }) => body.includes('SHP-2358'))
  expect(asked.length).toBeLessThan(15)
  expect(await world.host.ledger.pauses()).toMatchObject([{ system: 'ping' }])
})
