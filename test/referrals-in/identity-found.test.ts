import { afterEach, describe, expect, test } from 'vitest'
import type { Deployment } from '@ping-primero/core'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { caseAs, otherDay, otherSex, release, stranger } from './another-child.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
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

afterEach(() => world.stop())

const by = (identity: Deployment['policies']['identity']): WorldOptions => ({
  deployment: (one) => ({ ...one, policies: { ...one.policies, identity } }),
})

describe('the case found under a number', () => {
  test('1.1-17 (F74) of another child is not written to: birth date, sex and name differ', async () => {
    world = await startWorld()
    caseAs(world, 0, { ...stranger, ...otherDay, sex: otherSex(childAt(0)) })
    const held = refer(world, 0)
    refer(world, 1)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 2, confirmed: 1, attention: 1 },
      { 'identity-differs': [held.number] },
    ])
    expect(caseAt(world, 0)['services_section'] ?? []).toEqual([])
    expect(shown(world, held)).toEqual({ transferStatus: null, comments: [] })
    const [item] = await world.host.ledger.get('1.1', [held.guid])
    expect(item?.about).toEqual(['date_of_birth', 'sex', 'name'])
  })

  test.each([
    ['birth date and sex', { ...otherDay, sex: true }],
    ['birth date and name', { ...otherDay, ...stranger }],
    ['sex and name', { ...stranger, sex: true }],
  ])('(F74) is another child’s by two of three: %s', async (_, differs) => {
    world = await startWorld()
    const sex = 'sex' in differs ? { sex: otherSex(childAt(0)) } : {}
    caseAs(world, 0, { ...differs, ...sex })
    const held = refer(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
  })

  test.each([
    ['all alike', {}],
    ['a name spelled otherwise, in no part alike', stranger],
    ['an estimated birth date', { date_of_birth: '2012-01-01' }],
    ['another sex', { sex: true }],
    ['an age and no birth date, and another name', { ...stranger, date_of_birth: null, age: 9 }],
    ['a sex that nobody knows, and another birth date', { ...otherDay, sex: 'unknown_4b34795' }],
    ['a null date of a database, and another name', { ...stranger, date_of_birth: '1900-01-01' }],
    [
      'a name in another script, and another birth date',
      { ...otherDay, name_first: 'שרה', name_middle: '', name_last: 'לוי' },
    ],
  ])('(F74) is the child’s with %s', async (_, differs) => {
    world = await startWorld()
    const sex = 'sex' in differs && differs.sex === true ? { sex: otherSex(childAt(0)) } : {}
    caseAs(world, 0, { ...differs, ...sex })
    const intervention = refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
  })

  const named = (given: string, family: string): Readonly<Record<'givenName' | 'familyName', string>> => ({
    givenName: given,
    familyName: family,
  })

  test('(F74) is the child’s whose name is written in other letters of its script', async () => {
    world = await startWorld()
    caseAs(world, 0, { ...otherDay, name_first: 'ሠላም', name_middle: null, name_last: 'ዓለሙ' })
    caseAs(world, 1, { ...otherDay, name_first: 'عبدالرحمن', name_middle: null, name_last: '' })
    caseAs(world, 2, { ...otherDay, name_first: 'Nya', name_middle: null, name_last: 'D\u025b\u014b' })
    refer(world, 0, { individual: { ...named('ሰላም', 'ተስፋዬ'), middleName: null, nickname: null } })
    refer(world, 1, { individual: { ...named('عبد', 'الرحمن'), middleName: null, nickname: null } })
    refer(world, 2, { individual: { ...named('Nyakim', 'Deng'), middleName: null, nickname: null } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
  })

  test('(F74) is another child’s though a word that is no name is common to both', async () => {
    world = await startWorld()
    caseAs(world, 0, { ...otherDay, name_first: 'Abdul', name_middle: null, name_last: 'Karim' })
    caseAs(world, 1, { ...otherDay, name_first: 'Grace', name_middle: null, name_last: 'Unknown' })
    const held = [named('Abdul', 'Rahman'), named('Amina', 'Unknown')].map((names, place) =>
      refer(world, place, { individual: { ...names, middleName: null, nickname: null } }),
    )
    expect(reasonsIn(await world.run('1.1'))).toEqual({
      'identity-differs': held.map(({ number }) => number),
    })
  })

  test('(F74) an unknown sex of proGres disagrees with none', async () => {
    world = await startWorld()
    caseAs(world, 0, otherDay)
    refer(world, 0, { individual: { sex: 125080003 } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })

  test('(F74) by any-differ one disagreement holds; by number-only none does, and nothing is asked for', async () => {
    world = await startWorld(by('any-differ'))
    caseAs(world, 0, otherDay)
    const held = refer(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    await world.stop()
    world = await startWorld(by('number-only'))
    caseAs(world, 0, { ...stranger, ...otherDay, sex: otherSex(childAt(0)) })
    refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    const asked = world.primero.traffic
      .entries()
      .map(({ query }) => new URLSearchParams(query).get('fields') ?? '')
    expect(asked.filter((fields) => /\bname\b/.test(fields))).toEqual([])
  })

  test('(F74) of another child comes before that it is closed: nobody is told to reopen it', async () => {
    world = await startWorld()
    world.primero.act.closeCase('caseworker1', caseAs(world, 0, { ...otherDay, ...stranger }))
    const held = refer(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(caseAt(world, 0)['status']).toBe('closed')
  })

  test('(F74) goes on by itself once the case is corrected, and is looked at by reading only until then', async () => {
    world = await startWorld()
    const id = caseAs(world, 0, { ...otherDay, ...stranger })
    const held = refer(world, 0)
    await world.run('1.1')
    forgetTraffic(world)
    await world.run('1.1')
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
    world.primero.act.updateCase('caseworker1', id, { date_of_birth: childAt(0).birthDate })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(held)])
  })

  test('(F74) is written to once a person lets it go, through trouble of Primero as well', async () => {
    world = await startWorld()
    caseAs(world, 0, { ...otherDay, ...stranger })
    const held = refer(world, 0)
    await world.run('1.1')
    await release(world, held.guid)
    world.primero.faults.add({ fault: { kind: 'status', status: 503 }, path: /^\/api\/v2\/cases/, times: 30 })
    expect(countsIn(await world.run('1.1'))).toMatchObject({ waiting: 1 })
    world.primero.faults.clear()
    world.advance(3_600_000)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(held)])
  })

  test('(F74) a release of a row that was gone lets no other child’s case be written to', async () => {
    world = await startWorld()
    const id = caseAs(world, 0)
    const gone = refer(world, 0)
    await world.run('1.1')
    world.primero.act.removeService('caseworker1', id, String(servicesAt(world, 0)[0]?.['unique_id']))
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [gone.number] })
    world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
    await release(world, gone.guid)
    forgetTraffic(world)
    for (const _ of [1, 2])
      expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [gone.number] })
    expect(writesTo(world).primero).toBe(0)
    await release(world, gone.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })
})
