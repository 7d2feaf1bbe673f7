/**
 * Taking over from another system, such as jobs that were run on OpenFn: what they exchanged stands in both systems, and no
 * ledger knows of it.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import * as decisions from '../decisions-out/scene.ts'
import * as incoming from '../referrals-in/scene.ts'
import { countsIn, finish, inProgres, reasonsIn, refer, release, type Scene } from '../referrals-out/scene.ts'

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
