/** A case of ours without the fields that Primero dropped, until the role is mended (F88). */
import { afterEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { cases, identityOf, onlyForms, withoutItem } from './nameless-case.ts'
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
} from './scene.ts'

let world: World

afterEach(() => world.stop())

test.each(['cut off before its answer', 'answered 409 although it was taken'])(
  'a nameless case whose creation was %s is found out before anybody is told, and mended',
  async (how) => {
    world = await startWorld()
    const mend = onlyForms(world, { basic_identity: 'r' })
    const one = refer(world, 0)
    const rule = { method: 'POST', path: /cases$/, times: 1 } as const
    if (how.startsWith('cut')) world.primero.faults.add({ ...rule, fault: { kind: 'reset-after' } })
    else {
      await world.run('1.1')
      // The ledger has forgotten it, so the same case is made once more.
      const again = withoutItem(world, one.guid)
      expect(again).toBe(1)
    }
    await world.run('1.1')
    world.advance(3_600_000)
    expect((await world.run('1.1')).stopped?.reason).toBe('primero-field-missing')
    expect([shown(world, one).transferStatus, cases(world).length]).toEqual([null, 1])
    mend()
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(cases(world)).toMatchObject([identityOf(0)])
    expect(addressesAt(world, 0)).toEqual([addressOf(one)])
  },
)

test('a nameless case whose child a person has opened another one for is a second case: nothing is filled in', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  const id = String(cases(world)[0]?.['id'])
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
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.primero.act.disableCase('progresv4_primero_intake', String(cases(world)[0]?.['id']))
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'case-disabled': [one.number] })
  expect(cases(world)).toHaveLength(1)
})

test('a nameless case of a referral that cannot be written any more is not told as delivered', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(one.guid, { individual: { birthDate: null } })
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'field-missing': [one.number] })
  expect(shown(world, one).transferStatus).toBe(125080001)
  world.ping.act.correct(one.guid, { individual: { birthDate: childAt(0).birthDate } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases(world)).toMatchObject([identityOf(0)])
})

test('two interventions of a child whose case is nameless come into that case once it is mended', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const both = [refer(world, 0), refer(world, 0)]
  await world.run('1.1')
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
  expect([cases(world).length, addressesAt(world, 0)]).toEqual([1, both.map(addressOf)])
})

test('a nameless case is filled in where the only other case of the child is disabled', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  refer(world, 0)
  await world.run('1.1')
  const id = cases(world)[0]?.['id']
  world.primero.act.disableCase('caseworker1', putCase(world, 0))
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases(world).find((one) => one['id'] === id)).toMatchObject(identityOf(0))
})

test('while one referral of a nameless case cannot be written, another one of that child fills the case in', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  world.ping.act.correct(one.guid, { type: 'Fosterage (retired)' })
  const other = refer(world, 0)
  mend()
  expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-type-unmapped': [one.number] })
  expect(cases(world)).toMatchObject([identityOf(0)])
  expect(addressesAt(world, 0)).toEqual([one, other].map(addressOf))
  expect(shown(world, other).transferStatus).toBe(125080002)
})

test('another referral of the child goes to the case that a person has opened, whatever a nameless one waits for', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
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
