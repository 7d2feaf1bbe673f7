/**
 * A ledger that knows nothing of its deployment: another address, a lost file, another machine. What another ledger sent
 * stands in proGres, and is looked for there before anything is sent.
 */
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { seedOutgoing } from '@ping-primero/sandbox'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import * as answers from '../decisions-in/scene.ts'
import * as decisions from '../decisions-out/scene.ts'
import * as incoming from '../referrals-in/scene.ts'
import { runOn } from '../storage/scene.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  asked,
  countsIn,
  decided,
  finish,
  forgetTraffic,
  inProgres,
  open,
  reasonsIn,
  refer,
  referAgain,
  sent,
} from './scene.ts'

const hour = 3_600_000
let world: World
const opened: LedgerStore[] = []

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await finish(world)
})

/** Another ledger, an empty one, an hour later. */
async function anotherLedger(name = 'another'): Promise<LedgerStore> {
  world.advance(hour)
  forgetTraffic(world)
  const store = await openLedger(`sqlite:${join(world.directory, `${name}.db`)}`)
  opened.push(store)
  return store
}

/** Referrals of other places than ours, in proGres. */
function foreign(count: number): void {
  for (let place = 0; place < count; place += 1) {
    world.ping.act.receive({
      progres_offlineid: `c0000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      progres_orgreferralid: `d0000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      progres_orgreferredby: 'Primero CP',
      progres_orgemail: 'desk@example.org',
      progres_requestedservice: '14d89ab0-0306-e611-80d9-00155d34051a',
      progres_pocfirstname: 'Bilo',
      progres_poclastname: 'Omodi',
      progres_pocdateofbirth: '2014-01-01',
      progres_pocaddress: 'Block 1',
    })
  }
}

test('(P2) what another ledger sent is found in proGres and confirmed; what it did not send goes', async () => {
  world = await startWorld()
  seedOutgoing(world.primero, { seed: 3, count: 5 })
  await world.run('2.1')
  const before = sent(world)
  const store = await anotherLedger()
  const late = refer(world, 0)
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 6, confirmed: 6 })
  expect(sent(world)).toEqual([...before, late.rowId].sort())
  expect(asked(world, 'decision-detail')).toBe(5)
  forgetTraffic(world)
  world.advance(hour)
  await runOn(world, store, '2.1')
  expect(asked(world, 'list-decisions')).toBe(0)
})

test('a first start with an empty proGres costs one list', async () => {
  world = await startWorld()
  seedOutgoing(world.primero, { seed: 3, count: 5 })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 5, confirmed: 5 })
  expect([asked(world, 'list-decisions'), asked(world, 'decision-detail')]).toEqual([1, 0])
})

test('a run that has nothing to send looks for nothing, and the look is owed until one has', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  const unsent = open(world, 1)
  const store = await anotherLedger()
  const consent = { consent_for_services: false, disclosure_other_orgs: false }
  world.primero.act.updateCase('caseworker1', scene.caseId, consent)
  await runOn(world, store, '1.1')
  await runOn(world, store, '1.2')
  expect(asked(world, 'list-decisions')).toBe(0)
  world.primero.act.updateCase('caseworker1', scene.caseId, {
    consent_for_services: true,
    disclosure_other_orgs: true,
  })
  referAgain(world, unsent)
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 2, confirmed: 2 })
  expect([inProgres(world, scene).length, inProgres(world, unsent).length]).toEqual([1, 1])
})

test('(P7) more records than any limit are read in one run; a look that is cut off goes on, and reads each once', async () => {
  world = await startWorld()
  foreign(450)
  const scene = refer(world, 0)
  await world.run('2.1')
  const store = await anotherLedger()
  const cutOff = world.ping.faults.add({
    body: /SHP-2796/,
    fault: { kind: 'status', status: 503 },
    skip: 210,
  })
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 1, waiting: 1 })
  cutOff.remove()
  world.advance(2 * hour)
  const before = asked(world, 'decision-detail')
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(asked(world, 'decision-detail') - before).toBe(451 - 210)
  expect(inProgres(world, scene)).toHaveLength(1)
})

test.each([
  ['the list', /SHP-2795/],
  ['a detail', /SHP-2796/],
])('nothing is sent while %s cannot be read, and the item says why', async (_what, body) => {
  world = await startWorld()
  const sentBefore = refer(world, 0)
  await world.run('2.1')
  const unsent = refer(world, 1)
  const store = await anotherLedger()
  const fault = world.ping.faults.add({ body, fault: { kind: 'status', status: 503 } })
  const report = await runOn(world, store, '2.1')
  expect(countsIn(report)).toEqual({ found: 2, waiting: 2 })
  expect(Object.keys(reasonsIn(report))).toEqual(['ping-unavailable'])
  expect([inProgres(world, sentBefore).length, inProgres(world, unsent).length]).toEqual([1, 0])
  fault.remove()
  world.advance(2 * hour)
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 2, confirmed: 2 })
  expect([inProgres(world, sentBefore).length, inProgres(world, unsent).length]).toEqual([1, 1])
})

/** Keeps the list of referrals in proGres from being read; gives it back. */
const unread = {
  'PING does not answer': () => {
    const fault = world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 503 } })
    return () => fault.remove()
  },
  'it withholds its next page': () => {
    foreign(2)
    Object.assign(world.ping.settings, { pageSize: 2, pagingCookie: 'withheld' })
    return () => Object.assign(world.ping.settings, { pageSize: 50, pagingCookie: 'given' })
  },
} as const

test.each(['PING does not answer', 'it withholds its next page'] as const)(
  '(P1) a decision that comes before the list could be read proves that its referral had been sent: %s',
  async (why) => {
    world = await startWorld()
    const scene = refer(world, 0)
    await world.run('2.1')
    const [received] = inProgres(world, scene)
    const store = await anotherLedger()
    const giveBack = unread[why]()
    expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 1, waiting: 1 })
    giveBack()
    world.advance(2 * hour)
    world.ping.act.decide(received?.guid ?? '', { decision: 'rejected', reason: 'Individual Not Found' })
    expect(countsIn(await runOn(world, store, '2.2'))).toEqual({ found: 1, confirmed: 1 })
    await runOn(world, store, '2.1')
    const [item] = await store.forDeployment('sandbox').get('2.1', [scene.referralId])
    expect([item?.state, item?.numbers.refIopGuid]).toEqual(['confirmed', received?.guid])
    expect(inProgres(world, scene)).toHaveLength(1)
  },
)

test('a record that shows nothing in three runs holds the others up no longer', async () => {
  world = await startWorld()
  foreign(2)
  const [hidden] = world.ping.store.referrals.keys()
  const scene = refer(world, 0)
  world.ping.faults.add({
    body: new RegExp(`SHP-2796[^]*${hidden}|${hidden}[^]*SHP-2796`, 'i'),
    fault: { kind: 'status', status: 500 },
  })
  const counts = []
  for (let run = 0; run < 3; run += 1) {
    counts.push(countsIn(await world.run('2.1')))
    world.advance(2 * hour)
  }
  expect(counts).toEqual([
    { found: 1, waiting: 1 },
    { found: 1, waiting: 1 },
    { found: 1, confirmed: 1 },
  ])
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a referral that was revoked after another ledger sent it is told; one that was never sent is none of ours', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  const unsent = refer(world, 1)
  const store = await anotherLedger()
  refer(world, 2)
  for (const { referralId } of [scene, unsent]) {
    const referral = world.primero.store.referral(referralId)
    if (referral === undefined) throw new Error('Primero has the referral.')
    world.primero.store.putReferral({ ...referral, status: 'revoked' })
  }
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({
    'revoked-after-sending': [scene.referralId],
  })
})

test('where only a revoked one is left it is looked for as well, and kept in mind while proGres cannot be read', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.primero.act.revoke('caseworker1', scene.caseId, scene.referralId)
  const store = await anotherLedger()
  const fault = world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 503 } })
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({ 'ping-unavailable': [scene.referralId] })
  fault.remove()
  world.advance(2 * hour)
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({
    'revoked-after-sending': [scene.referralId],
  })
})

test('a referral whose row was referred, decided and applied before goes out: the record is that one’s', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  const guid = inProgres(world, scene)[0]?.guid ?? ''
  world.ping.act.decide(guid, { decision: 'rejected', reason: 'Not applicable' })
  decided(world, scene.referralId, 'rejected')
  world.ping.act.setStatusCode(guid, 125080003)
  referAgain(world, scene)
  const store = await anotherLedger()
  expect(countsIn(await runOn(world, store, '2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('of two referrals of one row and one record that may be of either, neither is sent and both are a person’s', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  decided(world, scene.referralId, 'rejected')
  const second = referAgain(world, scene)
  const store = await anotherLedger()
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({ 'outcome-unknown': [second] })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a referral that another ledger may have sent, and whose consent was withdrawn since, is not told as never sent', async () => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  decided(world, scene.referralId, 'rejected')
  const second = referAgain(world, scene)
  const consent = (given: boolean): void => {
    const both = { consent_for_services: given, disclosure_other_orgs: given }
    world.primero.act.updateCase('caseworker1', scene.caseId, both)
  }
  consent(false)
  const store = await anotherLedger()
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({ 'consent-withdrawn': [second] })
  world.advance(hour)
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({ 'consent-withdrawn': [second] })
  consent(true)
  world.advance(hour)
  expect(reasonsIn(await runOn(world, store, '2.1'))).toEqual({ 'outcome-unknown': [second] })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test.each([
  ['was never sent', true],
  ['was never sent, and has no consent now', false],
])('(P3) a decision on an earlier referral of a row is not written to one that %s', async (_, consent) => {
  world = await startWorld()
  const scene = refer(world, 0)
  await world.run('2.1')
  const guid = inProgres(world, scene)[0]?.guid ?? ''
  decided(world, scene.referralId, 'accepted')
  const second = referAgain(world, scene)
  world.primero.act.updateCase('caseworker1', scene.caseId, {
    consent_for_services: consent,
    disclosure_other_orgs: consent,
  })
  world.ping.act.decide(guid, { decision: 'rejected', reason: 'Not applicable' })
  const store = await anotherLedger()
  await runOn(world, store, '2.1')
  await runOn(world, store, '2.2')
  expect(world.primero.store.referral(second)?.status).toBe('in_progress')
  const [item] = await store.forDeployment(world.deployment.name).get('2.2', [guid])
  expect(item?.reason).toBe('decision-ambiguous')
})

test('1.1, 1.2 and 2.2 find by reading what another ledger did, and do nothing twice', async () => {
  world = await startWorld()
  const intervention = incoming.refer(world, 0)
  const told = decisions.decided(world, 1)
  const answer = answers.decided(world, 30)
  for (const flow of ['1.1', '1.2', '2.1', '2.2'] as const) await world.run(flow)
  const rows = incoming.addressesAt(world, 0)
  expect(decisions.timesTold(world, told)).toBe(1)
  expect(answers.inPrimero(world, answer)).toEqual(['accepted'])
  const store = await anotherLedger()
  for (const flow of ['1.1', '1.2', '2.1', '2.2', '1.1'] as const) await runOn(world, store, flow)
  expect(incoming.addressesAt(world, 0)).toEqual(rows)
  expect(incoming.shown(world, intervention).transferStatus).toBe(125080002)
  expect(decisions.timesTold(world, told)).toBe(1)
  expect(answers.inPrimero(world, answer)).toEqual(['accepted'])
  expect(world.primero.traffic.counts()['respond-referral'] ?? 0).toBe(0)
})

test('many that another ledger delivered are no loss of the list: 1.2 finds them, and the next run of 1.1 confirms them', async () => {
  world = await startWorld()
  for (let place = 0; place < 12; place += 1) incoming.refer(world, place)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 12, confirmed: 12 })
  const store = await anotherLedger()
  expect(countsIn(await runOn(world, store, '1.1'))).toEqual({})
  await runOn(world, store, '1.2')
  const report = await runOn(world, store, '1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([{ found: 12, confirmed: 12 }, {}])
})

test('1.2: of a row that this ledger itself wrote nothing was told before, and proGres is not asked', async () => {
  world = await startWorld()
  incoming.refer(world, 0)
  await world.run('1.1')
  const [row] = incoming.servicesAt(world, 0)
  const id = String(incoming.caseAt(world, 0)['id'])
  world.advance(hour)
  world.primero.act.setServiceStatus('progresv4_primero_intake', id, String(row?.['unique_id']), 'accepted')
  const before = asked(world, 'read-referral')
  expect(await world.run('1.2')).toMatchObject({ confirmed: 1 })
  expect(asked(world, 'read-referral')).toBe(before)
})
