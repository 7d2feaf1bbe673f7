import { requestedServices } from '@ping-primero/sandbox'
import { afterEach, expect, test } from 'vitest'
import { hasRunBefore } from '../support/known-ledger.ts'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  asked,
  countsIn,
  finish,
  forgetTraffic,
  hour,
  inProgres,
  itemOf,
  minute,
  onSend,
  open,
  reasonsIn,
  refer,
  referAgain,
  release,
  sent,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

test('a Primero without cases is a quiet end', async () => {
  await start()
  const report = await world.run('2.1')
  expect([countsIn(report), report.reasons, world.ping.traffic.total()]).toEqual([{}, [], 0])
})

test('an account without a right that the flow needs stops it before anything is sent', async () => {
  await start({ account: 'ping_read_only' })
  refer(world, 0)
  const report = await world.run('2.1')
  expect([report.stopped, sent(world)]).toEqual([
    { reason: 'permission-missing', about: ['users: read'] },
    [],
  ])
})

test('an account that does not see the services of a case sends nothing', async () => {
  await start({ account: 'ping_no_services' })
  refer(world, 0)
  const report = await world.run('2.1')
  expect([countsIn(report), sent(world)]).toEqual([{ found: 1, attention: 1 }, []])
})

test('an account that does not see all cases stops the flow', async () => {
  await start()
  const role = world.primero.store.role('role-ping-integration')
  if (role === undefined) throw new Error('no role')
  world.primero.store.addRole({ ...role, groupPermission: 'self' })
  refer(world, 0)
  const report = await world.run('2.1')
  expect([report.stopped, sent(world)]).toEqual([{ reason: 'scope-limited', about: ['self'] }, []])
})

test('the cursor stands five minutes before the last change read, and never moves back', async () => {
  await start()
  const { caseId } = refer(world, 0)
  const changedAt = world.primero.store.case(caseId)?.updatedAt ?? 0
  await world.run('2.1')
  const cursor = `${new Date(changedAt - 5 * minute).toISOString().slice(0, 19)}Z`
  expect(await world.host.ledger.cursor('2.1')).toBe(cursor)
  await world.run('2.1', { since: '2026-01-01T00:00:00Z' })
  expect(await world.host.ledger.cursor('2.1')).toBe(cursor)
  expect(sent(world)).toHaveLength(1)
})

test('the cursor does not pass a case whose referrals could not be read', async () => {
  await start()
  const unread = refer(world, 0)
  world.advance(hour)
  refer(world, 1)
  world.primero.faults.add({
    path: new RegExp(`${unread.caseId}/referrals`),
    fault: { kind: 'status', status: 500 },
    times: 1,
  })
  await world.run('2.1')
  const changedAt = world.primero.store.case(unread.caseId)?.updatedAt ?? 0
  expect(Date.parse((await world.host.ledger.cursor('2.1')) ?? '')).toBeLessThanOrEqual(changedAt)
  world.advance(hour)
  await world.run('2.1')
  expect(sent(world)).toHaveLength(2)
})

test('nothing is asked twice in a run, held items of changed cases included', async () => {
  await start()
  const scenes = [refer(world, 0), refer(world, 1, { case: { address_current: undefined } })]
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  world.advance(hour)
  for (const { caseId } of scenes)
    world.primero.act.updateCase('caseworker1', caseId, { name_nickname: 'Bilo' })
  forgetTraffic(world)
  await world.run('2.1')
  const reads = world.primero.traffic.entries().filter(({ path }) => path.startsWith('/api/v2/cases'))
  const lists = reads.map(({ path, query }) => `${path}?${query.slice(0, 15)}`)
  expect(new Set(lists).size).toBe(lists.length)
  expect(reads).toHaveLength(3)
})

test('only what a case is asked for leaves Primero, and each owner is asked for once', async () => {
  await start()
  for (let place = 0; place < 6; place += 1) refer(world, place)
  await world.run('2.1')
  const entries = world.primero.traffic.entries()
  const list = entries.find(({ query }) => query.includes('last_updated_at'))
  const fields = new URLSearchParams(list?.query).get('fields')?.split(',').sort()
  expect(fields).toEqual([
    'address_current',
    'assigned_user_names',
    'case_id',
    'case_id_display',
    'consent_for_services',
    'date_of_birth',
    'disclosure_other_orgs',
    'name_first',
    'name_last',
    'name_middle',
    'owned_by',
    'services_section',
    'sex',
    'telephone_current',
    'unhcr_id_no',
    'unhcr_individual_no',
  ])
  expect(entries.filter(({ query }) => query.includes('user_name=caseworker1'))).toHaveLength(1)
})

/** Referrals of others in proGres, in no ledger row. */
const foreign = (count: number): void => {
  for (let place = 0; place < count; place += 1) {
    world.ping.act.receive({
      progres_offlineid: `c0000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      progres_orgreferralid: `d0000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      progres_orgreferredby: 'Primero CP',
      progres_orgemail: 'desk@example.org',
      progres_requestedservice: requestedServices.Education,
      progres_pocfirstname: 'Bilo',
      progres_poclastname: 'Omodi',
      progres_pocdateofbirth: '2014-01-01',
      progres_pocaddress: 'Block 1',
    })
  }
}

test('of many unbound referrals at most 200 details are read in a run, each once, until ours is found', async () => {
  await start()
  await hasRunBefore(world)
  foreign(205)
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(asked(world, 'decision-detail')).toBe(200)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(asked(world, 'decision-detail')).toBe(206)
  await world.run('2.1')
  expect(asked(world, 'list-decisions')).toBe(2)
})

test('not finding a send in proGres proves nothing: it stays in doubt, and is not read again and again', async () => {
  await start()
  await hasRunBefore(world)
  foreign(3)
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  await world.run('2.1')
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(asked(world, 'decision-detail')).toBe(3)
})

test('a referral of another case with our service id confirms nothing', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  foreign(1)
  const [other] = world.ping.store.referrals.values()
  if (other === undefined) throw new Error('no referral')
  world.ping.store.putReferral({ ...other, orgReferralId: scene.rowId })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
})

test('two records of one send confirm it and bind it to neither', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  world.ping.settings.visibleAfterMs = hour
  await world.run('2.1')
  const [one] = inProgres(world, scene)
  world.ping.act.receive({ ...one?.fields })
  world.advance(2 * hour)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect((await itemOf(world, scene.referralId)).numbers.refIopGuid).toBeUndefined()
})

test('a run of decisions finds what was sent without a word as well', async () => {
  await start({ ping: { settings: { visibleAfterMs: hour } } })
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  await world.run('2.1')
  world.advance(2 * hour)
  await world.run('2.2')
  const [referral] = inProgres(world, scene)
  expect(await itemOf(world, scene.referralId)).toMatchObject({
    state: 'confirmed',
    numbers: { refIopGuid: referral?.guid },
  })
})

test('a list of decisions that cannot be read is reported and settles nothing', async () => {
  await start()
  await hasRunBefore(world)
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 500 } })
  expect(reasonsIn(await world.run('2.1'))).toEqual({
    'outcome-unknown': [scene.referralId],
    'ping-unavailable': [],
  })
})

test('an outcome unknown stays a matter of a person while consent is gone, and comes back as unknown', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.setConsent('caseworker1', scene.caseId, { services: false, others: false })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'consent-withdrawn': [scene.referralId] })
  world.advance(hour)
  world.primero.act.setConsent('caseworker1', scene.caseId, { services: true, others: true })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [scene.referralId] })
  expect(sent(world)).toEqual([])
})

test('a released outcome unknown whose consent is gone is not sent', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.setConsent('caseworker1', scene.caseId, { services: true, others: false })
  await release(world, scene.referralId)
  forgetTraffic(world)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'consent-missing': [scene.referralId] })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
})

test('a referral of a case with many others to other people is found by the assigned user alone', async () => {
  await start()
  const scene = open(world, 0, { row: { service_implementing_agency: undefined } })
  referAgain(world, scene, { refer: { transitioned_to: 'caseworker2' } })
  const ours = referAgain(world, scene)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'referral-agency-differs': [ours] })
})
