/** A firewall that takes one record, or everything, for an attack (F81). */
import { afterEach, describe, expect, test } from 'vitest'
import { firewall, firewallAnswers, type SystemAnswer } from '@ping-primero/sandbox'
import { exitOf, flows } from '@ping-primero/core'
import { decided } from '../decisions-in/scene.ts'
import { forgetTraffic, writesTo } from '../referrals-in/scene.ts'
import { refer, sent } from '../referrals-out/scene.ts'
import type { World } from '../support/world.ts'
import { disliked, dislikes, outcome, record, startLimited, targets } from './one-record.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000

describe.each(flows)('(F81) a firewall that dislikes one text, in %s', (flow) => {
  const [system, reason] = targets[flow]

  test.each(Object.keys(firewallAnswers))(
    'and answers %s: that record needs a person, the others go, and nothing stops',
    async (name) => {
      world = await startLimited()
      const fault = Object.entries(firewallAnswers).find(([one]) => one === name)?.[1]
      if (fault === undefined) throw new Error('no such firewall')
      const bad = record(world, flow, 1, disliked)
      for (const place of [2, 3, 4]) record(world, flow, place)
      const wall = world[system].faults.add(firewall(dislikes, fault))
      expect(outcome(await world.run(flow))).toEqual({
        confirmed: 3,
        attention: 1,
        waiting: 0,
        stopped: undefined,
        reasons: { [reason]: [bad] },
      })
      forgetTraffic(world)
      await world.run(flow)
      expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
      wall.remove()
      world.advance(25 * hour)
      expect((await world.run(flow)).confirmed).toBe(1)
    },
  )

  test('several of them, next to each other and one at a time, hold up nobody for long', async () => {
    world = await startLimited(1)
    for (const place of [1, 2, 3]) record(world, flow, place, disliked)
    for (const place of [4, 5, 6, 7]) record(world, flow, place)
    world[system].faults.add(firewall(dislikes, firewallAnswers['a page with 403']))
    let confirmed = 0
    for (let runs = 0; runs < 4; runs += 1) confirmed += (await world.run(flow)).confirmed
    expect(confirmed).toBe(4)
  })
})

test('(F81) a batch of new referrals that a firewall refuses goes again one by one', async () => {
  world = await startLimited(8, 10)
  const bad = record(world, '2.1', 1, disliked)
  for (const place of [2, 3, 4]) record(world, '2.1', place)
  world.ping.faults.add(firewall(dislikes, firewallAnswers['a page with 413']))
  expect(outcome(await world.run('2.1'))).toMatchObject({
    confirmed: 3,
    reasons: { 'ping-rejected': [bad] },
  })
  expect(sent(world)).toHaveLength(3)
})

/** How gateways say that there is no such thing, or that it is not for us, in forms that are not Primero's. */
const notPrimeros: readonly (readonly [status: number, body: string, contentType: string])[] = [
  [403, '<html>403</html>', 'text/html'],
  [403, '', 'text/plain'],
  [403, '{"message":"Forbidden"}', 'application/json'],
  [404, '', 'text/plain'],
  [404, '{"message":"no Route matched with those values"}', 'application/json'],
  [404, '{"status":404,"error":"Not Found","path":"/api"}', 'application/json'],
  [451, '<html>451</html>', 'text/html'],
]

describe.each(notPrimeros)(
  '(F81) a firewall that answers %i %j to a reading',
  (status, body, contentType) => {
    const fault = { kind: 'status', status, body, contentType } as const

    test('of the referrals of one case: 2.2 has a person look at that one, the others go', async () => {
      world = await startLimited()
      const bad = decided(world, 1)
      for (const place of [2, 3]) record(world, '2.2', place)
      world.primero.faults.add({ path: new RegExp(`${bad.primeroId}/referrals$`), method: 'GET', fault })
      expect(outcome(await world.run('2.2'))).toEqual({
        confirmed: 2,
        attention: 1,
        waiting: 0,
        stopped: undefined,
        reasons: { 'primero-refused': [bad.number] },
      })
      world.primero.faults.clear()
      expect((await world.run('2.2')).confirmed).toBe(1)
    })

    test('of one case that no set shows: nothing is taken back or lost in 1.2', async () => {
      world = await startLimited()
      const [bad] = [1, 2].map((place) => record(world, '1.2', place))
      const tellings = world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 503 } })
      await world.run('1.2')
      tellings.remove()
      world.advance(2 * hour)
      const caseId = [...world.primero.store.cases()][0]?.id ?? ''
      world.primero.faults.add({ path: new RegExp(`${caseId}$`), method: 'GET', fault })
      world.primero.faults.add({
        when: ({ query }) => query.startsWith('id='),
        fault: { kind: 'rewrite', with: (answer) => withoutCase(answer, caseId) },
      })
      expect(outcome(await world.run('1.2'))).toMatchObject({
        confirmed: 1,
        stopped: undefined,
        reasons: { 'primero-refused': [bad] },
      })
      world.primero.faults.clear()
      expect((await world.run('1.2')).confirmed).toBe(1)
    })

    test('of one owner: 2.1 has a person look at the referrals of that one, and does not stop', async () => {
      world = await startLimited()
      const bad = record(world, '2.1', 1)
      const owner = { owner: 'caseworker2' }
      for (const place of [2, 3]) refer(world, place, owner)
      world.primero.faults.add({ path: /users$/, when: ({ query }) => query.includes('=caseworker1'), fault })
      expect(outcome(await world.run('2.1'))).toEqual({
        confirmed: 2,
        attention: 1,
        waiting: 0,
        stopped: undefined,
        reasons: { 'primero-refused': [bad] },
      })
    })
  },
)

/** A list of Primero without one of its cases. */
function withoutCase(answer: SystemAnswer, id: string): SystemAnswer {
  const { data } = JSON.parse(answer.body ?? '{}') as { readonly data: readonly { readonly id: string }[] }
  const left = data.filter((one) => one.id !== id)
  const metadata = { total: left.length, per: 1000, page: 1 }
  return { ...answer, body: JSON.stringify({ data: left, metadata }) }
}

describe('(F81) a page with 401 before Primero', () => {
  const page = { kind: 'status', status: 401, body: '<html>401</html>', contentType: 'text/html' } as const

  test.each(['1.1', '2.2'] as const)(
    'that dislikes one text is that record’s in %s, and no refused password',
    async (flow) => {
      world = await startLimited()
      const bad = record(world, flow, 1, disliked)
      for (const place of [2, 3, 4]) record(world, flow, place)
      const wall = world.primero.faults.add({ body: dislikes, fault: page })
      expect(outcome(await world.run(flow))).toEqual({
        confirmed: 3,
        attention: 1,
        waiting: 0,
        stopped: undefined,
        reasons: { 'primero-refused': [bad] },
      })
      wall.remove()
      world.advance(25 * hour)
      expect((await world.run(flow)).confirmed).toBe(1)
    },
  )

  test('once is nobody’s refusal; always, it stops the flow after two, and is remembered', async () => {
    world = await startLimited()
    record(world, '1.2', 1)
    world.primero.faults.add({ fault: page, times: 1 })
    expect(outcome(await world.run('1.2'))).toMatchObject({ confirmed: 1, stopped: undefined })
    record(world, '1.2', 2)
    const wall = world.primero.faults.add({ fault: page })
    expect((await world.run('1.2')).stopped?.reason).toBe('primero-credentials-refused')
    expect(wall.fired()).toBe(2)
    expect((await world.run('1.2')).stopped?.reason).toBe('primero-credentials-refused')
    expect(wall.fired()).toBe(2)
  })
})

describe('what is refused for all', () => {
  test.each(flows)(
    '(F81) a firewall that lets nothing be written stops %s after two, and holds nothing back',
    async (flow) => {
      world = await startLimited(1)
      const [system] = targets[flow]
      const all = [1, 2, 3, 4, 5].map((place) => record(world, flow, place))
      const wall = world[system].faults.add({
        when: ({ method, path }) =>
          path.startsWith('/api/ingestion/') || (method !== 'GET' && path.startsWith('/api/v2/cases')),
        fault: firewallAnswers['a page with 403'],
      })
      const report = await world.run(flow)
      const reason = system === 'ping' ? 'ping-credentials-refused' : 'permission-missing'
      expect(outcome(report)).toMatchObject({ confirmed: 0, attention: 0, waiting: 5, stopped: { reason } })
      expect(exitOf(report)).toBe(2)
      expect(wall.fired()).toBeLessThanOrEqual(3)
      wall.remove()
      expect((await world.run(flow)).confirmed).toBe(all.length)
    },
  )

  test.each(['1.1', '2.2'] as const)(
    '(F81) a page in place of the list is asked for twice, and stops %s',
    async (flow) => {
      world = await startLimited()
      record(world, flow, 1)
      const wall = world.ping.faults.add({
        path: /retrievedata/,
        fault: firewallAnswers['a page with 403'],
      })
      expect((await world.run(flow)).stopped?.reason).toBe('ping-credentials-refused')
      expect(wall.fired()).toBe(2)
    },
  )

  test('(F81) one page in place of a list is nobody’s refusal', async () => {
    world = await startLimited()
    record(world, '1.1', 1)
    world.ping.faults.add({
      path: /retrievedata/,
      fault: firewallAnswers['a page with 403'],
      times: 1,
    })
    expect(outcome(await world.run('1.1'))).toMatchObject({ confirmed: 1, stopped: undefined })
  })
})
