import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  countsIn,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

/** Takes fields out of the form of the services, and gives back the way to put them in again. */
function withoutFields(...names: readonly string[]): () => void {
  const form = world.primero.store.form('services_section')
  if (form === undefined) throw new Error('the form is missing')
  world.primero.store.putForm({ ...form, fields: form.fields.filter(({ name }) => !names.includes(name)) })
  return () => world.primero.store.putForm(form)
}

function removeRow(place: number): void {
  const found = caseAt(world, place)
  const [row] = servicesAt(world, place)
  world.primero.act.removeService(String(found['owned_by']), String(found['id']), String(row?.['unique_id']))
}

const release = async (key: string): Promise<void> => {
  const act = { by: 'tester', at: new Date(world.now()).toISOString() }
  await world.store.operators.release(world.deployment.name, [{ flow: '1.1', key }], act)
}

test('(hazard 10) stops before the second write when Primero drops the return address', async () => {
  await start()
  withoutFields('progres_interventionnumber')
  const [first, ...others] = [0, 1, 2, 3, 4].map((place) => refer(world, place))
  const report = await world.run('1.1')
  expect(report.stopped).toEqual({ reason: 'primero-field-missing', about: ['progres_interventionnumber'] })
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 5, waiting: 4, attention: 1 },
    { 'primero-field-missing': [first?.number], 'flow-stopped': others.map(({ number }) => number) },
  ])
  expect(writesTo(world)).toEqual({ primero: 1, ping: 0 })
})

test.each(['unhcr_referral_status', 'service_request_agency', 'service_referral'])(
  '(hazard 10) stops as well when it drops %s, and mends the row once the form has it',
  async (field) => {
    await start()
    const putBack = withoutFields(field)
    const interventions = [refer(world, 0), refer(world, 1)]
    expect((await world.run('1.1')).stopped?.about).toEqual([field])
    const { id } = caseAt(world, 0)
    const edited = { unique_id: servicesAt(world, 0)[0]?.['unique_id'], service_referral_notes: 'Visited' }
    world.primero.act.updateCase('progresv4_primero_intake', String(id), { services_section: [edited] })
    const before = servicesAt(world, 0)[0]
    putBack()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
    expect(servicesAt(world, 0)).toEqual([{ ...before, [field]: expect.any(String) }])
    expect(interventions.map((one) => shown(world, one).transferStatus)).toEqual([125080002, 125080002])
  },
)

test.each(['a new', 'a known'])(
  '(hazard 10) with an account whose role has no services form it stops at the first child, %s one',
  async (child) => {
    await start({ account: 'ping_no_services' })
    if (child === 'a known') putCase(world, 0)
    const [first, second] = [refer(world, 0), refer(world, 1)]
    const report = await world.run('1.1')
    expect(report.stopped).toEqual({ reason: 'primero-field-missing', about: ['services_section'] })
    expect(reasonsIn(report)).toEqual({
      'primero-field-missing': [first.number],
      'flow-stopped': [second.number],
    })
    expect([first, second].map((one) => shown(world, one).transferStatus)).toEqual([null, null])
    // The role gets its form, and the next run delivers both.
    const role = world.primero.store.role('role-ping-no-services')
    if (role === undefined) throw new Error('no role')
    world.primero.store.addRole({ ...role, forms: 'rw' })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
    expect([addressesAt(world, 0), addressesAt(world, 1)]).toEqual([[addressOf(first)], [addressOf(second)]])
  },
)

test('(hazard 32) writes a row once more that an overlapping save erased', async () => {
  await start()
  const id = putCase(world, 0)
  const intervention = refer(world, 0)
  eraseAfterWrites(id, 1)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
  expect(writesTo(world)).toEqual({ primero: 2, ping: 1 })
})

/** A caseworker's save that began before ours ends after it, so many times. */
function eraseAfterWrites(id: string, times: number): void {
  world.primero.faults.add({
    method: 'GET',
    times,
    when: ({ query }) => {
      const rows = world.primero.store.case(id)?.data['services_section']
      if (!query.startsWith('id=') || !Array.isArray(rows) || rows.length === 0) return false
      for (const row of rows) world.primero.act.removeService('caseworker1', id, row.unique_id)
      return true
    },
    fault: { kind: 'delay', ms: 0 },
  })
}

test('(hazard 32) asks a person when the row is gone twice, and writes it again only when released', async () => {
  await start()
  const id = putCase(world, 0)
  const intervention = refer(world, 0)
  eraseAfterWrites(id, 2)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [intervention.number] })
  expect(shown(world, intervention).transferStatus).toBe(null)
  forgetTraffic(world)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [intervention.number] })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  await release(intervention.guid)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
})

test('(hazard 32) looks again at what the last run wrote: a row that is gone since needs a person', async () => {
  await start()
  const [kept, gone] = [refer(world, 0), refer(world, 1)]
  await world.run('1.1')
  removeRow(1)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'service-gone': [gone.number] },
  ])
  expect(addressesAt(world, 0)).toEqual([addressOf(kept)])
  await release(gone.guid)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(addressesAt(world, 1)).toEqual([addressOf(gone)])
})

test('a service that is gone is not written by itself either after trouble, a stop or a refusal in between', async () => {
  await start()
  const gone = refer(world, 0)
  await world.run('1.1')
  removeRow(0)
  await world.run('1.1')
  const held = { 'service-gone': [gone.number] }

  const down = world.primero.faults.add({ path: /cases/, fault: { kind: 'status', status: 503 } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'primero-unavailable': [gone.number] })
  down.remove()
  world.advance(3_600_000)
  expect(reasonsIn(await world.run('1.1'))).toEqual(held)

  world.ping.act.correct(gone.guid, { individual: { birthDate: null } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-missing': [gone.number] })
  world.ping.act.correct(gone.guid, { individual: { birthDate: '2012-05-06' } })
  expect(reasonsIn(await world.run('1.1'))).toEqual(held)

  // A new child whose case cannot be made stops the flow in the same run.
  const intake = world.primero.store.user('progresv4_primero_intake')
  if (intake === undefined) throw new Error('no intake user')
  refer(world, 1)
  world.primero.store.addUser({ ...intake, disabled: true })
  expect((await world.run('1.1')).stopped?.reason).toBe('intake-user-unknown')
  world.primero.store.addUser(intake)
  expect(reasonsIn(await world.run('1.1'))).toEqual(held)
  expect(servicesAt(world, 0)).toEqual([])
})

test('a row that is back by itself is confirmed without a write', async () => {
  await start()
  const back = refer(world, 0)
  await world.run('1.1')
  const made = caseAt(world, 0)
  const rows = servicesAt(world, 0)
  removeRow(0)
  await world.run('1.1')
  world.primero.act.updateCase('progresv4_primero_intake', String(made['id']), { services_section: rows })
  forgetTraffic(world)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect([writesTo(world), shown(world, back).transferStatus]).toEqual([{ primero: 0, ping: 0 }, 125080002])
})

test('looks once only: a row that is removed later is the business of the caseworker', async () => {
  await start()
  refer(world, 0)
  await world.run('1.1')
  await world.run('1.1')
  removeRow(0)
  expect(countsIn(await world.run('1.1'))).toEqual({})
})

test('what could not be looked at stays due for the next look', async () => {
  await start()
  const gone = refer(world, 0)
  await world.run('1.1')
  removeRow(0)
  world.primero.faults.add({ path: /cases/, times: 1, fault: { kind: 'status', status: 500 } })
  expect(countsIn(await world.run('1.1'))).toEqual({})
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [gone.number] })
})

test('makes no case while Primero does not know the intake user, and says which setting is wrong', async () => {
  await start({
    deployment: (one) => ({ ...one, primero: { ...one.primero, intakeUser: 'nobody_of_this_name' } }),
  })
  const held = refer(world, 0)
  const report = await world.run('1.1')
  expect(report.stopped).toEqual({ reason: 'intake-user-unknown', about: ['primero.intakeUser'] })
  expect(reasonsIn(report)['flow-stopped']).toEqual([held.number])
  expect(writesTo(world).primero).toBe(0)
})

test.each(['answered', 'lost'])(
  'holds a case that Primero kept without an owner until it has one, its answer %s',
  async (answer) => {
    await start({
      deployment: (one) => ({ ...one, primero: { ...one.primero, intakeUser: 'nobody_of_this_name' } }),
    })
    // The account may not read users, so that only the read-back can tell.
    world.primero.faults.add({ path: /users/, fault: { kind: 'status', status: 403 } })
    if (answer === 'lost') {
      world.primero.faults.add({ method: 'POST', path: /cases$/, times: 1, fault: { kind: 'reset-after' } })
    }
    const held = refer(world, 0)
    await world.run('1.1')
    world.advance(3_600_000)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 1, attention: 1 },
      { 'owner-missing': [held.number] },
    ])
    expect(shown(world, held).transferStatus).toBe(null)
    world.primero.act.updateCase('ping_integration', String(caseAt(world, 0)['id']), {
      owned_by: 'caseworker2',
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  },
)
