import type { Intervention } from '@ping-primero/sandbox'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flows, type Flow } from '@ping-primero/core'
import { lookAtReferral, type LiveLook } from '@ping-primero/core/reconcile/live-look.ts'
import { openLedgerView } from '../../packages/service/src/commands/reconcile/ledger-view.ts'
import { caseAt, refer as referIn, servicesAt } from '../referrals-in/scene.ts'
import { refer as referOut, type Scene } from '../referrals-out/scene.ts'
import type { World } from '../support/world.ts'
import { agreed, decideIn, ledgerContents, ledgerFile, meddle, recordOf, runAll } from './scene.ts'

let world: World
let incoming: readonly [Intervention, Intervention, Intervention]
let outgoing: readonly [Scene, Scene, Scene]
beforeEach(async () => {
  ;({ world, incoming, outgoing } = await agreed())
})
afterEach(() => world.stop())

/** Looks at what the ledger has under a key of flow 1.1 or 2.1, with the decisions on it. */
async function look(key: string, onTime: readonly Flow[] = flows): Promise<LiveLook> {
  const { ledger } = world.host
  const [asked = null] = [...(await ledger.get('1.1', [key])), ...(await ledger.get('2.1', [key]))]
  const decisions = [
    ...(await ledger.get('1.2', [key])),
    ...(await ledger.byNumber('2.2', 'referralId', [key])),
  ]
  const view = openLedgerView(`sqlite:${ledgerFile(world)}`, world.deployment.name)
  try {
    return await lookAtReferral(
      { deployment: world.deployment, referral: asked, decisions, onTime: new Set(onTime), alone: true },
      { ...world.host, itemsSince: view.itemsSince },
    )
  } finally {
    await view.close()
  }
}

/** What both show of each part, and what differs. */
function short({ parts, differences, unread }: LiveLook): readonly string[] {
  return [
    ...parts.map(({ part, progres, primero }) => `${part}: ${progres}, ${primero}`),
    ...differences.map(({ flow, code, owner }) => `${flow} ${code}: ${owner}`),
    ...unread.map(({ system, what, code }) => `${system} ${what}: ${code}`),
  ]
}

const settledOut = (decision: string): readonly string[] => [
  'referral: there, once',
  `decision: ${decision}, ${decision}`,
  'settled: yes, not-shown',
  'consent: not-shown, given',
]

test('what came through is shown as it is on both sides, and looking writes nothing anywhere', async () => {
  world.ping.traffic.reset()
  world.primero.traffic.reset()
  const before = ledgerContents(world)
  expect(short(await look(incoming[0].guid))).toEqual([
    'referral: arrived, once',
    'decision: accepted, accepted',
  ])
  expect(short(await look(incoming[1].guid))).toContain('decision: rejected, rejected')
  expect(short(await look(incoming[2].guid))).toContain('decision: none, none')
  expect(short(await look(outgoing[0].referralId))).toEqual(settledOut('accepted'))
  expect(short(await look(outgoing[1].referralId))).toEqual(settledOut('rejected'))
  expect(short(await look(outgoing[2].referralId))).toEqual([
    'referral: once, once',
    'decision: none, none',
    'settled: no, not-shown',
    'consent: not-shown, given',
  ])
  expect(world.ping.traffic.writes() + world.primero.traffic.writes()).toBe(0)
  expect(ledgerContents(world)).toEqual(before)
})

test('one referral costs a handful of requests, however many there are', async () => {
  for (let place = 11; place <= 30; place += 1) referOut(world, place)
  await runAll(world)
  world.ping.traffic.reset()
  world.primero.traffic.reset()
  await look(outgoing[0].referralId)
  expect(world.ping.traffic.total() + world.primero.traffic.total()).toBeLessThan(8)
})

test('what has not come across is shown where it waits, and is no difference', async () => {
  const held = referIn(world, 7, { type: 'Agreed on by nobody' })
  await runAll(world)
  expect(short(await look(held.guid))).toEqual([
    'referral: undelivered, not-asked',
    'decision: none, not-asked',
  ])
  world.primero.knobs.power = 'down'
  const waiting = referIn(world, 8)
  await runAll(world)
  world.primero.knobs.power = 'up'
  expect(short(await look(waiting.guid))).toEqual(['referral: waits, not-asked', 'decision: none, not-asked'])
})

test('a service that was removed from its case, and one that a caseworker decided since', async () => {
  const { id, owned_by: owner } = caseAt(world, 3)
  const [row] = servicesAt(world, 3)
  decideIn(world, 3, 'rejected', 'No place free')
  expect(short(await look(incoming[2].guid))).toEqual([
    'referral: arrived, once',
    'decision: none, rejected',
    '1.2 decision-not-told: nobody',
  ])
  world.primero.act.removeService(String(owner), String(id), String(row?.['unique_id']))
  expect(short(await look(incoming[2].guid, []))).toEqual([
    'referral: arrived, absent',
    'decision: none, not-shown',
    '1.1 service-missing: focal-point',
  ])
})

test('consent that was taken back and a referral that was revoked are seen before any run', async () => {
  const { caseId, referralId } = outgoing[2]
  world.primero.act.revoke('caseworker1', caseId, referralId)
  world.primero.act.updateCase('caseworker1', caseId, { consent_for_services: false })
  expect(short(await look(referralId, []))).toEqual([
    'referral: once, revoked',
    'decision: none, revoked',
    'settled: no, not-shown',
    'consent: not-shown, withdrawn',
    '2.1 revocation-unnoticed: caseworker',
  ])
})

test('a record that proGres lost, and one that it has twice, are of their own referral alone', async () => {
  const records = world.ping.store.referrals as Map<string, unknown>
  records.delete(recordOf(world, outgoing[2]))
  expect(short(await look(outgoing[2].referralId))).toEqual([
    'referral: absent, once',
    'decision: not-shown, none',
    'settled: not-shown, not-shown',
    'consent: not-shown, given',
    '2.1 referral-not-in-progres: unhcr',
  ])
  const later = referOut(world, 4)
  await runAll(world)
  const twice = world.ping.store.referrals.get(recordOf(world, later))
  world.ping.act.receive(twice?.fields ?? {})
  expect(short(await look(later.referralId))).toEqual([
    'referral: several, once',
    'decision: not-shown, none',
    'settled: not-shown, not-shown',
    'consent: not-shown, given',
    '2.1 referral-twice: unhcr',
  ])
  expect(short(await look(outgoing[1].referralId))).toEqual(settledOut('rejected'))
})

test('a decision that no run has carried over yet', async () => {
  world.ping.act.decide(recordOf(world, outgoing[2]), { decision: 'rejected', reason: 'Not applicable' })
  expect(short(await look(outgoing[2].referralId))).toEqual([
    'referral: once, once',
    'decision: rejected, none',
    'settled: no, not-shown',
    'consent: not-shown, given',
    '2.2 decision-not-carried: nobody',
  ])
})

test('a record whose details proGres does not show may be the one, so that nothing is called gone', async () => {
  const body = JSON.stringify({ Data: 'No Data Available', ErrorMessage: null, RecordCount: null })
  world.ping.faults.add({
    fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
    body: new RegExp(recordOf(world, outgoing[2])),
    path: /retrievedatawithpaging/,
  })
  expect(short(await look(outgoing[2].referralId))).toEqual([
    'referral: unread, once',
    'decision: unread, none',
    'settled: unread, not-shown',
    'consent: not-shown, given',
    'ping decision-details: list-incomplete',
  ])
})

test('a case that Primero no longer has', async () => {
  const { referralId } = outgoing[2]
  const gone = 'eeeeeeee-0000-4000-a000-000000000001'
  meddle(world, 'update item set primero_id = ? where key = ?', gone, referralId)
  expect(short(await look(referralId))).toEqual([
    'referral: once, absent',
    'decision: none, absent',
    'settled: no, not-shown',
    'consent: not-shown, not-shown',
  ])
})

test('of a system that cannot be read nothing is concluded', async () => {
  world.ping.faults.add({ path: /primes/, fault: { kind: 'status', status: 500 } })
  expect(short(await look(outgoing[0].referralId))).toEqual([
    'referral: unread, once',
    'decision: unread, accepted',
    'settled: unread, not-shown',
    'consent: not-shown, given',
    'ping interoperability-referrals: ping-unavailable',
  ])
  expect(short(await look(incoming[0].guid)).slice(0, 2)).toEqual([
    'referral: unread, once',
    'decision: unread, accepted',
  ])
  world.ping.faults.clear()
  world.primero.knobs.power = 'down'
  expect(short(await look(outgoing[0].referralId)).slice(0, 4)).toEqual([
    'referral: there, unread',
    'decision: accepted, unread',
    'settled: yes, not-shown',
    'consent: not-shown, unread',
  ])
  expect(short(await look(incoming[0].guid)).slice(0, 2)).toEqual([
    'referral: arrived, unread',
    'decision: accepted, unread',
  ])
})
