import { afterEach, expect, test } from 'vitest'
import { reasons } from '@ping-primero/core'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  countsIn,
  decided,
  fieldsSent,
  finish,
  forgetTraffic,
  handle,
  hour,
  inProgres,
  itemOf,
  open,
  reasonsIn,
  refer,
  referAgain,
  release,
  sent,
  writesTo,
  type Difference,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

/** A Primero that does not compare values with its options. */
const anyOption: WorldOptions = { primero: { version: '2.14' } }

/** Consent is asked for when referring; who withdraws it does so afterwards. */
const withdrawConsent = (caseId: string, consent = { services: false, others: false }): void => {
  world.advance(1000)
  world.primero.act.setConsent('caseworker1', caseId, consent)
}

test.each([
  ['for services', { services: false, others: true }],
  ['for sharing with others', { services: true, others: false }],
])('2.1-04 sends nothing without consent %s, and sends when it is given', async (_which, consent) => {
  await start()
  const [held, other] = [refer(world, 0), refer(world, 1)]
  withdrawConsent(held.caseId, consent)
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'consent-missing': [held.referralId] },
  ])
  const bodies = world.ping.traffic.entries().map(({ body }) => body)
  expect(bodies.filter((body) => body.includes(held.caseId) || body.includes(held.rowId))).toEqual([])
  expect(sent(world)).toEqual([other.rowId])
  withdrawConsent(held.caseId, { services: true, others: true })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([held.rowId, other.rowId])
})

const overridden: Difference = {
  case: { consent_for_services: false, disclosure_other_orgs: false },
  refer: { consent_overridden: true },
}

test('2.1-05 holds a referral that overrides consent until a person releases it', async () => {
  await start()
  const scene = refer(world, 0, overridden)
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'consent-overridden': [scene.referralId] })
  await world.run('2.1')
  expect(sent(world)).toEqual([])
  expect(await release(world, scene.referralId)).toBe(1)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([scene.rowId])
  expect((await itemOf(world, scene.referralId)).releasedAt).toBeNull()
})

test('a release outlasts the trouble that kept the referral from being sent', async () => {
  await start()
  const scene = refer(world, 0, overridden)
  await world.run('2.1')
  await release(world, scene.referralId)
  const down = world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'status', status: 503 } })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'ping-unavailable': [scene.referralId] })
  down.remove()
  world.advance(hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([scene.rowId])
})

test('a referral released and then refused by PING shows the refusal, not the release it had', async () => {
  await start({ ping: { settings: { processing: { afterChecks: 0, fails: () => 'IOP-9000: no' } } } })
  const scene = refer(world, 0, overridden)
  await world.run('2.1')
  await release(world, scene.referralId)
  await world.run('2.1')
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'ping-rejected': [scene.referralId] })
})

test('2.1-06 (hazard 19) holds a service type that is not mapped, and never sends it as another', async () => {
  await start(anyOption)
  const [held, other] = [refer(world, 0, { row: { service_type: 'wash' } }), refer(world, 1)]
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'service-type-unmapped': [held.referralId] })
  expect((await itemOf(world, held.referralId)).about).toEqual(['wash'])
  expect(sent(world)).toEqual([other.rowId])
})

test('2.1-07 (hazard 20) sends the role mailbox as a whole for an owner whose profile is not, and marks it', async () => {
  await start()
  const { store } = world.primero
  for (const [userName, part] of [
    ['worker_without_phone', { phone: null }],
    ['worker_without_mail', { email: ' ' }],
    ['worker_without_position', { position: null }],
  ] as const) {
    const whole = store.user('caseworker1')
    if (whole === undefined) throw new Error('no caseworker')
    store.addUser({ ...whole, userName, email: 'worker@example.org', ...part })
  }
  const scenes = ['worker_without_phone', 'worker_without_mail', 'worker_without_position'].map(
    (owner, place) => refer(world, place, { owner }),
  )
  await world.run('2.1')
  const contacts = scenes.map((scene) => {
    const { progres_orgposition, progres_orgemail, progres_orgphonenumber } = fieldsSent(world, scene)
    return [progres_orgposition, progres_orgemail, progres_orgphonenumber]
  })
  const mailbox = ['CPIMS+ Administrator (role mailbox)', 'cpims@example.org', '0000000000']
  expect(contacts).toEqual([mailbox, mailbox, mailbox])
})

test('a case without an owner goes with the role mailbox', async () => {
  await start()
  const scene = open(world, 0, { case: { owned_by: 'nobody_of_this_name' } })
  const referralId = world.primero.act.refer('ping_integration', scene.caseId, {
    service_record_id: scene.rowId,
    transitioned_to: 'unhcr_cw',
  }).id
  expect(world.primero.store.case(scene.caseId)?.data['owned_by'] ?? null).toBeNull()
  await world.run('2.1')
  expect(fieldsSent(world, { ...scene, referralId })['progres_orgemail']).toBe('cpims@example.org')
})

test('2.1-08 does not send a referral revoked before the run, and withdraws one revoked while it was held', async () => {
  await start(anyOption)
  const early = refer(world, 0)
  world.primero.act.revoke('caseworker1', early.caseId, early.referralId)
  const held = refer(world, 1, { row: { service_type: 'wash' } })
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.revoke('caseworker1', held.caseId, held.referralId)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, withdrawn: 1 })
  world.advance(hour)
  world.primero.act.updateCase('caseworker1', held.caseId, { name_nickname: 'Bilo' })
  expect(countsIn(await world.run('2.1'))).toEqual({})
  expect(sent(world)).toEqual([])
})

test('2.1-09 shows a referral revoked after sending, with the procedure, until a person handled it', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.revoke('caseworker1', scene.caseId, scene.referralId)
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'revoked-after-sending': [scene.referralId] },
  ])
  const item = await itemOf(world, scene.referralId)
  const display = world.primero.store.case(scene.caseId)?.data['case_id_display']
  expect(item.numbers).toMatchObject({ caseIdDisplay: display, serviceUniqueId: scene.rowId })
  expect(item.sentAt).toMatch(/^2026-11-20T08:/)
  expect(reasons['revoked-after-sending'].nextStep).toContain('consent-withdrawal procedure')
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'revoked-after-sending': [scene.referralId] })
  await handle(world, scene.referralId)
  expect(countsIn(await world.run('2.1'))).toEqual({})
  expect(sent(world)).toEqual([scene.rowId])
})

test('2.1-10 reports a referral that names no service of the case, or no service at all', async () => {
  await start()
  const [empty, foreign] = [open(world, 0), open(world, 1)]
  const without = referAgain(world, empty, { refer: { service_record_id: '' } })
  const wrong = referAgain(world, foreign, { refer: { service_record_id: empty.rowId } })
  const report = await world.run('2.1')
  expect(reasonsIn(report)).toEqual({ 'referral-without-service': [without, wrong] })
  expect(sent(world)).toEqual([])
})

test('a service of another agency referred to the UNHCR user is held', async () => {
  await start()
  const scene = refer(world, 0, { row: { service_implementing_agency: 'UNICEF' } })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'referral-agency-differs': [scene.referralId] })
  expect(sent(world)).toEqual([])
})

test.each([
  ['name_first', { name_first: '' }],
  ['name_last', { name_last: ' ' }],
  ['date_of_birth', { date_of_birth: null }],
  ['address_current', { address_current: '' }],
])(
  'holds a case without %s, names the field, and goes on by itself when it is filled',
  async (field, blank) => {
    await start()
    const [held, other] = [refer(world, 0, { case: blank }), refer(world, 1)]
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'field-missing': [held.referralId] })
    expect((await itemOf(world, held.referralId)).about).toEqual([field])
    expect(sent(world)).toEqual([other.rowId])
    world.advance(hour)
    world.primero.act.updateCase('caseworker1', held.caseId, {
      name_first: 'Abela',
      name_last: 'Omodi',
      date_of_birth: '2015-02-03',
      address_current: 'Block 7',
    })
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(sent(world)).toEqual([held.rowId, other.rowId])
  },
)

test.each([
  ['the date for none of a database', '1900-01-01'],
  ['a date of somebody who is no child', '1999-06-01'],
  ['a day ahead', '2026-12-24'],
])(
  'holds a case whose birth date is %s, and goes on by itself when it is corrected',
  async (_, birthDate) => {
    await start()
    const [held, other] = [refer(world, 0, { case: { date_of_birth: birthDate } }), refer(world, 1)]
    expect(reasonsIn(await world.run('2.1'))).toEqual({ 'field-unreadable': [held.referralId] })
    expect((await itemOf(world, held.referralId)).about).toEqual(['date_of_birth'])
    expect(sent(world)).toEqual([other.rowId])
    world.advance(hour)
    world.primero.act.updateCase('caseworker1', held.caseId, { date_of_birth: '2015-02-03' })
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  },
)

test('all missing fields of a referral are named at once', async () => {
  await start()
  const scene = refer(world, 0, {
    case: { name_first: '', address_current: '' },
    row: { service_type: undefined },
  })
  await world.run('2.1')
  expect([...(await itemOf(world, scene.referralId)).about].sort()).toEqual([
    'address_current',
    'name_first',
    'service_type',
  ])
})

test('consent gone after sending is shown as soon as it is seen, and over when it is back', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  withdrawConsent(scene.caseId)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'consent-withdrawn': [scene.referralId] })
  withdrawConsent(scene.caseId, { services: true, others: true })
  forgetTraffic(world)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
})

test('consent that goes and comes while PING still processes ends with the word of PING', async () => {
  await start({ ping: { settings: { processing: { afterChecks: 1 } } } })
  const scene = refer(world, 0)
  await world.run('2.1')
  withdrawConsent(scene.caseId)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'consent-withdrawn': [scene.referralId] })
  withdrawConsent(scene.caseId, { services: true, others: true })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([scene.rowId])
})

test('a decided referral needs no consent any more', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  decided(world, scene.referralId, 'accepted')
  withdrawConsent(scene.caseId)
  expect(countsIn(await world.run('2.1'))).toEqual({})
})

test('a referral of a status that Primero never had is held as unreadable', async () => {
  await start()
  const scene = refer(world, 0)
  world.primero.faults.add({
    path: /\/referrals$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({ ...answer, body: (answer.body ?? '').replaceAll('in_progress', 'on_hold') }),
    },
  })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'record-unreadable': [scene.referralId] })
  expect(inProgres(world, scene)).toEqual([])
})
