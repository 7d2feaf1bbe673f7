import { afterEach, describe, expect, test } from 'vitest'
import { firewall, firewallAnswers, silentFirewalls, type SystemAnswer } from '@ping-primero/sandbox'
import { exitOf, type Flow, type RunReport } from '@ping-primero/core'
import * as decisionsIn from '../decisions-in/scene.ts'
import * as decisionsOut from '../decisions-out/scene.ts'
import * as referralsIn from '../referrals-in/scene.ts'
import * as referralsOut from '../referrals-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
afterEach(() => world.stop())

const hour = 3_600_000
/** A text that firewalls take for an attack, and people write. */
const disliked = "asked for ' OR 1=1, then left"
const dislikes = /OR 1=1/

/** One record of a flow whose text is this one; without a text, one like any other. Gives its number. */
const records: Readonly<Record<Flow, (place: number, text?: string) => string>> = {
  '1.1': (place, text) =>
    referralsIn.refer(world, place, text === undefined ? {} : { description: text }).number,
  '1.2': (place, text) => {
    const one = decisionsOut.asked(world, place)
    decisionsOut.decide(world, one, 'rejected', text ?? 'No place is free')
    return one.interventions[0]?.number ?? ''
  },
  '2.1': (place, text) =>
    referralsOut.refer(world, place, text === undefined ? {} : { row: { service_referral_notes: text } })
      .referralId,
  '2.2': (place, text) =>
    decisionsIn.decided(world, place, {
      decision: 'rejected',
      reason: 'Not applicable',
      comment: text ?? 'No',
    }).number,
}

/** Where the text of a flow goes, and why the record needs a person that is refused there. */
const targets = {
  '1.1': ['primero', 'primero-refused'],
  '1.2': ['ping', 'ping-rejected'],
  '2.1': ['ping', 'ping-rejected'],
  '2.2': ['primero', 'primero-refused'],
} as const

const flows = ['1.1', '1.2', '2.1', '2.2'] as const

async function start(concurrency = 8, referrals = 1): Promise<void> {
  world = await startWorld({
    deployment: (own) => ({
      ...own,
      ping: {
        ...own.ping,
        limits: { concurrency, requestsPerSecond: 0 },
        batchSize: { ...own.ping.batchSize, referrals },
      },
      primero: { ...own.primero, limits: { concurrency, requestsPerSecond: 0 } },
    }),
  })
}

function outcome(report: RunReport): unknown {
  const { confirmed, attention, waiting, stopped } = report
  const reasons = Object.fromEntries(report.reasons.map(({ code, items }) => [code, items]))
  return { confirmed, attention, waiting, stopped, reasons }
}

const written = (): number => referralsIn.writesTo(world).primero + referralsIn.writesTo(world).ping

describe.each(flows)('(F81) a firewall that dislikes one text, in %s', (flow) => {
  const [system, reason] = targets[flow]

  test.each(Object.keys(firewallAnswers))(
    'and answers %s: that record needs a person, the others go, and nothing stops',
    async (name) => {
      await start()
      const fault = Object.entries(firewallAnswers).find(([one]) => one === name)?.[1]
      if (fault === undefined) throw new Error('no such firewall')
      const bad = records[flow](1, disliked)
      for (const place of [2, 3, 4]) records[flow](place)
      const wall = world[system].faults.add(firewall(dislikes, fault))
      expect(outcome(await world.run(flow))).toEqual({
        confirmed: 3,
        attention: 1,
        waiting: 0,
        stopped: undefined,
        reasons: { [reason]: [bad] },
      })
      referralsIn.forgetTraffic(world)
      await world.run(flow)
      expect(written()).toBe(0)
      wall.remove()
      world.advance(25 * hour)
      expect((await world.run(flow)).confirmed).toBe(1)
    },
  )

  test('several of them, next to each other and one at a time, hold up nobody for long', async () => {
    await start(1)
    for (const place of [1, 2, 3]) records[flow](place, disliked)
    for (const place of [4, 5, 6, 7]) records[flow](place)
    world[system].faults.add(firewall(dislikes, firewallAnswers['a page with 403']))
    let confirmed = 0
    for (let runs = 0; runs < 4; runs += 1) confirmed += (await world.run(flow)).confirmed
    expect(confirmed).toBe(4)
  })
})

test('(F81) a batch of new referrals that a firewall refuses goes again one by one', async () => {
  await start(8, 10)
  const bad = records['2.1'](1, disliked)
  for (const place of [2, 3, 4]) records['2.1'](place)
  world.ping.faults.add(firewall(dislikes, firewallAnswers['a page with 413']))
  expect(outcome(await world.run('2.1'))).toMatchObject({
    confirmed: 3,
    reasons: { 'ping-rejected': [bad] },
  })
  expect(referralsOut.sent(world)).toHaveLength(3)
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
      await start()
      const bad = decisionsIn.decided(world, 1)
      for (const place of [2, 3]) records['2.2'](place)
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
      await start()
      const [bad] = [1, 2].map((place) => records['1.2'](place))
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
      await start()
      const bad = records['2.1'](1)
      const owner = { owner: 'caseworker2' }
      for (const place of [2, 3]) referralsOut.refer(world, place, owner)
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
      await start()
      const bad = records[flow](1, disliked)
      for (const place of [2, 3, 4]) records[flow](place)
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
    await start()
    records['1.2'](1)
    world.primero.faults.add({ fault: page, times: 1 })
    expect(outcome(await world.run('1.2'))).toMatchObject({ confirmed: 1, stopped: undefined })
    records['1.2'](2)
    const wall = world.primero.faults.add({ fault: page })
    expect((await world.run('1.2')).stopped?.reason).toBe('primero-credentials-refused')
    expect(wall.fired()).toBe(2)
    expect((await world.run('1.2')).stopped?.reason).toBe('primero-credentials-refused')
    expect(wall.fired()).toBe(2)
  })
})

test.each([429, 503])(
  '(F82) a batch of new referrals of which one makes PING answer %i goes again one by one',
  async (status) => {
    await start(8, 10)
    const bad = records['2.1'](1, disliked)
    for (const place of [2, 3, 4]) records['2.1'](place)
    world.ping.faults.add({ body: dislikes, fault: { kind: 'status', status } })
    expect(outcome(await world.run('2.1'))).toMatchObject({
      confirmed: 3,
      reasons: { 'ping-unavailable': [bad] },
    })
    expect(referralsOut.sent(world)).toHaveLength(3)
  },
)

test.each(['1.2', '2.1'] as const)(
  '(F82) a batch of %s of which one makes PING ask to wait waits together once, and goes one by one in the next run',
  async (flow) => {
    await start(8, 10)
    const bad = records[flow](1, disliked)
    for (const place of [2, 3, 4]) records[flow](place)
    const fault = { kind: 'status', status: 503, headers: { 'retry-after': '60' } } as const
    world.ping.faults.add({ path: /data$/, body: dislikes, fault })
    expect(outcome(await world.run(flow))).toMatchObject({ confirmed: 0, waiting: 4 })
    world.advance(2 * hour)
    expect(outcome(await world.run(flow))).toMatchObject({
      confirmed: 3,
      reasons: { 'ping-unavailable': [bad] },
    })
  },
)

describe('what is refused for all', () => {
  test.each(flows)(
    '(F81) a firewall that lets nothing be written stops %s after two, and holds nothing back',
    async (flow) => {
      await start(1)
      const [system] = targets[flow]
      const all = [1, 2, 3, 4, 5].map((place) => records[flow](place))
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
      await start()
      records[flow](1)
      const wall = world.ping.faults.add({
        path: /retrievedata/,
        fault: firewallAnswers['a page with 403'],
      })
      expect((await world.run(flow)).stopped?.reason).toBe('ping-credentials-refused')
      expect(wall.fired()).toBe(2)
    },
  )

  test('(F81) one page in place of a list is nobody’s refusal', async () => {
    await start()
    records['1.1'](1)
    world.ping.faults.add({
      path: /retrievedata/,
      fault: firewallAnswers['a page with 403'],
      times: 1,
    })
    expect(outcome(await world.run('1.1'))).toMatchObject({ confirmed: 1, stopped: undefined })
  })
})

/** Five hundred, and what else a server says when it fails on what it is sent. */
const stumbles = {
  '500': { kind: 'status', status: 500, body: '{"errors":[{"status":500,"message":"went wrong"}]}' },
  '429 as a page': { kind: 'status', status: 429, body: '<html>429</html>', contentType: 'text/html' },
  '503 as a page': { kind: 'status', status: 503, body: '<html>503</html>', contentType: 'text/html' },
  '502 as a page': { kind: 'status', status: 502, body: '<html>502</html>', contentType: 'text/html' },
  'half an answer': { kind: 'reset-before' },
  ...silentFirewalls,
} as const

describe('(F82) a record over which a system stumbles', () => {
  test.each(['1.1', '1.2', '2.2'] as const)(
    'needs a person after three runs of %s, is tried once a day then, and others go all the time',
    async (flow) => {
      const [system] = targets[flow]
      for (const [name, fault] of Object.entries(stumbles)) {
        await start()
        const bad = records[flow](1, disliked)
        const wall = world[system].faults.add({ body: dislikes, fault })
        const trouble = system === 'ping' ? 'ping-unavailable' : 'primero-unavailable'
        for (const place of [2, 3, 4]) {
          records[flow](place)
          const reasons = place === 4 ? 'system-stumbles' : trouble
          expect(outcome(await world.run(flow)), `${name}, with ${place}`).toMatchObject({
            confirmed: 1,
            stopped: undefined,
            reasons: { [reasons]: [bad] },
          })
          world.advance(2 * hour)
        }
        const tried = wall.fired()
        await world.run(flow)
        expect(wall.fired(), name).toBe(tried)
        wall.remove()
        world.advance(25 * hour)
        expect((await world.run(flow)).confirmed, name).toBe(1)
        if (name !== 'no answer at all') await world.stop()
      }
    },
  )

  test.each(['1.1', '2.2'] as const)(
    'many of them, found first and tried one at a time, keep no good one of %s waiting beyond one run',
    async (flow) => {
      await start(1)
      const [system] = targets[flow]
      for (const place of [1, 2, 3, 4, 5, 6, 7]) records[flow](place, disliked)
      world[system].faults.add({ body: dislikes, fault: stumbles['500'] })
      await world.run(flow)
      world.advance(2 * hour)
      for (const place of [11, 12, 13, 14, 15]) records[flow](place)
      expect(await world.run(flow)).toMatchObject({ confirmed: 5 })
      for (let runs = 0; runs < 4; runs += 1) {
        world.advance(2 * hour)
        await world.run(flow)
      }
      expect(outcome(await world.run(flow))).toMatchObject({ attention: 7, waiting: 0 })
    },
  )

  test('does not make the system count as down for the other flows', async () => {
    await start(1)
    for (const place of [1, 2, 3, 4, 5, 6, 7]) records['1.1'](place, disliked)
    world.primero.faults.add({ body: dislikes, fault: stumbles['500'] })
    await world.run('1.1')
    world.advance(2 * hour)
    records['1.1'](20)
    await world.run('1.1')
    expect(await world.host.ledger.pauses()).toEqual([])
    records['2.2'](30)
    expect((await world.run('2.2')).confirmed).toBe(1)
  })
})

/** The first half of an emoji, where some program cut a text by length. */
const half = 'He was seen \ud83d'

describe('(F83) half a character in a text', () => {
  test.each(flows)('goes out in %s as the sign for one, and the record comes through', async (flow) => {
    await start()
    records[flow](1, half)
    records[flow](2, 'He was seen \ud83d\ude00 today')
    expect(outcome(await world.run(flow))).toEqual({
      confirmed: 2,
      attention: 0,
      waiting: 0,
      stopped: undefined,
      reasons: {},
    })
    const all = JSON.stringify([world.ping.state(), world.primero.state()])
    expect(all).toContain('He was seen \ufffd')
    expect(all).toContain('He was seen \ud83d\ude00 today')
  })
})

test.each(['-5', '0', '0.001', 'soon', '0, 0'])(
  '(F84) a Retry-After of %j leads to no burst: the item waits as without one, or a second at least',
  async (value) => {
    await start(1)
    records['1.2'](1)
    const fault = { kind: 'status', status: 503, headers: { 'retry-after': value } } as const
    const busy = world.ping.faults.add({ path: /\/data$/, fault })
    const before = world.now()
    await world.run('1.2')
    const asked = busy.fired()
    expect(asked === 1 || (world.now() - before) / (asked - 1) >= 1_000).toBe(true)
  },
)
