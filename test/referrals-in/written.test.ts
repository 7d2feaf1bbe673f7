/** What Primero kept of a case that was made (F88): a form that the account may only read drops its fields with 204. */
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  addressOf,
  addressesAt,
  childAt,
  countsIn,
  forgetTraffic,
  putCase,
  reasonsIn,
  refer,
  shown,
  writesTo,
  type Fields,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

type Rights = Readonly<Record<string, 'r' | 'rw'>>

/** Gives a role these rights to forms instead of all; gives back the way to give it all again. */
function onlyForms(rights: Rights, roleId = 'role-ping-integration'): () => void {
  const { store } = world.primero
  const role = store.role(roleId)
  if (role === undefined) throw new Error('no role')
  const all = Object.fromEntries(
    store.forms().flatMap(({ uniqueId, nested }) => (nested ? [] : [[uniqueId, 'rw']])),
  )
  store.addRole({ ...role, forms: { ...all, ...rights } as Rights })
  return () => store.addRole(role)
}

/** Moves a field of the identity into a form of its own, as a country may have laid it out. */
function ownFormOf(name: string): void {
  const { store } = world.primero
  const identity = store.form('basic_identity')
  if (identity === undefined) throw new Error('no form')
  const isIt = (field: { readonly name: string }): boolean => field.name === name
  store.putForm({ ...identity, fields: identity.fields.filter((field) => !isIt(field)) })
  store.putForm({ ...identity, uniqueId: `own_${name}`, fields: identity.fields.filter(isIt) })
}

/** The cases in Primero, each with its fields. */
function cases(): readonly Fields[] {
  return [...world.primero.store.cases()].map(({ id, data }) => ({ id, ...data }))
}

/** What of a child must be in its case. */
function identityOf(place: number): Fields {
  const child = childAt(place)
  return {
    unhcr_individual_no: child.number,
    unhcr_id_no: child.groupNumber,
    name_first: child.givenName,
    name_last: child.familyName,
    date_of_birth: child.birthDate,
    sex: child.sex,
  }
}

const needed = Object.keys(identityOf(0)).toSorted()
const sorted = (report: Awaited<ReturnType<World['run']>>): readonly string[] =>
  [...(report.stopped?.about ?? [])].toSorted()

test('(hazard 10) stops at the first case whose identity Primero dropped, and tells proGres nothing', async () => {
  await start()
  onlyForms({ basic_identity: 'r' })
  const [first, ...others] = [0, 1, 2, 3].map((place) => refer(world, place))
  const report = await world.run('1.1')
  expect([report.stopped?.reason, sorted(report)]).toEqual(['primero-field-missing', needed])
  expect(reasonsIn(report)).toEqual({
    'primero-field-missing': [first?.number],
    'flow-stopped': others.map(({ number }) => number),
  })
  expect([writesTo(world), cases().length]).toEqual([{ primero: 1, ping: 0 }, 1])
  expect(cases()[0]).not.toHaveProperty('name_first')
  // So it stays, without a second case, for as long as nobody has mended the role.
  expect([(await world.run('1.1')).stopped?.reason, cases().length]).toEqual(['primero-field-missing', 1])
})

test('once the role is mended the same case gets all that was left out of it, and nothing that a caseworker has filled in', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const all = [refer(world, 0), refer(world, 1)]
  await world.run('1.1')
  const [nameless] = cases()
  const typed = { name_nickname: 'Sunny', address_current: 'By the river', language: ['language9'] }
  world.primero.act.updateCase('progresv4_primero_intake', String(nameless?.['id']), typed)
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect(cases()).toMatchObject([
    { id: nameless?.['id'], ...identityOf(0), ...typed, telephone_current: childAt(0).phone },
    identityOf(1),
  ])
  expect(all.map((one) => shown(world, one).transferStatus)).toEqual([125080002, 125080002])
  expect([addressesAt(world, 0), addressesAt(world, 1)]).toEqual(all.map((one) => [addressOf(one)]))
})

test.each(['unhcr_individual_no', 'name_first', 'date_of_birth', 'sex', 'unhcr_id_no'])(
  'stops as well where %s alone is dropped, and gives it to the case later',
  async (field) => {
    await start()
    ownFormOf(field)
    const mend = onlyForms({ [`own_${field}`]: 'r' })
    refer(world, 0)
    const { stopped } = await world.run('1.1')
    expect(stopped).toEqual({ reason: 'primero-field-missing', about: [field] })
    mend()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(cases()).toMatchObject([identityOf(0)])
  },
)

test('a field that Primero takes in another shape alone is dropped too', async () => {
  await start()
  const { store } = world.primero
  const form = store.form('basic_identity')
  if (form === undefined) throw new Error('no form')
  const fields = form.fields.map((field) =>
    field.name === 'unhcr_id_no' ? { ...field, multi: true } : field,
  )
  store.putForm({ ...form, fields })
  refer(world, 0)
  expect((await world.run('1.1')).stopped?.about).toEqual(['unhcr_id_no'])
})

test.each(['cut off before its answer', 'answered 409 although it was taken'])(
  'a nameless case whose creation was %s is found out before anybody is told, and mended',
  async (how) => {
    await start()
    const mend = onlyForms({ basic_identity: 'r' })
    const one = refer(world, 0)
    const rule = { method: 'POST', path: /cases$/, times: 1 } as const
    if (how.startsWith('cut')) world.primero.faults.add({ ...rule, fault: { kind: 'reset-after' } })
    else {
      await world.run('1.1')
      // The ledger has forgotten it, so the same case is made once more.
      const again = await withoutItem(one.guid)
      expect(again).toBe(1)
    }
    await world.run('1.1')
    world.advance(3_600_000)
    expect((await world.run('1.1')).stopped?.reason).toBe('primero-field-missing')
    expect([shown(world, one).transferStatus, cases().length]).toEqual([null, 1])
    mend()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(cases()).toMatchObject([identityOf(0)])
    expect(addressesAt(world, 0)).toEqual([addressOf(one)])
  },
)

test('a nameless case that the ledger has forgotten is mended by the next run, nobody else having saved it', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  await withoutItem(one.guid)
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases()).toMatchObject([identityOf(0)])
  expect(addressesAt(world, 0)).toEqual([addressOf(one)])
})

test('a number that a caseworker took out of a case of ours is not put in again', async () => {
  await start()
  refer(world, 0)
  await world.run('1.1')
  const [made] = cases()
  world.primero.act.updateCase('progresv4_primero_intake', String(made?.['id']), {
    unhcr_individual_no: null,
  })
  const second = refer(world, 0)
  const report = await world.run('1.1')
  expect([reasonsIn(report), report.stopped]).toEqual([
    { 'case-identity-changed': [second.number] },
    undefined,
  ])
  expect(cases()).toMatchObject([{ unhcr_individual_no: null }])
})

test('beside known children one new case is made at most, whichever of them come first', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  for (const place of [0, 2]) putCase(world, place)
  for (const place of [0, 1, 2, 3, 4]) refer(world, place)
  const { stopped } = await world.run('1.1')
  expect([stopped?.reason, cases().length]).toEqual(['primero-field-missing', 3])
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
  expect(cases()).toHaveLength(5)
})

test('a nameless case whose child a person has opened another one for is a second case: nothing is filled in', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  const id = String(cases()[0]?.['id'])
  const proper = putCase(world, 0)
  mend()
  forgetTraffic(world)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'several-cases': [one.number] })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  // Once the nameless one is disabled, the child has one case.
  world.primero.act.disableCase('progresv4_primero_intake', id)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(world.primero.store.case(proper)?.data['services_section']).toHaveLength(1)
})

test('a nameless case that a person has disabled is not filled in, and no other one is made', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.primero.act.disableCase('progresv4_primero_intake', String(cases()[0]?.['id']))
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-disabled': [one.number] })
  expect(cases()).toHaveLength(1)
})

test('a nameless case of a referral that cannot be written any more is not told as delivered', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(one.guid, { individual: { birthDate: null } })
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-missing': [one.number] })
  expect(shown(world, one).transferStatus).toBe(125080001)
  world.ping.act.correct(one.guid, { individual: { birthDate: childAt(0).birthDate } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases()).toMatchObject([identityOf(0)])
})

test('an account that may only add services gives its own case what was left out as well', async () => {
  await start({ account: 'ping_least' })
  const mend = onlyForms({ basic_identity: 'r' }, 'role-ping-least')
  refer(world, 0)
  expect((await world.run('1.1')).stopped?.reason).toBe('primero-field-missing')
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases()).toMatchObject([identityOf(0)])
})

test('two interventions of a child whose case is nameless come into that case once it is mended', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const both = [refer(world, 0), refer(world, 0)]
  await world.run('1.1')
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect([cases().length, addressesAt(world, 0)]).toEqual([1, both.map(addressOf)])
})

test('a nameless case is filled in where the only other case of the child is disabled', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  refer(world, 0)
  await world.run('1.1')
  const id = cases()[0]?.['id']
  world.primero.act.disableCase('caseworker1', putCase(world, 0))
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases().find((one) => one['id'] === id)).toMatchObject(identityOf(0))
})

test('while one referral of a nameless case cannot be written, another one of that child fills the case in', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(one.guid, { type: 'Fosterage (retired)' })
  const other = refer(world, 0)
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-type-unmapped': [one.number] })
  expect(cases()).toMatchObject([identityOf(0)])
  expect(addressesAt(world, 0)).toEqual([one, other].map(addressOf))
  expect(shown(world, other).transferStatus).toBe(125080002)
})

test('another referral of the child goes to the case that a person has opened, whatever a nameless one waits for', async () => {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  const proper = putCase(world, 0)
  const other = refer(world, 0)
  mend()
  const report = await world.run('1.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'several-cases': [one.number] },
  ])
  expect(world.primero.store.case(proper)?.data['services_section']).toHaveLength(1)
  expect(shown(world, other).transferStatus).toBe(125080002)
})

/** A nameless case that the ledger has forgotten, and another one that a person has opened for the child since. */
async function forgottenBesideAnother() {
  await start()
  const mend = onlyForms({ basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  await withoutItem(one.guid)
  mend()
  return { one, nameless: String(cases()[0]?.['id']), proper: putCase(world, 0) }
}

const rowsIn = (id: string): unknown => world.primero.store.case(id)?.data['services_section'] ?? []

test('(P2, F89) a nameless case that another ledger made holds its referral back from the case that a person has opened', async () => {
  const { one, nameless, proper } = await forgottenBesideAnother()
  forgetTraffic(world)
  for (const _ of [1, 2]) expect(reasonsIn(await world.run('1.1'))).toEqual({ 'several-cases': [one.number] })
  expect([writesTo(world), rowsIn(proper)]).toEqual([{ primero: 0, ping: 0 }, []])
  world.primero.act.disableCase('progresv4_primero_intake', nameless)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(rowsIn(proper)).toHaveLength(1)
})

test('(P2, F89) a case that another ledger made, and whose number a person changed, keeps the only row of its referral', async () => {
  const { one, nameless, proper } = await forgottenBesideAnother()
  const number = childAt(7).number
  world.primero.act.updateCase('progresv4_primero_intake', nameless, { unhcr_individual_no: number })
  for (const _ of [1, 2])
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-identity-changed': [one.number] })
  expect([rowsIn(nameless), rowsIn(proper)]).toEqual([[expect.anything()], []])
})

test('(F89) another referral of the child goes to the case that a person has opened, whatever another ledger made', async () => {
  const { one, proper } = await forgottenBesideAnother()
  const other = refer(world, 0)
  const report = await world.run('1.1')
  expect(reasonsIn(report)).toEqual({ 'several-cases': [one.number] })
  expect(rowsIn(proper)).toMatchObject([{ progres_interventionnumber: addressOf(other) }])
})

test('(P2, F89) nothing is written while Primero does not show whether another ledger made a case', async () => {
  const { one, proper } = await forgottenBesideAnother()
  const down = world.primero.faults.add({
    method: 'GET',
    path: /\/cases/,
    when: ({ path, query }) => path !== '/api/v2/cases' || query.startsWith('id='),
    fault: { kind: 'status', status: 503 },
  })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, waiting: 1 })
  down.remove()
  world.advance(3_600_000)
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'several-cases': [one.number] })
  expect(rowsIn(proper)).toEqual([])
})

test('of a case that others made nothing is looked for or filled in but the services, however little it holds', async () => {
  await start()
  const id = putCase(world, 0, { name_first: null })
  const before = world.primero.store.case(id)?.data
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  const after = world.primero.store.case(id)?.data
  expect(needed.map((field) => after?.[field])).toEqual(needed.map((field) => before?.[field]))
})

/** Takes an item out of the ledger behind the product's back; gives how many there were. */
async function withoutItem(key: string): Promise<number> {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(`${world.directory}/ledger.db`)
  try {
    return Number(database.prepare('delete from item where key = ?').run(key).changes)
  } finally {
    database.close()
  }
}
