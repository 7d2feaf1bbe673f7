import { afterEach, expect, test } from 'vitest'
import { onSend, refer, referAgain, type Scene } from '../referrals-out/scene.ts'
import type { World } from '../support/world.ts'
import { agreed, compare, forget, meddle, recordOf, runAll, short } from './scene.ts'

let world: World
let outgoing: readonly [Scene, Scene, Scene]
afterEach(() => world.stop())

async function begin(): Promise<void> {
  ;({ world, outgoing } = await agreed())
}

/** The referral in Primero, changed behind everybody's back. */
function setReferral(
  scene: Scene,
  change: { readonly status?: 'in_progress' | 'accepted'; readonly caseId?: string },
): void {
  const referral = world.primero.store.referral(scene.referralId)
  if (referral === undefined) throw new Error('Primero does not have the referral')
  world.primero.store.putReferral({ ...referral, ...change })
}

/** proGres loses a record. */
function lose(scene: Scene): void {
  const records = world.ping.store.referrals as Map<string, unknown>
  expect(records.delete(recordOf(world, scene))).toBe(true)
}

/** Another record of a service, as if it had been sent twice. */
function receiveAgain(scene: Scene, more: Readonly<Record<string, string>> = {}): string {
  const record = world.ping.store.referrals.get(recordOf(world, scene))
  if (record === undefined) throw new Error('proGres has no record of the service')
  return world.ping.act.receive({ ...record.fields, ...more }).guid
}

test('a referral that flow 2.1 has not seen yet waits for its next run', async () => {
  await begin()
  const later = refer(world, 4)
  const report = await compare(world)
  expect(short(report)).toEqual(['2.1 referral-unsent: nobody, not yet run'])
  expect(report.differences[0]).toMatchObject({
    numbers: { referralId: later.referralId, caseId: later.caseId, serviceUniqueId: later.rowId },
    progres: null,
    primero: 'in_progress',
    ledger: null,
  })
  expect(short(await compare(world, { onTime: [] }))).toEqual(['2.1 referral-unsent: administrator'])
})

test('an open referral that flow 2.1 has read and the ledger does not know', async () => {
  await begin()
  const held = refer(world, 4, { case: { consent_for_services: false }, refer: { consent_overridden: true } })
  await runAll(world)
  expect(short(await compare(world))).toEqual([])
  forget(world, '2.1', held.referralId)
  expect(short(await compare(world))).toEqual(['2.1 referral-unsent: administrator'])
})

test('an open referral that proGres has and the ledger does not know would be sent again', async () => {
  await begin()
  forget(world, '2.1', outgoing[2].referralId)
  const report = await compare(world)
  expect(short(report)).toEqual(['2.1 referral-not-in-ledger: administrator'])
  expect(report.differences[0]).toMatchObject({
    numbers: { refIopGuid: recordOf(world, outgoing[2]) },
    progres: 'open',
    primero: 'in_progress',
  })
})

test('the ledger says sent and taken, and proGres shows none', async () => {
  await begin()
  lose(outgoing[2])
  expect(short(await compare(world))).toEqual(['2.1 referral-not-in-progres: unhcr'])
})

test('of two referrals of one service, made one after the other, the lost one is found', async () => {
  await begin()
  const again = referAgain(world, outgoing[1])
  await runAll(world)
  expect(short(await compare(world))).toEqual([])
  const second = world.ping.store
    .referralsOfService(outgoing[1].rowId)
    .find(({ status }) => status === 125080000)
  const records = world.ping.store.referrals as Map<string, unknown>
  records.delete(second?.guid ?? '')
  const report = await compare(world)
  expect([short(report), report.differences[0]?.numbers.referralId]).toEqual([
    ['2.1 referral-not-in-progres: unhcr'],
    again,
  ])
})

test.each([
  ['of a case that nobody knows', { progres_offlineid: 'dddddddd-0000-4000-a000-000000000001' }],
  [
    'of a service that its case never referred',
    { progres_orgreferralid: 'dddddddd-0000-4000-a000-000000000002' },
  ],
  [
    'without a case',
    { progres_offlineid: '', progres_orgreferralid: 'dddddddd-0000-4000-a000-000000000002' },
  ],
  ['without a service', { progres_orgreferralid: '' }],
])('proGres has a referral %s', async (_which, more) => {
  await begin()
  const record = world.ping.store.referrals.get(receiveAgain(outgoing[2], more))
  if (record === undefined) throw new Error('proGres has not taken the record')
  const report = await compare(world)
  expect(short(report)).toEqual(['2.1 referral-only-in-progres: unhcr'])
  expect(report.differences[0]?.numbers).toMatchObject({
    refIopGuid: record.guid,
    refIopNumber: record.number,
  })
})

test('many records that nobody knows are looked up in lists, with the same end', async () => {
  await begin()
  for (let place = 1; place <= 6; place += 1) {
    receiveAgain(outgoing[2], { progres_offlineid: `dddddddd-0000-4000-a000-00000000000${place}` })
  }
  const report = await compare(world)
  expect(report.counts).toEqual([{ flow: '2.1', code: 'referral-only-in-progres', count: 6, notYetRun: 0 }])
})

test.each([
  ['undecided', 2],
  ['decided', 0],
] as const)('proGres has two records of one %s referral', async (_which, place) => {
  await begin()
  receiveAgain(outgoing[place])
  const report = await compare(world)
  expect(short(report)).toEqual(['2.1 referral-twice: unhcr'])
  expect(report.differences[0]).toMatchObject({ progres: '2 records', primero: '1 referred' })
})

test('two records of one referral that the ledger never sent', async () => {
  await begin()
  forget(world, '2.1', outgoing[2].referralId)
  receiveAgain(outgoing[2])
  expect(short(await compare(world))).toEqual([
    '2.1 referral-not-in-ledger: administrator',
    '2.1 referral-twice: unhcr',
  ])
})

test('a send whose outcome nobody knows is open, and no difference', async () => {
  await begin()
  world.ping.faults.add(onSend({ kind: 'status', status: 502 }, { times: 1 }))
  refer(world, 4)
  world.advance(60 * 60_000)
  await world.run('2.1')
  const report = await compare(world)
  expect([short(report), report.open]).toEqual([
    [],
    [{ flow: '2.1', code: 'outcome-unknown', state: 'attention', count: 1, items: [expect.any(String)] }],
  ])
})

test('a referral that Primero no longer shows', async () => {
  await begin()
  world.primero.faults.add({
    path: new RegExp(`${outgoing[2].caseId}/referrals$`),
    fault: { kind: 'status', status: 200, body: '{"data":[]}', contentType: 'application/json' },
  })
  expect(short(await compare(world))).toEqual(['2.1 referral-gone: focal-point'])
})

test('a referral that was revoked after it had been sent waits for flow 2.1, which then knows it', async () => {
  await begin()
  world.primero.act.revoke('caseworker1', outgoing[2].caseId, outgoing[2].referralId)
  expect(short(await compare(world))).toEqual(['2.1 revocation-unnoticed: nobody, not yet run'])
  expect(short(await compare(world, { onTime: [] }))).toEqual(['2.1 revocation-unnoticed: caseworker'])
  await runAll(world)
  const report = await compare(world)
  expect([short(report), report.open]).toEqual([
    [],
    [
      {
        flow: '2.1',
        code: 'revoked-after-sending',
        state: 'attention',
        count: 1,
        items: [expect.any(String)],
      },
    ],
  ])
})

test('a decision of UNHCR that no run has seen waits for flow 2.2', async () => {
  await begin()
  world.ping.act.decide(recordOf(world, outgoing[2]), { decision: 'rejected', reason: 'Not applicable' })
  const report = await compare(world)
  expect(short(report)).toEqual(['2.2 decision-not-carried: nobody, not yet run'])
  expect(report.differences[0]).toMatchObject({ progres: '125080002', ledger: null })
  expect(short(await compare(world, { onTime: ['2.1'] }))).toEqual([
    '2.2 decision-not-carried: administrator',
  ])
})

test('a decision that UNHCR changed after it was carried over waits for flow 2.2', async () => {
  await begin()
  world.ping.act.reverse(recordOf(world, outgoing[0]))
  expect(short(await compare(world))).toEqual(['2.2 decision-not-carried: nobody, not yet run'])
})

test.each([
  ['stands in Primero', {}, '2.2 sync-not-shown: unhcr'],
  ['is undecided in Primero', { status: 'in_progress' }, '2.2 decision-not-carried: administrator'],
  ['was decided otherwise in Primero', { status: 'rejected' }, '2.2 decision-differs: focal-point'],
] as const)(
  'the ledger carried a decision over, proGres does not show it as synced, and it %s',
  async (_how, change, said) => {
    await begin()
    world.ping.act.setStatusCode(recordOf(world, outgoing[0]), 125080001)
    setReferral(outgoing[0], change as { status?: 'in_progress' })
    expect(short(await compare(world))).toEqual([said])
  },
)

test.each([
  ['in_progress', 0],
  ['accepted', 1],
] as const)('proGres shows a decision as synced, and Primero shows %s', async (status, place) => {
  await begin()
  setReferral(outgoing[place], { status })
  const report = await compare(world)
  expect(short(report)).toEqual(['2.2 synced-not-in-primero: focal-point'])
  expect(report.differences[0]).toMatchObject({
    progres: place === 0 ? 'synced accepted' : 'synced rejected',
    primero: status,
    ledger: 'confirmed',
  })
})

test('a synced decision that the ledger does not know: compared by the review decision', async () => {
  await begin()
  forget(world, '2.2', recordOf(world, outgoing[0]))
  expect(short(await compare(world))).toEqual(['2.2 decision-unknown: administrator'])
  forget(world, '2.1', outgoing[0].referralId)
  expect(short(await compare(world))).toEqual(['2.2 decision-unknown: administrator'])
  forget(world, '2.2', recordOf(world, outgoing[1]))
  setReferral(outgoing[1], { status: 'accepted' })
  expect(short(await compare(world))).toEqual([
    '2.2 decision-unknown: administrator',
    '2.2 synced-not-in-primero: focal-point',
  ])
})

test('a decision that proGres shows as open again', async () => {
  await begin()
  world.ping.act.setStatusCode(recordOf(world, outgoing[0]), 125080000)
  expect(short(await compare(world))).toEqual(['2.2 decision-taken-back: unhcr'])
})

test('a referral that was decided in Primero alone', async () => {
  await begin()
  setReferral(outgoing[2], { status: 'accepted' })
  const report = await compare(world)
  expect(short(report)).toEqual(['2.2 decision-only-in-primero: unhcr'])
  expect(report.differences[0]).toMatchObject({ progres: 'open', primero: 'accepted', ledger: null })
})

test('a decision that Primero cannot take is open, not a difference', async () => {
  await begin()
  world.primero.act.setConsent('caseworker1', outgoing[2].caseId, { services: false, others: false })
  world.ping.act.decide(recordOf(world, outgoing[2]), { decision: 'accepted' })
  await runAll(world)
  const report = await compare(world)
  expect([short(report), report.open.map(({ flow, code }) => `${flow} ${code}`)]).toEqual([
    [],
    ['2.1 consent-withdrawn', '2.2 consent-withdrawn'],
  ])
})

test('an item that a person settled outside is no difference', async () => {
  await begin()
  meddle(world, "update item set state = 'handled' where flow = '2.1' and key = ?", outgoing[2].referralId)
  lose(outgoing[2])
  expect(short(await compare(world))).toEqual([])
})
