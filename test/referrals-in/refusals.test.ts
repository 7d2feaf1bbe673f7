import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  casesOf,
  childAt,
  countsIn,
  forgetTraffic,
  reasonsIn,
  refer,
  servicesAt,
  shown,
  writesTo,
} from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const person = 'progres_individual.individuals.'
const empty = (number: string, fields: string): string =>
  `Referral ${number} was not delivered to Primero: these fields are empty: ${fields}.`

test('1.1-07 (hazard 1) refuses "Accessibility" with a comment naming number and type, and delivers all others', async () => {
  for (const place of [0, 1, 2, 3]) refer(world, place)
  const refused = refer(world, 4, { type: 'Accessibility' })
  for (const place of [5, 6, 7, 8, 9]) refer(world, place)
  const report = await world.run('1.1')
  expect(countsIn(report)).toEqual({ found: 10, confirmed: 9, attention: 1 })
  expect(report.reasons).toEqual([
    { code: 'service-type-unmapped', state: 'attention', count: 1, items: [refused.number] },
  ])
  expect(casesOf(world, 4)).toEqual([])
  expect(shown(world, refused)).toEqual({
    transferStatus: 125080001,
    comments: [
      `Referral ${refused.number} was not delivered to Primero: the service type "Accessibility" is not among the agreed ones.`,
    ],
  })
})

test('1.1-08 (hazard 2) refuses a child without date of birth by the name of the field; the others succeed', async () => {
  const refused = refer(world, 0, { individual: { birthDate: null } })
  const good = refer(world, 1)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'field-missing': [refused.number] },
  ])
  expect(casesOf(world, 0)).toEqual([])
  const comments = [empty(refused.number, `${person}progres_dateofbirth`)]
  expect(shown(world, refused)).toEqual({ transferStatus: 125080001, comments })
  expect(shown(world, good)).toEqual({ transferStatus: 125080002, comments: [] })
})

test.each([
  ['family name', { familyName: null }, `${person}progres_familyname`],
  ['individual id', { number: null }, `${person}progres_id`],
  ['group', { groupNumber: null }, 'progres_individual.progres_registrationgroupidname'],
  ['all three', { familyName: null, number: null, groupNumber: null }, undefined],
])('1.1-09 refuses a child without %s', async (_, individual, field) => {
  const refused = refer(world, 0, { individual })
  const report = await world.run('1.1')
  expect(reasonsIn(report)).toEqual({ 'field-missing': [refused.number] })
  const all = `${person}progres_id, progres_individual.progres_registrationgroupidname, ${person}progres_familyname`
  expect(shown(world, refused)).toEqual({
    transferStatus: 125080001,
    comments: [empty(refused.number, field ?? all)],
  })
  expect([...world.primero.store.cases()]).toEqual([])
})

test('1.1-11 (hazard 2) reports an intervention whose detail query answers "No Data Available", and goes on', async () => {
  const refused = refer(world, 0)
  world.ping.act.setActive(childAt(0).number, false)
  refer(world, 1)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'detail-missing': [refused.number] },
  ])
  expect(shown(world, refused)).toEqual({
    transferStatus: 125080001,
    comments: [`Referral ${refused.number} was not delivered to Primero: proGres shows no details of it.`],
  })
  const [told] = world.ping.store.changesOf(refused.guid).filter(({ by }) => by === 'gateway')
  expect(told?.fields['progres_businessunit']).toBe(refused.businessUnit)
})

test('1.1-27 refuses an intervention without business unit: its decision could never return', async () => {
  const refused = refer(world, 0, { businessUnit: null })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'field-missing': [refused.number] },
  ])
  expect(casesOf(world, 0)).toEqual([])
  expect(shown(world, refused).comments).toEqual([empty(refused.number, 'progres_businessunit')])
  const [told] = world.ping.store.changesOf(refused.guid).filter(({ by }) => by === 'gateway')
  expect(told?.fields).not.toHaveProperty('progres_businessunit')
})

test('the business unit told with a refusal is the one of the detail, and of the list only where it lacks one', async () => {
  const own = '00000000-1111-4000-a000-000000000001'
  const other = '00000000-1111-4000-a000-000000000002'
  const refused = refer(world, 0, { businessUnit: own, type: 'Accessibility' })
  world.ping.faults.add({
    body: /SHP-2747/,
    fault: {
      kind: 'rewrite',
      with: (answer) => ({ ...answer, body: (answer.body ?? '').replace(own, other) }),
    },
  })
  await world.run('1.1')
  const [told] = world.ping.store.changesOf(refused.guid).filter(({ by }) => by === 'gateway')
  expect(told?.fields['progres_businessunit']).toBe(own)
})

test('tells a refusal once for each distinct comment, and delivers as soon as the record is corrected', async () => {
  const refused = refer(world, 0, { individual: { birthDate: null, familyName: null } })
  await world.run('1.1')
  await world.run('1.1')
  expect(shown(world, refused).comments).toHaveLength(1)
  world.ping.act.correct(refused.guid, { individual: { birthDate: '2012-05-06' } })
  await world.run('1.1')
  await world.run('1.1')
  expect(shown(world, refused).comments).toEqual([
    empty(refused.number, `${person}progres_familyname, ${person}progres_dateofbirth`),
    empty(refused.number, `${person}progres_familyname`),
  ])
  world.ping.act.correct(refused.guid, { individual: { familyName: 'Velotum' } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(shown(world, refused).transferStatus).toBe(125080002)
  expect(servicesAt(world, 0)).toHaveLength(1)
})

test('tells no refusal to proGres where the deployment does not want it', async () => {
  await world.stop()
  world = await startWorld({
    deployment: (one) => ({ ...one, policies: { ...one.policies, reportRefusals: false } }),
  })
  const refused = refer(world, 0, { type: 'Accessibility' })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, attention: 1 })
  expect([shown(world, refused), writesTo(world).ping]).toEqual([{ transferStatus: null, comments: [] }, 0])
})

test.each([
  ['an impossible date of birth', { birthDate: '2012-02-31' }, 'field-unreadable'],
  ['a number that cannot be looked up', { number: '803-"10000001' }, 'field-unreadable'],
  ['a sex that no row of the map names', { sex: 125080009 }, 'value-unmapped'],
])('holds %s without a word to proGres', async (_, individual, reason) => {
  const held = refer(world, 0, { individual })
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { [reason]: [held.number] },
  ])
  expect(shown(world, held)).toEqual({ transferStatus: null, comments: [] })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
})

test('makes no case of a child whose number is shown as anything else than a text or a number', async () => {
  const held = refer(world, 0)
  world.ping.faults.add({
    fault: {
      kind: 'rewrite',
      with: (answer) => ({
        ...answer,
        body: String(answer.body).replace(
          /("progres_individual.individuals.progres_id":)("[^"]*")/,
          '$1[$2]',
        ),
      }),
    },
  })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-unreadable': [held.number] })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
})

test('never tells a refusal of what was delivered or decided', async () => {
  const delivered = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(delivered.guid, { transferStatus: 125080003, individual: { birthDate: null } })
  world.ping.act.listAgain(delivered.guid)
  const decided = refer(world, 1, { transferStatus: 125080004, type: 'Accessibility' })
  world.ping.act.listAgain(decided.guid)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'service-type-unmapped': [decided.number] },
  ])
  expect(shown(world, delivered)).toEqual({ transferStatus: 125080003, comments: [] })
  expect(shown(world, decided)).toEqual({ transferStatus: 125080004, comments: [] })
})

test('a refusal that PING does not take stands, and is told by the next run', async () => {
  const refused = refer(world, 0, { type: 'Accessibility' })
  world.ping.faults.add({ body: /SHP-2748/, times: 1, fault: { kind: 'status', status: 503 } })
  const report = await world.run('1.1')
  expect(reasonsIn(report)).toEqual({ 'service-type-unmapped': [refused.number] })
  expect(shown(world, refused).comments).toEqual([])
  await world.run('1.1')
  expect(shown(world, refused).comments).toHaveLength(1)
})

test('a refusal that PING does not take for its content is told again after a day, or when it says something else', async () => {
  const refused = refer(world, 0, { type: 'Accessibility', businessUnit: 'not-a-guid' })
  const calls = async (before: () => unknown = () => null): Promise<number> => {
    forgetTraffic(world)
    await before()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, attention: 1 })
    return writesTo(world).ping
  }
  expect(await calls()).toBe(1)
  expect(await calls()).toBe(0)
  expect(await calls(() => world.advance(25 * 3_600_000))).toBe(1)
  expect(await calls(() => world.ping.act.correct(refused.guid, { type: 'Livelihoods' }))).toBe(1)
  expect(shown(world, refused).comments).toEqual([])
})

test('a process that PING does not know stops the flow even when only refusals were to be told', async () => {
  Object.assign(world.ping.settings.processes, { updateTransfer: 'SHP-9999' })
  refer(world, 0, { type: 'Accessibility' })
  const report = await world.run('1.1')
  expect(report.stopped).toEqual({ reason: 'ping-configuration-refused', about: ['SHP-2748'] })
  expect(countsIn(report)).toEqual({ found: 1, attention: 1 })
})

test('sends what Primero refused only when its content changed, a person retries, or a day has gone', async () => {
  world.primero.store.putLookup({
    uniqueId: 'lookup-service-type',
    name: 'Service type',
    values: [],
  })
  const refused = refer(world, 0)
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 1, attention: 1 },
    { 'primero-refused': [refused.number] },
  ])
  const attempts = async (before: () => unknown = () => null): Promise<number> => {
    forgetTraffic(world)
    await before()
    await world.run('1.1')
    return writesTo(world).primero
  }
  const act = { by: 'tester', at: new Date(world.now()).toISOString() }
  const retry = (): unknown =>
    world.store.operators.retry(world.deployment.name, { flow: '1.1', reason: null }, act)
  expect(await attempts()).toBe(0)
  expect(await attempts(() => world.ping.act.correct(refused.guid, { type: 'BIA' }))).toBe(1)
  expect(await attempts()).toBe(0)
  expect(await attempts(retry)).toBe(1)
  expect(await attempts(() => world.advance(23 * 3_600_000))).toBe(0)
  expect(await attempts(() => world.advance(2 * 3_600_000))).toBe(1)
  const [item] = await world.host.ledger.get('1.1', [refused.guid])
  expect([item?.reason, item?.about]).toEqual(['primero-refused', ['services_section.service_type']])
})

test('what Primero refused keeps that reason when a later run has trouble in between', async () => {
  world.primero.faults.add({
    method: 'POST',
    path: /cases$/,
    times: 1,
    fault: {
      kind: 'status',
      status: 422,
      body: '{"errors":[{"detail":"sex"}]}',
      contentType: 'application/json',
    },
  })
  const refused = refer(world, 0)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'primero-refused': [refused.number] })
  const down = world.primero.faults.add({ path: /cases/, fault: { kind: 'status', status: 503 } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'primero-unavailable': [refused.number] })
  down.remove()
  world.advance(3_600_000)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'primero-refused': [refused.number] })
})

test('what a person handled stays handled, however often it is listed', async () => {
  const refused = refer(world, 0, { type: 'Accessibility' })
  await world.run('1.1')
  const act = { by: 'tester', at: new Date(world.now()).toISOString() }
  await world.store.operators.handle(
    world.deployment.name,
    [{ flow: '1.1', key: refused.guid }],
    'Agreed by telephone',
    act,
  )
  world.ping.act.correct(refused.guid, { type: 'BIA' })
  expect(countsIn(await world.run('1.1'))).toEqual({})
  expect([casesOf(world, 0), shown(world, refused).comments.length]).toEqual([[], 1])
})

test('1.1-07 a type of service that nobody agreed on is what proGres is told, whatever else is unmapped', async () => {
  const one = refer(world, 0, { type: 'Accessibility', individual: { sex: 125080009 } })
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-type-unmapped': [one.number] })
  expect(shown(world, one).comments).toEqual([
    `Referral ${one.number} was not delivered to Primero: the service type "Accessibility" is not among the agreed ones.`,
  ])
})
