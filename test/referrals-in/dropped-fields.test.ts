/** What Primero kept of a case that was made (F88): a form that the account may only read drops its fields with 204. */
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { cases, identityOf, onlyForms } from './nameless-case.ts'
import {
  addressOf,
  addressesAt,
  childAt,
  countsIn,
  putCase,
  reasonsIn,
  refer,
  shown,
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

/** Moves a field of the identity into a form of its own, as a country may have laid it out. */
function ownFormOf(world: World, name: string): void {
  const { store } = world.primero
  const identity = store.form('basic_identity')
  if (identity === undefined) throw new Error('no form')
  const isIt = (field: { readonly name: string }): boolean => field.name === name
  store.putForm({ ...identity, fields: identity.fields.filter((field) => !isIt(field)) })
  store.putForm({ ...identity, uniqueId: `own_${name}`, fields: identity.fields.filter(isIt) })
}

const needed = Object.keys(identityOf(0)).toSorted()
const sorted = (report: Awaited<ReturnType<World['run']>>): readonly string[] =>
  [...(report.stopped?.about ?? [])].toSorted()

test('(hazard 10) stops at the first case whose identity Primero dropped, and tells proGres nothing', async () => {
  world = await startWorld()
  onlyForms(world, { basic_identity: 'r' })
  const [first, ...others] = [0, 1, 2, 3].map((place) => refer(world, place))
  const report = await world.run('1.1')
  expect([report.stopped?.reason, sorted(report)]).toEqual(['primero-field-missing', needed])
  expect(reasonsIn(report)).toEqual({
    'primero-field-missing': [first?.number],
    'flow-stopped': others.map(({ number }) => number),
  })
  expect([writesTo(world), cases(world).length]).toEqual([{ primero: 1, ping: 0 }, 1])
  expect(cases(world)[0]).not.toHaveProperty('name_first')
  // So it stays, without a second case, for as long as nobody has mended the role.
  expect([(await world.run('1.1')).stopped?.reason, cases(world).length]).toEqual([
    'primero-field-missing',
    1,
  ])
})

test('once the role is mended the same case gets all that was left out of it, and nothing that a caseworker has filled in', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const all = [refer(world, 0), refer(world, 1)]
  await world.run('1.1')
  const [nameless] = cases(world)
  const typed = { name_nickname: 'Sunny', address_current: 'By the river', language: ['language9'] }
  world.primero.act.updateCase('progresv4_primero_intake', String(nameless?.['id']), typed)
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect(cases(world)).toMatchObject([
    { id: nameless?.['id'], ...identityOf(0), ...typed, telephone_current: childAt(0).phone },
    identityOf(1),
  ])
  expect(all.map((one) => shown(world, one).transferStatus)).toEqual([125080002, 125080002])
  expect([addressesAt(world, 0), addressesAt(world, 1)]).toEqual(all.map((one) => [addressOf(one)]))
})

test.each(['unhcr_individual_no', 'name_first', 'date_of_birth', 'sex', 'unhcr_id_no'])(
  'stops as well where %s alone is dropped, and gives it to the case later',
  async (field) => {
    world = await startWorld()
    ownFormOf(world, field)
    const mend = onlyForms(world, { [`own_${field}`]: 'r' })
    refer(world, 0)
    const { stopped } = await world.run('1.1')
    expect(stopped).toEqual({ reason: 'primero-field-missing', about: [field] })
    mend()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(cases(world)).toMatchObject([identityOf(0)])
  },
)

test('a field that Primero takes in another shape alone is dropped too', async () => {
  world = await startWorld()
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

test('beside known children one new case is made at most, whichever of them come first', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  for (const place of [0, 2]) putCase(world, place)
  for (const place of [0, 1, 2, 3, 4]) refer(world, place)
  const { stopped } = await world.run('1.1')
  expect([stopped?.reason, cases(world).length]).toEqual(['primero-field-missing', 3])
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
  expect(cases(world)).toHaveLength(5)
})

test('an account that may only add services gives its own case what was left out as well', async () => {
  world = await startWorld({ account: 'ping_least' })
  const mend = onlyForms(world, { basic_identity: 'r' }, 'role-ping-least')
  refer(world, 0)
  expect((await world.run('1.1')).stopped?.reason).toBe('primero-field-missing')
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases(world)).toMatchObject([identityOf(0)])
})

test('a number that a caseworker took out of a case of ours is not put in again', async () => {
  world = await startWorld()
  refer(world, 0)
  await world.run('1.1')
  const [made] = cases(world)
  world.primero.act.updateCase('progresv4_primero_intake', String(made?.['id']), {
    unhcr_individual_no: null,
  })
  const second = refer(world, 0)
  const report = await world.run('1.1')
  expect([reasonsIn(report), report.stopped]).toEqual([
    { 'case-identity-changed': [second.number] },
    undefined,
  ])
  expect(cases(world)).toMatchObject([{ unhcr_individual_no: null }])
})

test('of a case that others made nothing is looked for or filled in but the services, however little it holds', async () => {
  world = await startWorld()
  const id = putCase(world, 0, { name_first: null })
  const before = world.primero.store.case(id)?.data
  refer(world, 0)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  const after = world.primero.store.case(id)?.data
  expect(needed.map((field) => after?.[field])).toEqual(needed.map((field) => before?.[field]))
})
