import { afterEach, describe, expect, test } from 'vitest'
import { ledgerKey, startWorld, type World } from '../support/world.ts'
import { referAnother, release, runInSetsOf } from './another-child.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  casesOf,
  childAt,
  countsIn,
  reasonsIn,
  refer,
  servicesAt,
} from './scene.ts'

let world: World

afterEach(() => world.stop())

describe('two interventions listed at once under one number', () => {
  test('(F74) of two children are both held, and nothing is written', async () => {
    world = await startWorld()
    const [one, other] = [refer(world, 0), referAnother(world, 0)]
    refer(world, 1)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 3, confirmed: 1, attention: 2 },
      { 'identity-differs': [one.number, other.number] },
    ])
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) of three of which one differs, all are held; once it is corrected, all go on into one case', async () => {
    world = await startWorld()
    const all = [refer(world, 0), refer(world, 0), referAnother(world, 0)]
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': all.map(({ number }) => number) })
    world.ping.act.correct(all[2]?.guid ?? '', { individual: { number: '803-00000017' } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
    expect(addressesAt(world, 0)).toEqual(all.slice(0, 2).map(addressOf))
  })

  test('(F74) are held as well where they come in different sets of a run', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    for (const place of [1, 2, 3, 4, 5]) refer(world, place)
    const other = referAnother(world, 0)
    const report = await runInSetsOf(world, 2)
    expect(countsIn(report)).toEqual({ found: 7, confirmed: 5, attention: 2 })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number, other.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) are held where one of them lacks what it must have, and that one is refused for it', async () => {
    world = await startWorld()
    const [one, other] = [refer(world, 0), referAnother(world, 0, { type: 'Accessibility' })]
    for (const _ of [1, 2]) {
      expect(reasonsIn(await runInSetsOf(world, 1))).toEqual({
        'identity-differs': [one.number],
        'service-type-unmapped': [other.number],
      })
    }
  })

  test('(F74) are held where a run settles only one of them', async () => {
    world = await startWorld()
    const one = refer(world, 0)
    referAnother(world, 0)
    const report = await world.run('1.1', { only: one.number })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74 P22) are held in a dry run too, which writes nothing down', async () => {
    world = await startWorld()
    const [one, other] = [refer(world, 0), referAnother(world, 0)]
    expect(reasonsIn(await runInSetsOf(world, 1, { dryRun: true }))).toEqual({
      'identity-differs': [one.number, other.number],
    })
    expect(await world.host.ledger.get('1.1', [one.guid, other.guid])).toEqual([])
  })

  test('(F74) are held where one of them was listed before the key of the ledger changed', async () => {
    world = await startWorld()
    const one = refer(world, 0, { type: 'Accessibility' })
    await world.run('1.1')
    world.ping.act.correct(one.guid, { type: 'Alternative Care' })
    const other = referAnother(world, 0)
    const keys = { current: 'another ledger key of the tests, long enough to be taken', old: [ledgerKey] }
    const report = await runInSetsOf(world, 1, {}, { keys })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number, other.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) in different runs: the later one is compared with the case that the first one made', async () => {
    world = await startWorld()
    refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    const other = referAnother(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [other.number] })
    expect(servicesAt(world, 0)).toHaveLength(1)
  })

  test('(F74) go one by one as a person lets them go', async () => {
    world = await startWorld()
    const [one, other] = [refer(world, 0), referAnother(world, 0)]
    await world.run('1.1')
    await release(world, one.guid)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 2, confirmed: 1, attention: 1 },
      { 'identity-differs': [other.number] },
    ])
    expect(caseAt(world, 0)).toMatchObject({ date_of_birth: childAt(0).birthDate })
    await release(world, other.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(one), addressOf(other)])
  })

  test('(F74) of one child whose name is spelled otherwise in one of them go into one case', async () => {
    world = await startWorld()
    const { birthDate } = childAt(0)
    const sex = childAt(0).sex === 'female' ? 125080000 : 125080001
    const all = [refer(world, 0), referAnother(world, 0, { individual: { birthDate, sex } })]
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
    expect(addressesAt(world, 0)).toEqual(all.map(addressOf))
  })
})
