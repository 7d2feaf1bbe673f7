/** A nameless case that this ledger does not know of, as another one made it or it was set back (F88, F89). */
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
  writesTo,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

test('a nameless case that the ledger has forgotten is mended by the next run, nobody else having saved it', async () => {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  withoutItem(world, one.guid)
  mend()
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(cases(world)).toMatchObject([identityOf(0)])
  expect(addressesAt(world, 0)).toEqual([addressOf(one)])
})

/** A nameless case that the ledger has forgotten, and another one that a person has opened for the child since. */
async function forgottenBesideAnother() {
  world = await startWorld()
  const mend = onlyForms(world, { basic_identity: 'r' })
  const one = refer(world, 0)
  await world.run('1.1')
  withoutItem(world, one.guid)
  mend()
  return { one, nameless: String(cases(world)[0]?.['id']), proper: putCase(world, 0) }
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
