import { caseOf, type Child } from '@ping-primero/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { runFlow, type Deployment, type RunHost, type RunReport, type RunRequest } from '@ping-primero/core'
import { caseIdFor } from '@ping-primero/core/domain/ids.ts'
import { ledgerKey, startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  addressesAt,
  addressOf,
  caseAt,
  casesOf,
  childAt,
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
const by = (identity: Deployment['policies']['identity']): WorldOptions => ({
  deployment: (one) => ({ ...one, policies: { ...one.policies, identity } }),
})

const otherSex = ({ sex }: Child): 'female' | 'male' => (sex === 'female' ? 'male' : 'female')

/** A case of a child, and what differs in it from what proGres knows. */
const caseAs = (place: number, differs: Readonly<Record<string, unknown>> = {}): string =>
  putCase(world, place, caseOf(childAt(place), differs))
const stranger = { name_first: 'Grace', name_middle: null, name_last: 'Okello' }
const otherDay = { date_of_birth: '2010-08-30' }

/** UNHCR refers another person under a child's number. */
const referAnother = (place: number, differs: Parameters<typeof refer>[2] = {}) => {
  const child = childAt(place)
  const individual = {
    birthDate: '2010-08-30',
    sex: child.sex === 'female' ? 125080001 : 125080000,
    givenName: 'Grace',
    middleName: null,
    familyName: 'Okello',
    nickname: null,
  }
  return refer(world, place, {
    another: true,
    ...differs,
    individual: { ...individual, ...differs.individual },
  })
}

const runInSetsOf = (
  setSize: number,
  request: Partial<RunRequest> = {},
  host: Partial<RunHost> = {},
): Promise<RunReport> =>
  runFlow(
    { deployment: world.deployment, flow: '1.1', dryRun: false, since: null, only: null, ...request },
    { ...world.host, ...host, setSize },
  )

const release = async (key: string): Promise<void> => {
  const act = { by: 'A. Person', at: new Date(world.now()).toISOString() }
  const released = await world.store.operators.release(world.deployment.name, [{ flow: '1.1', key }], act)
  expect(released).toHaveLength(1)
}

describe('the case found under a number', () => {
  test('1.1-17 (F74) of another child is not written to: birth date, sex and name differ', async () => {
    await start()
    caseAs(0, { ...stranger, ...otherDay, sex: otherSex(childAt(0)) })
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
    await start()
    const sex = 'sex' in differs ? { sex: otherSex(childAt(0)) } : {}
    caseAs(0, { ...differs, ...sex })
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
    await start()
    const sex = 'sex' in differs && differs.sex === true ? { sex: otherSex(childAt(0)) } : {}
    caseAs(0, { ...differs, ...sex })
    const intervention = refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(intervention)])
  })

  const named = (given: string, family: string): Readonly<Record<'givenName' | 'familyName', string>> => ({
    givenName: given,
    familyName: family,
  })

  test('(F74) is the child’s whose name is written in other letters of its script', async () => {
    await start()
    caseAs(0, { ...otherDay, name_first: 'ሠላም', name_middle: null, name_last: 'ዓለሙ' })
    caseAs(1, { ...otherDay, name_first: 'عبدالرحمن', name_middle: null, name_last: '' })
    caseAs(2, { ...otherDay, name_first: 'Nya', name_middle: null, name_last: 'D\u025b\u014b' })
    refer(world, 0, { individual: { ...named('ሰላም', 'ተስፋዬ'), middleName: null, nickname: null } })
    refer(world, 1, { individual: { ...named('عبد', 'الرحمن'), middleName: null, nickname: null } })
    refer(world, 2, { individual: { ...named('Nyakim', 'Deng'), middleName: null, nickname: null } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
  })

  test('(F74) is another child’s though a word that is no name is common to both', async () => {
    await start()
    caseAs(0, { ...otherDay, name_first: 'Abdul', name_middle: null, name_last: 'Karim' })
    caseAs(1, { ...otherDay, name_first: 'Grace', name_middle: null, name_last: 'Unknown' })
    const held = [named('Abdul', 'Rahman'), named('Amina', 'Unknown')].map((names, place) =>
      refer(world, place, { individual: { ...names, middleName: null, nickname: null } }),
    )
    expect(reasonsIn(await world.run('1.1'))).toEqual({
      'identity-differs': held.map(({ number }) => number),
    })
  })

  test('(F74) an unknown sex of proGres disagrees with none', async () => {
    await start()
    caseAs(0, otherDay)
    refer(world, 0, { individual: { sex: 125080003 } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })

  test('(F74) by any-differ one disagreement holds; by number-only none does, and nothing is asked for', async () => {
    await start(by('any-differ'))
    caseAs(0, otherDay)
    const held = refer(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    await world.stop()
    await start(by('number-only'))
    caseAs(0, { ...stranger, ...otherDay, sex: otherSex(childAt(0)) })
    refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    const asked = world.primero.traffic
      .entries()
      .map(({ query }) => new URLSearchParams(query).get('fields') ?? '')
    expect(asked.filter((fields) => /\bname\b/.test(fields))).toEqual([])
  })

  test('(F74) of another child comes before that it is closed: nobody is told to reopen it', async () => {
    await start()
    world.primero.act.closeCase('caseworker1', caseAs(0, { ...otherDay, ...stranger }))
    const held = refer(world, 0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(caseAt(world, 0)['status']).toBe('closed')
  })

  test('(F74) goes on by itself once the case is corrected, and is looked at by reading only until then', async () => {
    await start()
    const id = caseAs(0, { ...otherDay, ...stranger })
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
    await start()
    caseAs(0, { ...otherDay, ...stranger })
    const held = refer(world, 0)
    await world.run('1.1')
    await release(held.guid)
    world.primero.faults.add({ fault: { kind: 'status', status: 503 }, path: /^\/api\/v2\/cases/, times: 30 })
    expect(countsIn(await world.run('1.1'))).toMatchObject({ waiting: 1 })
    world.primero.faults.clear()
    world.advance(3_600_000)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(held)])
  })

  test('(F74) a release of a row that was gone lets no other child’s case be written to', async () => {
    await start()
    const id = caseAs(0)
    const gone = refer(world, 0)
    await world.run('1.1')
    world.primero.act.removeService('caseworker1', id, String(servicesAt(world, 0)[0]?.['unique_id']))
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [gone.number] })
    world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
    await release(gone.guid)
    forgetTraffic(world)
    for (const _ of [1, 2])
      expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [gone.number] })
    expect(writesTo(world).primero).toBe(0)
    await release(gone.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
  })
})

describe('a case read back', () => {
  test('(F74) after our row was appended is not confirmed once it is another child’s', async () => {
    await start()
    const id = caseAs(0)
    const held = refer(world, 0)
    world.primero.faults.add({
      method: 'PATCH',
      fault: { kind: 'delay', ms: 0 },
      times: 1,
      when: () => {
        world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
        return true
      },
    })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(shown(world, held).transferStatus).toBeNull()
    forgetTraffic(world)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
    await release(held.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(servicesAt(world, 0)).toHaveLength(1)
  })

  test('(F74) after a write that was cut off is not told to proGres either, nor where a refusal came in between', async () => {
    await start()
    const id = caseAs(0)
    const held = refer(world, 0)
    world.primero.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset-after' } })
    await world.run('1.1')
    world.advance(3_600_000)
    world.primero.act.updateCase('caseworker1', id, { ...otherDay, ...stranger })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    world.ping.act.correct(held.guid, { type: 'Accessibility' })
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect(shown(world, held).transferStatus).toBeNull()
  })

  test('(P6, F74) after its decision went to UNHCR is not held, whatever has been corrected since', async () => {
    await start()
    const one = refer(world, 0)
    const lost = world.primero.faults.add({
      method: 'GET',
      path: /\/cases/,
      when: ({ path, query }) => path !== '/api/v2/cases' || query.startsWith('id='),
      fault: { kind: 'status', status: 503 },
    })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, waiting: 1 })
    lost.remove()
    const { id } = caseAt(world, 0)
    const row = String(servicesAt(world, 0)[0]?.['unique_id'])
    world.primero.act.setServiceStatus('progresv4_primero_intake', String(id), row, 'rejected')
    await world.run('1.2')
    world.primero.act.updateCase('progresv4_primero_intake', String(id), { ...otherDay, ...stranger })
    world.advance(3_600_000)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect([shown(world, one).transferStatus, servicesAt(world, 0).length]).toEqual([125080004, 1])
  })

  test('(F74) after 409 takes no row of another child', async () => {
    await start()
    const { host, deployment } = world
    const id = caseIdFor(host.keys, deployment.name, childAt(0).number)
    const held = refer(world, 0)
    world.primero.faults.add({
      method: 'POST',
      path: /^\/api\/v2\/cases$/,
      fault: { kind: 'delay', ms: 0 },
      times: 1,
      when: () => {
        caseAs(0, { ...otherDay, ...stranger, id })
        return true
      },
    })
    for (const _ of [1, 2])
      expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [held.number] })
    expect([caseAt(world, 0)['id'], caseAt(world, 0)['services_section'] ?? []]).toEqual([id, []])
    const posts = world.primero.traffic.entries().filter(({ kind }) => kind === 'create-case')
    expect(posts).toHaveLength(1)
  })
})

describe('two interventions listed at once under one number', () => {
  test('(F74) of two children are both held, and nothing is written', async () => {
    await start()
    const [one, other] = [refer(world, 0), referAnother(0)]
    refer(world, 1)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 3, confirmed: 1, attention: 2 },
      { 'identity-differs': [one.number, other.number] },
    ])
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) of three of which one differs, all are held; once it is corrected, all go on into one case', async () => {
    await start()
    const all = [refer(world, 0), refer(world, 0), referAnother(0)]
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': all.map(({ number }) => number) })
    world.ping.act.correct(all[2]?.guid ?? '', { individual: { number: '803-00000017' } })
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 3, confirmed: 3 })
    expect(addressesAt(world, 0)).toEqual(all.slice(0, 2).map(addressOf))
  })

  test('(F74) are held as well where they come in different sets of a run', async () => {
    await start()
    const one = refer(world, 0)
    for (const place of [1, 2, 3, 4, 5]) refer(world, place)
    const other = referAnother(0)
    const report = await runInSetsOf(2)
    expect(countsIn(report)).toEqual({ found: 7, confirmed: 5, attention: 2 })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number, other.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) are held where one of them lacks what it must have, and that one is refused for it', async () => {
    await start()
    const [one, other] = [refer(world, 0), referAnother(0, { type: 'Accessibility' })]
    for (const _ of [1, 2]) {
      expect(reasonsIn(await runInSetsOf(1))).toEqual({
        'identity-differs': [one.number],
        'service-type-unmapped': [other.number],
      })
    }
  })

  test('(F74) are held where a run settles only one of them', async () => {
    await start()
    const one = refer(world, 0)
    referAnother(0)
    const report = await world.run('1.1', { only: one.number })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74 P22) are held in a dry run too, which writes nothing down', async () => {
    await start()
    const [one, other] = [refer(world, 0), referAnother(0)]
    expect(reasonsIn(await runInSetsOf(1, { dryRun: true }))).toEqual({
      'identity-differs': [one.number, other.number],
    })
    expect(await world.host.ledger.get('1.1', [one.guid, other.guid])).toEqual([])
  })

  test('(F74) are held where one of them was listed before the key of the ledger changed', async () => {
    await start()
    const one = refer(world, 0, { type: 'Accessibility' })
    await world.run('1.1')
    world.ping.act.correct(one.guid, { type: 'Alternative Care' })
    const other = referAnother(0)
    const keys = { current: 'another ledger key of the tests, long enough to be taken', old: [ledgerKey] }
    const report = await runInSetsOf(1, {}, { keys })
    expect(reasonsIn(report)).toEqual({ 'identity-differs': [one.number, other.number] })
    expect(casesOf(world, 0)).toEqual([])
  })

  test('(F74) in different runs: the later one is compared with the case that the first one made', async () => {
    await start()
    refer(world, 0)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    const other = referAnother(0)
    expect(reasonsIn(await world.run('1.1'))).toEqual({ 'identity-differs': [other.number] })
    expect(servicesAt(world, 0)).toHaveLength(1)
  })

  test('(F74) go one by one as a person lets them go', async () => {
    await start()
    const [one, other] = [refer(world, 0), referAnother(0)]
    await world.run('1.1')
    await release(one.guid)
    const report = await world.run('1.1')
    expect([countsIn(report), reasonsIn(report)]).toEqual([
      { found: 2, confirmed: 1, attention: 1 },
      { 'identity-differs': [other.number] },
    ])
    expect(caseAt(world, 0)).toMatchObject({ date_of_birth: childAt(0).birthDate })
    await release(other.guid)
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(addressesAt(world, 0)).toEqual([addressOf(one), addressOf(other)])
  })

  test('(F74) of one child whose name is spelled otherwise in one of them go into one case', async () => {
    await start()
    const { birthDate } = childAt(0)
    const sex = childAt(0).sex === 'female' ? 125080000 : 125080001
    const all = [refer(world, 0), referAnother(0, { individual: { birthDate, sex } })]
    expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
    expect(addressesAt(world, 0)).toEqual(all.map(addressOf))
  })
})
