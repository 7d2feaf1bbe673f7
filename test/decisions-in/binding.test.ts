import { afterEach, describe, expect, test } from 'vitest'
import { newItem } from '../../packages/core/src/ledger/item.ts'
import type { LedgerItem, RunReport } from '../../packages/core/src/index.ts'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  both,
  counts,
  decided,
  expectQuiet,
  forgetTraffic,
  inPrimero,
  inProgres,
  itemOf,
  none,
  onCases,
  reasonsOf,
  received,
  refer,
  referred,
  told,
  uuid,
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

/** UNHCR's focal point does in Primero what the exchange usually does. */
async function respond(world: World, one: Referred, data: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(
    `${world.primero.url}/api/v2/cases/${one.primeroId}/referrals/${one.referralId}`,
    {
      method: 'PATCH',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa('ping_integration:Lantern-Orchard-42')}`,
      },
      body: JSON.stringify({ data }),
    },
  )
  expect(answer.status).toBe(200)
}

/** What flow 2.1 leaves in the ledger of a referral it sent. */
async function sentByUs(world: World, one: Referred, more: Partial<LedgerItem> = {}): Promise<void> {
  const { caseId, primeroId, referralId, rowId } = one
  const at = new Date(world.now()).toISOString()
  const numbers = { caseId, primeroId, referralId, serviceUniqueId: rowId }
  const item = newItem(
    { flow: '2.1', key: referralId, version: null, individual: null, numbers },
    'earlier',
    at,
  )
  const confirmed = {
    state: 'confirmed',
    reason: null,
    step: 'confirmed',
    sentAt: at,
    settledRun: 'earlier',
  } as const
  await world.host.ledger.save([{ ...item, ...confirmed, ...more }], [])
}

async function sentItem(world: World, one: Referred): Promise<LedgerItem | undefined> {
  return (await world.host.ledger.get('2.1', [one.referralId]))[0]
}

describe('2.2-05 (hazard 27) a referral that is not in progress in Primero', () => {
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
  test.each(endings)('%s is not marked as synced, and stays so without a write', async (_, end, status) => {
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
  })

  test.each(endings)('%s after flow 2.1 sent it is not marked as synced either', async (_, end, status) => {
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
  })

  test('between reading and writing is not marked as synced', async () => {
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

  test('already decided alike by hand counts as recorded, and proGres is told', async () => {
    const world = await start()
    const one = decided(world, 1)
    await respond(world, one, { status: 'accepted' })
    const report = await world.run('2.2')
    expect(counts(report)).toEqual({ ...none, found: 1, confirmed: 1 })
    expect([both(world, [one]), onCases(world, 'PATCH').length]).toEqual([[['accepted', 125080003]], 1])
  })
})

describe('2.2-08 two referrals of one service', () => {
  async function rejectedThenReferredAgain(world: World): Promise<readonly [Referred, Referred]> {
    const first = decided(world, 1, { decision: 'rejected', reason: 'Not applicable' })
    await world.run('2.2')
    world.advance(60_000)
    const referralId = refer(world, first)
    const { guid, number } = received(world, first.child, first)
    world.ping.act.decide(guid, { decision: 'accepted' })
    return [first, { ...first, referralId, guid, number }]
  }

  test('the one in progress takes the decision when the earlier one was decided', async () => {
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

  test('the one in progress takes it also where no ledger knows the earlier one', async () => {
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

  test('nothing is written when both are in progress: decision-ambiguous', async () => {
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

  test('nothing is written when the earlier one was revoked, for UNHCR may have decided that one', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.primero.act.revoke('caseworker1', one.primeroId, one.referralId)
    world.advance(60_000)
    const later = { ...one, referralId: refer(world, one) }
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'decision-ambiguous': [one.number] })
    expect(both(world, [one, later]).map(([status]) => status)).toEqual(['revoked', 'in_progress'])
  })

  test('with both sent by flow 2.1, each decision goes to the one it is bound to', async () => {
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

  test('the same holds where flow 2.1 sent the referral and proGres has it twice', async () => {
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

describe('hazard 37', () => {
  test('a decision whose case and service do not belong together changes no referral', async () => {
    const world = await start()
    const [one, other] = [referred(world, 1), referred(world, 2)]
    const mixed = received(world, one.child, { caseId: one.caseId, rowId: other.rowId })
    world.ping.act.decide(mixed.guid, { decision: 'rejected' })
    const report = await world.run('2.2')
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [mixed.number] })
    expect((await itemOf(world, mixed)).about).toEqual(['service'])
    expect([inPrimero(world, one), inPrimero(world, other)]).toEqual([['in_progress'], ['in_progress']])
  })

  test('a referral that a list of another case shows is not written to', async () => {
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
    expect(reasonsOf(report)).toEqual({ 'referral-not-found': [one.number] })
    expect([inPrimero(world, other), writes(world)]).toEqual([['in_progress'], [0, 0]])
  })

  test('an answer about another referral is no acceptance', async () => {
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

describe('hazard 36: consent withdrawn after sending', () => {
  async function withdrawn(world: World): Promise<readonly [Referred, Referred, RunReport]> {
    const [one, other] = [decided(world, 1), decided(world, 2)]
    world.primero.act.setConsent('caseworker1', one.primeroId, { services: true, others: false })
    return [one, other, await world.run('2.2')]
  }

  test('holds that decision as consent-withdrawn, unsynced, and does the others', async () => {
    const world = await start()
    const [one, other, report] = await withdrawn(world)
    expect(counts(report)).toEqual({ ...none, found: 2, confirmed: 1, attention: 1 })
    expect(reasonsOf(report)).toEqual({ 'consent-withdrawn': [one.number] })
    expect(both(world, [one, other])).toEqual([
      ['in_progress', 125080001],
      ['accepted', 125080003],
    ])
  })

  test('is looked at by reading only, also after a day', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    for (const hours of [1, 30]) {
      world.advance(hours * 60 * 60_000)
      forgetTraffic(world)
      expect(reasonsOf(await world.run('2.2'))).toEqual({ 'consent-withdrawn': [one.number] })
      expect(writes(world)).toEqual([0, 0])
    }
  })

  test('goes through once consent is given again', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    world.primero.act.setConsent('caseworker1', one.primeroId, { services: true, others: true })
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })

  test('keeps its reason over trouble in between', async () => {
    const world = await start()
    const [one] = await withdrawn(world)
    world.ping.faults.add({
      fault: { kind: 'status', status: 503 },
      body: new RegExp(`record_ids.*${one.guid}`),
      times: 1,
    })
    expect(reasonsOf(await world.run('2.2'))).toEqual({ 'ping-unavailable': [one.number] })
    world.advance(10 * 60_000)
    forgetTraffic(world)
    expect(reasonsOf(await world.run('2.2'))).toEqual({ 'consent-withdrawn': [one.number] })
    expect(writes(world)).toEqual([0, 0])
  })
})
