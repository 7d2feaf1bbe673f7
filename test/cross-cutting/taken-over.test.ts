/**
 * Taking over from another system, such as jobs that were run on OpenFn: what they exchanged stands in both systems, and no
 * ledger knows of it.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasRunBefore } from '../support/known-ledger.ts'
import { startWorld, type World } from '../support/world.ts'
import * as decisions from '../decisions-out/scene.ts'
import * as incoming from '../referrals-in/scene.ts'
import {
  countsIn,
  decided,
  finish,
  inProgres,
  itemOf,
  onSend,
  reasonsIn,
  refer,
  referAgain,
  release,
  type Scene,
} from '../referrals-out/scene.ts'

const hour = 3_600_000
let world: World

beforeEach(async () => {
  // The other system ran until an hour from now on.
  world = await startWorld({
    deployment: (deployment) => ({ ...deployment, takenOverAt: '2026-11-20T09:00:00.000Z' }),
  })
})
afterEach(() => finish(world))

/** The other system has sent this referral; `as` = how it named the service. */
function sentBefore({ child, caseId, rowId }: Scene, as = rowId): void {
  world.ping.act.receive({
    progres_externalguid: caseId,
    progres_externalid: caseId,
    progres_offlineid: caseId,
    progres_orgreferralid: as,
    progres_orgreferredby: 'Primero CP',
    progres_orgemail: 'caseworker1@example.org',
    progres_requestedservice: '14d89ab0-0306-e611-80d9-00155d34051a',
    progres_pocfirstname: child.givenName,
    progres_poclastname: child.familyName,
    progres_pocdateofbirth: child.birthDate,
    progres_pocaddress: child.levels.join(' '),
  })
}

test('2.1: what was sent before is found in proGres and not sent again, whichever way its service is named', async () => {
  const [whole, old] = [refer(world, 0), refer(world, 1)]
  sentBefore(whole)
  sentBefore(old, `${old.caseId}#${old.rowId.slice(-12)}`)
  world.advance(2 * hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 2, confirmed: 2 })
  expect(world.ping.store.referrals.size).toBe(2)
})

test('2.1: what is not in proGres waits for a person, who looks there and lets it go; later ones go by themselves', async () => {
  const lost = refer(world, 0)
  world.advance(2 * hour)
  const later = refer(world, 1)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [lost.referralId] })
  expect([inProgres(world, lost).length, inProgres(world, later).length]).toEqual([0, 1])
  await release(world, lost.referralId)
  world.advance(hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, lost)).toHaveLength(1)
})

test('1.1: a row that the other system wrote, under an id of its own, is confirmed and not written again', async () => {
  const intervention = incoming.refer(world, 0)
  const row = {
    unique_id: 'c0000000-0000-4000-8000-000000000001',
    service_type: 'food',
    service_request_agency: 'UNHCR',
    service_referral: 'external_referral',
    unhcr_referral_status: 'pending',
    progres_interventionnumber: incoming.addressOf(intervention),
  }
  incoming.putCase(world, 0, { services_section: [row] })
  world.advance(2 * hour)
  expect(await world.run('1.1')).toMatchObject({ confirmed: 1 })
  expect(incoming.addressesAt(world, 0)).toEqual([incoming.addressOf(intervention)])
  expect(incoming.shown(world, intervention).transferStatus).toBe(125080002)
})

test('1.2: a decision that the other system told is not told a second time', async () => {
  const told = decisions.decided(world, 1)
  const untold = decisions.decided(world, 2)
  world.ping.act.correct(told.interventions[0]?.guid ?? '', { transferStatus: 125080003 })
  world.advance(2 * hour)
  expect(await world.run('1.2')).toMatchObject({ confirmed: 2 })
  expect([decisions.timesTold(world, told), decisions.timesTold(world, untold)]).toEqual([0, 1])
})

test('1.2: nor when its case is saved later, in the first hour or a month after', async () => {
  const told = decisions.decided(world, 1)
  world.ping.act.correct(told.interventions[0]?.guid ?? '', { transferStatus: 125080003 })
  world.advance(2 * hour)
  world.primero.act.updateCase('caseworker1', told.caseId, { address_current: 'Elsewhere' })
  await world.run('1.2')
  expect(decisions.timesTold(world, told)).toBe(0)
})

test('1.2: nor when its case was first touched a month after, where only later cases were read until then', async () => {
  const told = decisions.decided(world, 1)
  world.ping.act.correct(told.interventions[0]?.guid ?? '', { transferStatus: 125080003 })
  world.advance(2 * hour)
  const deployment = { ...world.deployment, startDate: new Date(world.now()).toISOString() }
  await world.run('1.2', { deployment })
  world.advance(30 * 24 * hour)
  world.primero.act.updateCase('caseworker1', told.caseId, { address_current: 'Elsewhere' })
  await world.run('1.2', { deployment })
  expect(decisions.timesTold(world, told)).toBe(0)
})

test('1.2: of a row that this project wrote nothing was told before, and proGres is not asked', async () => {
  world.advance(2 * hour)
  incoming.refer(world, 0)
  await world.run('1.1')
  const [row] = incoming.servicesAt(world, 0)
  const id = String(incoming.caseAt(world, 0)['id'])
  world.primero.act.setServiceStatus('progresv4_primero_intake', id, String(row?.['unique_id']), 'accepted')
  const before = world.ping.traffic.counts()['read-referral']
  expect(await world.run('1.2')).toMatchObject({ confirmed: 1 })
  expect(world.ping.traffic.counts()['read-referral']).toBe(before)
})

test('2.1: the record of an earlier, decided referral of a row proves nothing of the later one', async () => {
  const scene = refer(world, 0)
  sentBefore(scene)
  const [record] = inProgres(world, scene)
  const guid = record?.guid ?? ''
  world.ping.act.decide(guid, { decision: 'rejected', reason: 'Not applicable' })
  decided(world, scene.referralId, 'rejected')
  world.ping.act.setStatusCode(guid, 125080003)
  world.advance(60_000)
  const second = referAgain(world, scene)
  world.advance(2 * hour)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [second] })
})

test.each(['2.1', '2.2'] as const)(
  '(P1, P9) nor of one made since, whose send came to nothing: %s takes it for arrived as little',
  async (flow) => {
    const scene = refer(world, 0)
    sentBefore(scene)
    const [record] = inProgres(world, scene)
    const guid = record?.guid ?? ''
    world.ping.act.decide(guid, { decision: 'rejected', reason: 'Not applicable' })
    decided(world, scene.referralId, 'rejected')
    world.ping.act.setStatusCode(guid, 125080003)
    world.advance(2 * hour)
    const second = referAgain(world, scene)
    world.ping.faults.add(onSend({ kind: 'status', status: 502 }, { times: 1 }))
    await world.run('2.1')
    world.advance(hour)
    await world.run(flow)
    expect(await itemOf(world, second)).toMatchObject({ state: 'attention', reason: 'outcome-unknown' })
    expect(inProgres(world, scene)).toHaveLength(1)
  },
)

test('2.2: nor is a decision on the earlier one, which was never marked as synced, written to the later one', async () => {
  const scene = refer(world, 0)
  sentBefore(scene)
  const [record] = inProgres(world, scene)
  world.ping.act.decide(record?.guid ?? '', { decision: 'rejected', reason: 'Not applicable' })
  decided(world, scene.referralId, 'rejected')
  world.advance(60_000)
  const second = referAgain(world, scene)
  world.advance(2 * hour)
  await world.run('2.1')
  await world.run('2.2')
  expect(world.primero.store.referral(second)?.status).toBe('in_progress')
})

test('2.1: one whose case could not be read at first is found by a later run', async () => {
  const [one, two] = [refer(world, 0), refer(world, 1)]
  for (const scene of [one, two]) sentBefore(scene)
  world.advance(2 * hour)
  const path = new RegExp(`${two.caseId}/referrals`)
  world.primero.faults.add({ path, fault: { kind: 'status', status: 500 }, times: 1 })
  await world.run('2.1')
  world.advance(hour)
  await world.run('2.1')
  expect(await itemOf(world, two.referralId)).toMatchObject({ state: 'confirmed' })
})

test('(F37) 2.1: one made just before, by a Primero whose clock is ahead, is in doubt as well', async () => {
  await finish(world)
  let now = Date.parse('2026-11-20T08:00:00.000Z')
  world = await startWorld({
    deployment: (deployment) => ({ ...deployment, takenOverAt: '2026-11-20T08:05:00.000Z' }),
    primero: { now: () => (now += 1) + 600_000 },
  })
  const scene = refer(world, 0)
  sentBefore(scene)
  world.advance(hour)
  now += hour
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('(P3) 2.2: nor to one made since and sent as usual', async () => {
  await hasRunBefore(world)
  const scene = refer(world, 0)
  sentBefore(scene)
  const [record] = inProgres(world, scene)
  world.ping.act.decide(record?.guid ?? '', { decision: 'rejected', reason: 'Not applicable' })
  decided(world, scene.referralId, 'rejected')
  world.advance(2 * hour)
  const second = referAgain(world, scene)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(reasonsIn(await world.run('2.2'))).toMatchObject({ 'decision-ambiguous': [record?.number] })
  expect(world.primero.store.referral(second)?.status).toBe('in_progress')
})
