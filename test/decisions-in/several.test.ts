import { afterEach, describe, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  both,
  counts,
  decided,
  expectQuiet,
  inPrimero,
  inProgres,
  none,
  reasonsOf,
  received,
  refer,
  referred,
  respond,
  sentByUs,
  sentItem,
  told,
  uuid,
  type Referred,
} from './scene.ts'
import {
  decided as decidedByHand,
  inProgres as sentReferrals,
  refer as referOut,
  referAgain,
} from '../referrals-out/scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

describe('two referrals of one service', () => {
  async function rejectedThenReferredAgain(world: World): Promise<readonly [Referred, Referred]> {
    const first = decided(world, 1, { decision: 'rejected', reason: 'Not applicable' })
    await world.run('2.2')
    world.advance(60_000)
    const referralId = refer(world, first)
    const { guid, number } = received(world, first.child, first)
    world.ping.act.decide(guid, { decision: 'accepted' })
    return [first, { ...first, referralId, guid, number }]
  }

  test('2.2-08 the one in progress of two referrals takes the decision when the earlier one was decided', async () => {
    const world = await start()
    const [first, second] = await rejectedThenReferredAgain(world)
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(both(world, [first, second])).toEqual([
      ['rejected', 125080003],
      ['accepted', 125080003],
    ])
    await expectQuiet(world)
  })

  test('2.2-08 the one in progress takes it also where no ledger knows the earlier one', async () => {
    const world = await start()
    const first = referred(world, 1)
    await respond(world, first, { status: 'rejected' })
    world.ping.act.setStatusCode(first.guid, 125080003)
    world.advance(60_000)
    const referralId = refer(world, first)
    const { guid, number } = received(world, first.child, first)
    world.ping.act.decide(guid, { decision: 'accepted' })
    await world.run('2.2')
    expect(both(world, [first, { ...first, referralId, guid, number }])).toEqual([
      ['rejected', 125080003],
      ['accepted', 125080003],
    ])
  })

  test('2.2-08 nothing is written when two referrals are in progress: decision-ambiguous', async () => {
    const world = await start()
    const one = decided(world, 1)
    const later = { ...one, referralId: refer(world, one) }
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number] })
    expect([inPrimero(world, one), inPrimero(world, later), told(world, one)]).toEqual([
      ['in_progress'],
      ['in_progress'],
      [],
    ])
  })

  test('2.2-08 nothing is written when the earlier one was revoked, for UNHCR may have decided that one', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.primero.act.revoke('caseworker1', one.primeroId, one.referralId)
    world.advance(60_000)
    const later = { ...one, referralId: refer(world, one) }
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number] })
    expect(both(world, [one, later]).map(([status]) => status)).toEqual(['revoked', 'in_progress'])
  })

  test('2.2-08 (hazard 35) with both sent by flow 2.1, each decision goes to the one it is bound to', async () => {
    const world = await start()
    const one = decided(world, 1, { decision: 'rejected' })
    const referralId = refer(world, one)
    const { guid, number } = received(world, one.child, one)
    const later = { ...one, referralId, guid, number }
    world.ping.act.decide(guid, { decision: 'accepted' })
    for (const sent of [one, later]) {
      const { caseId, primeroId, rowId } = sent
      const numbers = {
        caseId,
        primeroId,
        referralId: sent.referralId,
        serviceUniqueId: rowId,
        refIopGuid: sent.guid,
      }
      await sentByUs(world, sent, { numbers })
    }
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 2 })
    expect(both(world, [one, later])).toEqual([
      ['rejected', 125080003],
      ['accepted', 125080003],
    ])
  })

  test('two decisions that only one referral could be meant by are both ambiguous, and stay so', async () => {
    const world = await start()
    const one = decided(world, 1)
    const { guid, number } = received(world, one.child, one)
    world.ping.act.decide(guid, { decision: 'rejected' })
    for (let run = 0; run < 2; run += 1) {
      const report = await world.run('2.2')
      expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number, number] })
      expect([inPrimero(world, one), inProgres(world, one), inProgres(world, { guid })]).toEqual([
        ['in_progress'],
        125080001,
        125080002,
      ])
    }
  })

  test('two decisions on what flow 2.1 sent once are ambiguous when proGres has it twice', async () => {
    const world = await start()
    const one = decided(world, 1)
    await sentByUs(world, one)
    const { guid, number } = received(world, one.child, one)
    world.ping.act.decide(guid, { decision: 'rejected' })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number, number] })
    expect(inPrimero(world, one)).toEqual(['in_progress'])
    expect((await sentItem(world, one))?.numbers.refIopGuid).toBeUndefined()
  })

  test('a second decision finds nothing once the referral is bound to the first', async () => {
    const world = await start()
    const one = decided(world, 1)
    await world.run('2.2')
    const { guid, number } = received(world, one.child, one)
    world.ping.act.decide(guid, { decision: 'rejected' })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [number] })
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })

  test('rows that share the last twelve characters are ambiguous in the old form', async () => {
    const world = await start()
    const one = decided(world, 1, undefined, {
      progres: { progres_orgreferralid: `${uuid('c', 1)}#${uuid('a', 1).slice(-12)}` },
    })
    await respond(world, one, { status: 'rejected' })
    const rowId = uuid('d', 1)
    world.primero.act.updateCase('caseworker1', one.primeroId, {
      services_section: [{ unique_id: rowId, service_type: 'medical', service_implementing_agency: 'UNHCR' }],
    })
    world.advance(60_000)
    const later = { ...one, rowId, referralId: refer(world, { ...one, rowId }) }
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number] })
    expect(inPrimero(world, later)).toEqual(['in_progress'])
  })
})

test('(P3) a decision on a referral that was decided by hand in Primero is not written to the next one of its row', async () => {
  const world = await start()
  const first = referOut(world, 0)
  await world.run('2.1')
  decidedByHand(world, first.referralId, 'accepted')
  const second = referAgain(world, first)
  await world.run('2.1')
  const [record] = sentReferrals(world, first)
  world.ping.act.decide(record?.guid ?? '', { decision: 'rejected', reason: 'Not applicable' })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'decision-ambiguous': [record?.number] })
  expect(world.primero.store.referral(second)?.status).toBe('in_progress')
})

test('2.2-08 of a row that is referred again and again, each referral takes the decision of its own record', async () => {
  const world = await start()
  const scene = referOut(world, 0)
  const referrals = [scene.referralId]
  for (const decision of ['accepted', 'rejected', 'accepted'] as const) {
    await world.run('2.1')
    const record = sentReferrals(world, scene).at(-1)
    world.ping.act.decide(record?.guid ?? '', { decision, reason: 'Not applicable' })
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    world.advance(60_000)
    referrals.push(referAgain(world, scene))
  }
  const states = referrals.map((id) => world.primero.store.referral(id)?.status)
  expect(states).toEqual(['accepted', 'rejected', 'accepted', 'in_progress'])
})
