import { requestedServices } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  asked,
  batchesOf,
  countsIn,
  fieldsSent,
  finish,
  forgetTraffic,
  hour,
  inProgres,
  itemOf,
  open,
  reasonsIn,
  refer,
  referAgain,
  sent,
  serviceRow,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

test.each(['ping_integration', 'ping_least'])(
  '2.1-01 sends a referral to UNHCR once, with service id and case id, and confirms it (%s)',
  async (account) => {
    await start({ account })
    const scene = refer(world, 0)
    const { child, caseId, rowId, referralId } = scene
    const report = await world.run('2.1')
    expect([countsIn(report), report.reasons, report.warnings]).toEqual([{ found: 1, confirmed: 1 }, [], []])
    expect(fieldsSent(world, scene)).toEqual({
      progres_externalguid: caseId,
      progres_externalid: caseId,
      progres_offlineid: caseId,
      progres_orgreferralid: rowId,
      progres_businessunit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
      progres_organizationfrom: 'c00582a6-d8f6-f011-8406-6045bd8ea5fb',
      progres_orgreferredby: 'Primero CP',
      progres_orgposition: 'Case worker',
      progres_orgemail: 'caseworker1@example.org',
      progres_orgphonenumber: '0000000001',
      progres_referraldate: '2026-11-20',
      progres_requestedservice: requestedServices['Legal / Protection Counselling'],
      progres_reasonforreferral: 'Asked for advice',
      progres_unhcrid: child.number,
      progres_pocotheridnumber: child.groupNumber,
      progres_pocfirstname: child.givenName,
      progres_pocmiddlename: child.middleName,
      progres_poclastname: child.familyName,
      progres_pocdateofbirth: child.birthDate,
      progres_pocsex: child.sex === 'female' ? '125080000' : '125080001',
      progres_pocphonenumber: child.phone,
      progres_pocaddress: child.levels.join(' '),
    })
    const [transaction] = world.ping.store.transactions.keys()
    expect(await itemOf(world, referralId)).toMatchObject({
      state: 'confirmed',
      step: 'confirmed',
      numbers: { referralId, primeroId: caseId, caseId, serviceUniqueId: rowId, transactionId: transaction },
    })
    expect(writesTo(world)).toEqual({ primero: 0, ping: 1 })
    expect(asked(world, 'check-status')).toBe(1)
  },
)

test('a second run over unchanged cases sends nothing and asks nothing of PING', async () => {
  await start()
  for (const place of [0, 1, 2]) refer(world, place)
  await world.run('2.1')
  forgetTraffic(world)
  const report = await world.run('2.1')
  expect(countsIn(report)).toEqual({})
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  expect(world.ping.traffic.total()).toBe(0)
})

test('an unrelated edit of a case whose referral was sent sends nothing', async () => {
  await start()
  const { caseId } = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.updateCase('caseworker1', caseId, { name_nickname: 'Bilo' })
  const report = await world.run('2.1')
  expect([countsIn(report), sent(world).length]).toEqual([{}, 1])
})

test('2.1-02 makes two referrals of two services of one case, one after the other', async () => {
  await start({ deployment: batchesOf(10) })
  const rows = [serviceRow(0), serviceRow(1, { service_type: 'medical' })]
  const { caseId } = open(world, 0, { case: { services_section: rows } })
  const rowIds = rows.map((row) => String(row['unique_id']))
  for (const rowId of rowIds) referAgain(world, { caseId, rowId })
  const sends = (): readonly string[] =>
    world.ping.traffic.entries().flatMap(({ kind, body }) => (kind === 'create-referral' ? [body] : []))
  const answeredBefore: number[] = []
  world.ping.faults.add({
    path: /asyncdata$/,
    fault: { kind: 'delay', ms: 20 },
    when: () => answeredBefore.push(sends().length) > 0,
  })
  const report = await world.run('2.1')
  expect(countsIn(report)).toEqual({ found: 2, confirmed: 2 })
  expect(sent(world)).toEqual(rowIds)
  expect(sends().map((body) => JSON.parse(body).Data.length)).toEqual([1, 1])
  expect(answeredBefore).toEqual([0, 1])
})

test.each(['unhcr', ' Unhcr '])('2.1-03 takes a service of agency "%s" for one of UNHCR', async (agency) => {
  await start()
  const scene = refer(world, 0, { row: { service_implementing_agency: agency } })
  const report = await world.run('2.1')
  expect([countsIn(report), inProgres(world, scene).length]).toEqual([{ found: 1, confirmed: 1 }, 1])
})

test('a remote referral to the agency, without a user, is sent', async () => {
  await start()
  const scene = open(world, 0)
  const remote = { remote: true, transitioned_to: undefined, transitioned_to_agency: 'unhcr' }
  referAgain(world, scene, { refer: remote })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a referral to a user of the agency who is not the focal point is sent', async () => {
  await start()
  const scene = open(world, 0)
  referAgain(world, scene, { refer: { transitioned_to: 'unhcr_focal' } })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a referral between caseworkers is none of ours', async () => {
  await start()
  const scene = open(world, 0, { row: { service_implementing_agency: 'UNICEF' } })
  referAgain(world, scene, { refer: { transitioned_to: 'caseworker2' } })
  const own = open(world, 1)
  referAgain(world, own, { refer: { transitioned_to: 'caseworker2' } })
  const report = await world.run('2.1')
  expect([countsIn(report), sent(world)]).toEqual([{}, []])
})

test.each([25, 45])('2.1-11 (hazard 15) sends the referrals of all of %i changed cases', async (count) => {
  await start()
  for (let place = 0; place < count; place += 1) refer(world, place)
  const report = await world.run('2.1')
  expect([countsIn(report), sent(world).length]).toEqual([{ found: count, confirmed: count }, count])
})

test('2.1-12 (hazard 18) takes a case that changes while the run reads in the next run', async () => {
  await start()
  for (const place of [0, 1, 2]) refer(world, place)
  const late = open(world, 3, { case: { consent_for_services: false } })
  let changed = false
  world.primero.faults.add({
    path: /\/referrals$/,
    fault: { kind: 'delay', ms: 1 },
    when: () => {
      if (changed) return false
      changed = true
      world.primero.act.setConsent('caseworker1', late.caseId, { services: true, others: true })
      referAgain(world, late)
      return false
    },
  })
  await world.run('2.1')
  expect(changed).toBe(true)
  const report = await world.run('2.1')
  expect(inProgres(world, late)).toHaveLength(1)
  expect(reasonsIn(report)).toEqual({})
  expect(new Set(sent(world)).size).toBe(4)
})

test('a case edited in the very second of the last run is not lost', async () => {
  await start()
  refer(world, 0)
  await world.run('2.1')
  const late = refer(world, 1)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, late)).toHaveLength(1)
})

test('2.1-21 flags a send without a transaction id, finds it in proGres by its service id and confirms it', async () => {
  await start({ ping: { settings: { createAnswer: 'without-transaction', visibleAfterMs: hour } } })
  const scene = refer(world, 0)
  const first = await world.run('2.1')
  expect(reasonsIn(first)).toEqual({ 'transaction-missing': [scene.referralId] })
  const second = await world.run('2.1')
  expect(reasonsIn(second)).toEqual({ 'transaction-missing': [scene.referralId] })
  world.advance(hour)
  const third = await world.run('2.1')
  expect(countsIn(third)).toEqual({ found: 1, confirmed: 1 })
  const [referral] = inProgres(world, scene)
  expect(await itemOf(world, scene.referralId)).toMatchObject({
    state: 'confirmed',
    numbers: { refIopGuid: referral?.guid, refIopNumber: referral?.number },
  })
  expect(asked(world, 'create-referral')).toBe(1)
})

test('a batch of several cases is one call and one question, and each is confirmed', async () => {
  await start({ deployment: batchesOf(10) })
  const scenes = Array.from({ length: 12 }, (_, place) => refer(world, place))
  const report = await world.run('2.1')
  expect(countsIn(report)).toEqual({ found: 12, confirmed: 12 })
  expect(sent(world)).toEqual(scenes.map(({ rowId }) => rowId))
  expect([asked(world, 'create-referral'), asked(world, 'check-status')]).toEqual([2, 2])
})

test('--only settles and counts one referral and leaves the cursor where it was', async () => {
  await start()
  const [one, other] = [refer(world, 0), refer(world, 1)]
  const report = await world.run('2.1', { only: one.referralId })
  expect([countsIn(report), inProgres(world, one).length, inProgres(world, other).length]).toEqual([
    { found: 1, confirmed: 1 },
    1,
    0,
  ])
  expect(await world.host.ledger.cursor('2.1')).toBeNull()
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(sent(world)).toEqual([one.rowId, other.rowId])
})
