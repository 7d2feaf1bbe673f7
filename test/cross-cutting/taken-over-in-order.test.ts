/**
 * Taking over from jobs that ran before, with the flows in the order that `docs/openfn.md` gives: 1.1 and 2.2, then 1.2
 * and 2.1. What the first ones write must not make the later ones forget what was exchanged before.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import * as answers from '../decisions-in/scene.ts'
import * as decisions from '../decisions-out/scene.ts'
import * as incoming from '../referrals-in/scene.ts'
import { decided, finish, reasonsIn, refer } from '../referrals-out/scene.ts'

const hour = 3_600_000
const transferred = 125080002
const accepted = 125080003
let world: World

beforeEach(async () => {
  world = await startWorld({
    deployment: (deployment) => ({ ...deployment, takenOverAt: '2026-11-20T09:00:00.000Z' }),
  })
})
afterEach(() => finish(world))

test('the first runs recognise what was exchanged, do what was left out, and the second ones do nothing', async () => {
  // 1.1: the one has its row from the old jobs, under an id of theirs; the other they lost.
  const [delivered, lost] = [incoming.refer(world, 20), incoming.refer(world, 21)]
  const row = {
    unique_id: 'c0000000-0000-4000-8000-000000000001',
    service_type: 'food',
    service_request_agency: 'UNHCR',
    service_referral: 'external_referral',
    unhcr_referral_status: 'pending',
    progres_interventionnumber: incoming.addressOf(delivered),
  }
  incoming.putCase(world, 20, { services_section: [row] })
  // 2.2: one decision was applied and marked as synced, the other skipped for ever.
  const [synced, skipped] = [answers.decided(world, 31), answers.decided(world, 32)]
  decided(world, synced.referralId, 'accepted')
  world.ping.act.setStatusCode(synced.guid, 125080003)
  // 1.2: one decision was told, the other was not.
  const [told, untold] = [decisions.decided(world, 41), decisions.decided(world, 42)]
  world.ping.act.correct(told.interventions[0]?.guid ?? '', { transferStatus: accepted })
  // 2.1: one was never sent; the two whose decisions are above were.
  const unsent = refer(world, 51)

  world.advance(2 * hour)
  const first = { '1.1': await world.run('1.1'), '2.2': await world.run('2.2') }
  // Somebody works on the case of the told one meanwhile.
  world.primero.act.updateCase('caseworker1', told.caseId, { address_current: 'Elsewhere' })
  const then = { '1.2': await world.run('1.2'), '2.1': await world.run('2.1') }

  expect(first['1.1']).toMatchObject({ found: 2, confirmed: 2 })
  expect(incoming.addressesAt(world, 20)).toEqual([incoming.addressOf(delivered)])
  expect([delivered, lost].map((one) => incoming.shown(world, one).transferStatus)).toEqual([
    transferred,
    transferred,
  ])
  expect(first['2.2']).toMatchObject({ attention: 0, waiting: 0 })
  expect(answers.both(world, [skipped])).toEqual([['accepted', 125080003]])
  expect([decisions.timesTold(world, told), decisions.timesTold(world, untold)]).toEqual([0, 1])
  expect(then['1.2']).toMatchObject({ attention: 0, waiting: 0 })
  expect(reasonsIn(then['2.1'])).toEqual({ 'outcome-unknown': [unsent.referralId] })
  // Nothing was sent a second time.
  expect(world.ping.store.referrals.size).toBe(2)

  incoming.forgetTraffic(world)
  world.advance(hour)
  for (const flow of ['1.1', '2.2', '1.2', '2.1'] as const) await world.run(flow)
  expect(incoming.writesTo(world)).toEqual({ primero: 0, ping: 0 })
})
