import { afterEach, describe, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  both,
  counts,
  decided,
  forgetTraffic,
  inPrimero,
  itemOf,
  none,
  onCases,
  reasonsOf,
  received,
  refer,
  referred,
  respond,
  sentByUs,
  sentItem,
  told,
  writes,
  type Referred,
} from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

describe('a referral that is not in progress in Primero', () => {
  const endings: readonly [string, (world: World, one: Referred) => unknown, string][] = [
    [
      'revoked',
      (world, one) => world.primero.act.revoke('caseworker1', one.primeroId, one.referralId),
      'revoked',
    ],
    [
      'done',
      async (world, one) => {
        await respond(world, one, { status: 'accepted' })
        await respond(world, one, { status: 'done' })
      },
      'done',
    ],
    ['rejected by hand', (world, one) => respond(world, one, { status: 'rejected' }), 'rejected'],
  ]
  test.each(endings)(
    '2.2-05 (hazard 27) a referral that is %s is not marked as synced, and stays so without a write',
    async (_, end, status) => {
      const world = await start()
      const one = decided(world, 1)
      await end(world, one)
      const report = await world.run('2.2')
      expect(counts(report)).toEqual({ ...none, found: 1, attention: 1 })
      expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
      expect([both(world, [one]), told(world, one)]).toEqual([[[status, 125080001]], []])
      forgetTraffic(world)
      expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, attention: 1 })
      expect(writes(world)).toEqual([0, 0])
    },
  )

  test.each(endings)(
    '2.2-05 (hazard 27) a referral that is %s after flow 2.1 sent it is not marked as synced either',
    async (_, end, status) => {
      const world = await start()
      const one = decided(world, 1)
      await sentByUs(world, one)
      await end(world, one)
      const report = await world.run('2.2')
      expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
      expect([both(world, [one]), told(world, one)]).toEqual([[[status, 125080001]], []])
      forgetTraffic(world)
      await world.run('2.2')
      expect(writes(world)).toEqual([0, 0])
    },
  )

  test('2.2-05 (hazard 27) a referral revoked between reading and writing is not marked as synced', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.primero.faults.add({
      fault: { kind: 'delay', ms: 0 },
      method: 'PATCH',
      when: () => {
        world.primero.act.revoke('caseworker1', one.primeroId, one.referralId)
        return true
      },
      times: 1,
    })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-not-applied': [one.number] })
    expect(both(world, [one])).toEqual([['revoked', 125080001]])
  })

  test('2.2-05 a referral decided alike by hand counts as recorded, and proGres is told', async () => {
    const world = await start()
    const one = decided(world, 1)
    await respond(world, one, { status: 'accepted' })
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 1, confirmed: 1 })
    expect([both(world, [one]), onCases(world, 'PATCH').length]).toEqual([[['accepted', 125080003]], 1])
  })
})

describe('what flow 2.1 sent', () => {
  test('is decided without looking anything up in Primero, and bound for good', async () => {
    const world = await start()
    const one = decided(world, 1)
    await sentByUs(world, one)
    await world.run('2.2')
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
    expect([onCases(world, 'GET').length, onCases(world, 'PATCH').length]).toEqual([0, 1])
    const { refIopGuid, refIopNumber } = (await sentItem(world, one))?.numbers ?? {}
    expect([refIopGuid, refIopNumber]).toEqual([one.guid, one.number])
  })

  test.each(['outcome-unknown', 'transaction-missing', 'ping-silent', 'ping-processing'] as const)(
    'and stood under %s is confirmed by its decision',
    async (reason) => {
      const world = await start()
      const one = decided(world, 1)
      const state = reason === 'ping-processing' ? 'waiting' : 'attention'
      const step = reason === 'outcome-unknown' ? 'intended' : 'sent'
      await sentByUs(world, one, { state, reason, step, sentAt: null, settledRun: null })
      await world.run('2.2')
      const item = await sentItem(world, one)
      expect([item?.state, item?.step, item?.numbers.refIopGuid]).toEqual([
        'confirmed',
        'confirmed',
        one.guid,
      ])
      expect(both(world, [one])).toEqual([['accepted', 125080003]])
    },
  )

  test('of a row that was referred once more meanwhile is confirmed by the decision that can be meant for it alone', async () => {
    const world = await start()
    const one = decided(world, 1)
    const uncertain = { state: 'attention', reason: 'outcome-unknown', step: 'intended' } as const
    await sentByUs(world, one, { ...uncertain, settledRun: null })
    world.advance(60_000)
    world.primero.act.revoke('caseworker1', one.primeroId, refer(world, one))
    // It notes that the row was referred beside what the ledger knows, so that a record alone proves nothing.
    await world.run('2.1')
    expect(await sentItem(world, one)).toMatchObject(uncertain)
    await world.run('2.2')
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
    const { state, numbers } = (await sentItem(world, one)) ?? {}
    expect([state, numbers?.refIopGuid]).toEqual(['confirmed', one.guid])
  })

  test('but never left is no target: the decision is looked up in Primero', async () => {
    const world = await start()
    const one = decided(world, 1)
    await sentByUs(world, one, {
      state: 'attention',
      reason: 'consent-missing',
      step: 'none',
      sentAt: null,
      settledRun: null,
    })
    await world.run('2.2')
    const item = await sentItem(world, one)
    expect([item?.state, item?.reason]).toEqual(['attention', 'consent-missing'])
    expect(onCases(world, 'GET').length).toBe(2)
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })
})

describe('a referral is written to only under its own case', () => {
  test('hazard 37: a decision whose case and service do not belong together changes no referral', async () => {
    const world = await start()
    const [one, other] = [referred(world, 1), referred(world, 2)]
    const mixed = received(world, one.child, { caseId: one.caseId, rowId: other.rowId })
    world.ping.act.decide(mixed.guid, { decision: 'rejected' })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [mixed.number] })
    expect((await itemOf(world, mixed)).about).toEqual(['service'])
    expect([inPrimero(world, one), inPrimero(world, other)]).toEqual([['in_progress'], ['in_progress']])
  })

  test('hazard 37: a referral that a list of another case shows is not written to', async () => {
    const world = await start()
    const [one, other] = [decided(world, 1), referred(world, 2)]
    world.primero.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '')
            .replaceAll(one.primeroId, other.primeroId)
            .replaceAll(one.referralId, other.referralId),
        }),
      },
      method: 'GET',
      path: /referrals$/,
    })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'primero-unavailable': [one.number] })
    expect([inPrimero(world, other), writes(world)]).toEqual([['in_progress'], [0, 0]])
  })

  test("hazard 37: a referral of another case that a list shows among the case's own is not written to", async () => {
    const world = await start()
    const [one, other] = [decided(world, 1), referred(world, 2)]
    world.primero.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          const { data } = JSON.parse(answer.body ?? '') as { data: Record<string, unknown>[] }
          const ofOtherRow = data.map((row) => ({ ...row, service_record_id: other.rowId }))
          const foreign = data.map((row) => ({ ...row, id: other.referralId, record_id: other.primeroId }))
          return { ...answer, body: JSON.stringify({ data: [...ofOtherRow, ...foreign] }) }
        },
      },
      method: 'GET',
      path: /referrals$/,
    })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [one.number] })
    expect([inPrimero(world, other), writes(world)]).toEqual([['in_progress'], [0, 0]])
  })

  test('hazard 37: an answer about another referral is no acceptance', async () => {
    const world = await start()
    const [one, other] = [decided(world, 1), referred(world, 2)]
    world.primero.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '').replaceAll(one.primeroId, other.primeroId),
        }),
      },
      method: 'PATCH',
      times: 1,
    })
    const report = await world.run('2.2')
    expect([reasonsOf(report), told(world, one)]).toEqual([{ 'decision-not-applied': [one.number] }, []])
  })

  test('a referral of the row to another agency is not the one that UNHCR decided', async () => {
    const world = await start()
    const one = decided(world, 1, undefined, { referral: { transitioned_to: 'caseworker2' } })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [one.number] })
    expect(inPrimero(world, one)).toEqual(['in_progress'])
  })
})
