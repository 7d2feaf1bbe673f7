import { afterEach, describe, expect, test } from 'vitest'
import * as incoming from '../referrals-in/scene.ts'
import { finish, inProgres, itemOf, refer, referAgain, serviceRow } from '../referrals-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'

/** What worlds have found, each in the smallest form that shows it. */

const minute = 60_000
const hour = 60 * minute
let world: World

afterEach(() => finish(world))

const notFound = JSON.stringify({
  errors: [{ status: 404, resource: '/api/v2/cases', message: 'Not Found' }],
})

/** Primero says of the referrals of a case, so many times, that there is no such record. */
function missing(times: number): void {
  world.primero.faults.add({
    method: 'GET',
    path: /\/referrals$/,
    times,
    fault: { kind: 'status', status: 404, body: notFound, contentType: 'application/json' },
  })
}

describe('(P1, F13) a case that is listed, and whose referrals are not there the next moment', () => {
  test('is read again by the next run, though nobody has changed it', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    missing(1)
    await world.run('2.1')
    world.advance(hour)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(1)
  })

  test('does not withdraw what waits for PING', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    world.ping.knobs.power = 'down'
    await world.run('2.1')
    world.ping.knobs.power = 'up'
    world.advance(3 * minute)
    missing(1)
    expect(await world.run('2.1')).toMatchObject({ waiting: 1, withdrawn: 0 })
    world.advance(hour)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(1)
  })
})

describe('(P1, P8, F54) a clock that was a day ahead when something went wrong', () => {
  test('keeps nothing from being tried again once it is right', async () => {
    world = await startWorld()
    const scene = refer(world, 0)
    world.ping.knobs.power = 'down'
    world.advance(24 * hour)
    await world.run('2.1')
    world.ping.knobs.power = 'up'
    world.advance(-24 * hour + 2 * minute)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(1)
  })
})

describe("(P1, F37) a referral made while Primero's clock was set back", () => {
  test('is found although its case bears a time from before the cursor', async () => {
    let skew = 0
    world = await startWorld({ primero: { now: () => world.now() + skew } })
    refer(world, 0)
    await world.run('2.1')
    skew = -hour
    world.advance(30 * minute)
    const scene = refer(world, 1)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(1)
  })

  test('is found a day later although the clock was set right before anybody looked', async () => {
    let skew = 0
    world = await startWorld({ primero: { now: () => world.now() + skew } })
    refer(world, 0)
    await world.run('2.1')
    world.advance(30 * minute)
    skew = -hour
    const scene = refer(world, 1)
    skew = 0
    expect(await world.run('2.1')).toMatchObject({ found: 0 })
    world.advance(24 * hour)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(1)
  })
})

describe('(P1, F29) a referral that was written, and never read back', () => {
  test.each([
    ['its birth date cannot be read any more', { individual: { birthDate: '0000-00-00' } }],
    ['its birth date is gone', { individual: { birthDate: null } }],
    ['its type of service is none that was agreed on', { type: 'Fosterage (retired)' }],
  ])('is told to proGres although %s', async (_, correction) => {
    world = await startWorld()
    const intervention = incoming.refer(world, 0)
    const readBack = world.primero.faults.add({
      method: 'GET',
      path: /\/cases/,
      when: ({ path, query }) => path !== '/api/v2/cases' || query.startsWith('id='),
      fault: { kind: 'status', status: 503 },
    })
    expect(await world.run('1.1')).toMatchObject({ waiting: 1 })
    expect(incoming.servicesAt(world, 0)).toHaveLength(1)
    readBack.remove()
    world.ping.act.correct(intervention.guid, correction)
    world.advance(2 * hour)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 1, attention: 0 })
    expect(incoming.shown(world, intervention)).toEqual({ transferStatus: 125080002, comments: [] })
    expect(incoming.servicesAt(world, 0)).toHaveLength(1)
  })
})

describe('(P2, F6) several referrals of one case, sent while PING is only just up again', () => {
  test('are in proGres once each although the answer to the first was cut off', async () => {
    world = await startWorld({ ping: { settings: { visibleAfterMs: 12 * hour } } })
    const { caseId, rowId } = refer(world, 0)
    const rows = [1, 2, 3, 4].map((place) => serviceRow(place))
    world.primero.act.updateCase('caseworker1', caseId, { services_section: rows })
    const all = [rowId, ...rows.map((row) => String(row['unique_id']))].map((row) => ({ caseId, rowId: row }))
    for (const one of all.slice(1)) referAgain(world, one)
    world.ping.knobs.power = 'down'
    expect(await world.run('2.1')).toMatchObject({ waiting: 5 })
    world.ping.knobs.power = 'up'
    world.ping.faults.add({ path: /asyncdata/, times: 1, fault: { kind: 'reset-after' } })
    for (let rounds = 0; rounds < 3; rounds += 1) {
      world.advance(2 * hour)
      await world.run('2.1')
    }
    expect(all.map((one) => inProgres(world, one).length)).toEqual([1, 1, 1, 1, 1])
    world.advance(24 * hour)
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1, attention: 0 })
  })
})

describe('(P1, F43) a referral whose row was removed with a decision on it that never left', () => {
  test('is told to proGres as pending once its row stands in Primero again', async () => {
    world = await startWorld()
    const intervention = incoming.refer(world, 0)
    await world.run('1.1')
    const { id } = incoming.caseAt(world, 0)
    const [row] = incoming.servicesAt(world, 0)
    const rowId = String(row?.['unique_id'])
    world.primero.act.setServiceStatus('progresv4_primero_intake', String(id), rowId, 'accepted')
    world.ping.knobs.power = 'down'
    await world.run('1.2')
    world.primero.act.removeService('progresv4_primero_intake', String(id), rowId)
    world.ping.knobs.power = 'up'
    world.advance(2 * hour)
    expect(await world.run('1.2')).toMatchObject({ withdrawn: 1 })
    // UNHCR offers it anew, and a person lets it be written again.
    world.ping.act.correct(intervention.guid, { transferStatus: 125080000 })
    const act = { by: 'tester', at: new Date(world.now()).toISOString() }
    await world.run('1.1')
    await world.store.operators.release('sandbox', [{ flow: '1.1', key: intervention.guid }], act)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 1 })
    expect(incoming.shown(world, intervention).transferStatus).toBe(125080002)
  })
})

describe('(P2, F68) a referral that was written into a known case, and never read back', () => {
  test('makes no second case of its child when a look-up answers nothing', async () => {
    world = await startWorld()
    incoming.putCase(world, 0)
    const intervention = incoming.refer(world, 0)
    const readBack = world.primero.faults.add({
      method: 'GET',
      path: /\/cases/,
      when: ({ path, query }) => path !== '/api/v2/cases' || query.startsWith('id='),
      fault: { kind: 'status', status: 503 },
    })
    expect(await world.run('1.1')).toMatchObject({ waiting: 1 })
    readBack.remove()
    const empty = JSON.stringify({ data: [], metadata: { total: 0, per: 1000, page: 1 } })
    world.primero.faults.add({
      path: /\/cases$/,
      when: ({ query }) => query.includes('unhcr_individual_no='),
      fault: { kind: 'status', status: 200, body: empty, contentType: 'application/json' },
    })
    world.advance(2 * hour)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 1 })
    expect(incoming.casesOf(world, 0)).toHaveLength(1)
    expect(incoming.addressesAt(world, 0)).toEqual([incoming.addressOf(intervention)])
  })
})

describe('(P2, F13, F68) a referral written into a known case, whose answer was cut off', () => {
  test('is written into no other case while the known one is shown to be nowhere', async () => {
    world = await startWorld()
    const known = incoming.putCase(world, 0)
    const intervention = incoming.refer(world, 0)
    world.primero.faults.add({ method: 'PATCH', times: 1, fault: { kind: 'reset-after' } })
    await world.run('1.1')
    const missing = world.primero.faults.add({
      method: 'GET',
      path: new RegExp(`${known}$`),
      fault: { kind: 'status', status: 404, body: notFound, contentType: 'application/json' },
    })
    const empty = JSON.stringify({ data: [], metadata: { total: 0, per: 1000, page: 1 } })
    const filtered = world.primero.faults.add({
      method: 'GET',
      path: /\/cases$/,
      fault: { kind: 'status', status: 200, body: empty, contentType: 'application/json' },
    })
    world.advance(2 * hour)
    expect(incoming.reasonsIn(await world.run('1.1'))).toEqual({ 'service-gone': [intervention.number] })
    expect(incoming.casesOf(world, 0)).toHaveLength(1)
    missing.remove()
    filtered.remove()
    world.advance(2 * hour)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 1, attention: 0 })
    expect(incoming.addressesAt(world, 0)).toEqual([incoming.addressOf(intervention)])
  })
})

describe('(P2, F58) a ledger that forgot what was written into a case that is disabled since', () => {
  test('finds the rows there although other referrals of the child go into a second case', async () => {
    world = await startWorld()
    const old = incoming.putCase(world, 0)
    const written = incoming.refer(world, 0)
    await world.run('1.1')
    world.primero.act.disableCase('caseworker1', old)
    const open = incoming.putCase(world, 0)
    const other = incoming.refer(world, 0)
    world.primero.knobs.power = 'down'
    expect(await incoming.runWithoutMemory(world)).toMatchObject({ waiting: 1 })
    world.primero.knobs.power = 'up'
    world.ping.act.listAgain(written.guid)
    world.advance(2 * hour)
    expect(await incoming.runWithoutMemory(world)).toMatchObject({ found: 2, confirmed: 2 })
    const rowsIn = (id: string): unknown => world.primero.store.case(id)?.data['services_section']
    expect(rowsIn(old)).toMatchObject([{ progres_interventionnumber: incoming.addressOf(written) }])
    expect(rowsIn(open)).toMatchObject([{ progres_interventionnumber: incoming.addressOf(other) }])
  })
})

describe('(P1, F96) a row whose writing somebody answers by sending it back', () => {
  test('is written into its case by a later run, though it was sent back twice', async () => {
    world = await startWorld()
    incoming.putCase(world, 0)
    const intervention = incoming.refer(world, 0)
    world.primero.faults.add({ method: 'PATCH', times: 2, fault: { kind: 'echo' } })
    const trouble = { 'primero-unavailable': [intervention.number] }
    expect(incoming.reasonsIn(await world.run('1.1'))).toEqual(trouble)
    expect(incoming.addressesAt(world, 0)).toEqual([])
    for (let runs = 0; runs < 2; runs += 1) {
      world.advance(2 * hour)
      await world.run('1.1')
    }
    expect(incoming.addressesAt(world, 0)).toEqual([incoming.addressOf(intervention)])
    expect(await world.run('1.1')).toMatchObject({ attention: 0, waiting: 0 })
  })
})

describe('(P9, F35, F39) a case that a list shows once more in a run that is at it', () => {
  test('is read by the next run for what became of it since', async () => {
    world = await startWorld()
    const { caseId, referralId } = refer(world, 0)
    world.primero.faults.add({
      method: 'GET',
      when: ({ query }) => query.startsWith('last_updated_at='),
      times: 1,
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace('"total":1', '"total":2') }),
      },
    })
    world.ping.faults.add({
      path: /asyncdata$/,
      times: 1,
      when: () => {
        world.advance(2_000)
        world.primero.act.revoke('caseworker1', caseId, referralId)
        return true
      },
      fault: { kind: 'delay', ms: 0 },
    })
    await world.run('2.1')
    world.advance(hour)
    const { reasons } = await world.run('2.1')
    expect(reasons).toMatchObject([{ code: 'revoked-after-sending', items: [referralId] }])
  })
})

describe('(P1, P2, F80) a row that is referred twice while the first of both cannot be read', () => {
  test('goes once, as the second, and the first waits for what UNHCR decides', async () => {
    world = await startWorld()
    const first = refer(world, 0)
    world.advance(hour)
    const second = referAgain(world, first)
    const at = world.primero.store.referralsOf(first.caseId).findIndex(({ id }) => id === first.referralId)
    world.primero.faults.add({
      method: 'GET',
      path: /\/referrals$/,
      times: 1,
      fault: { kind: 'odd-row', row: null, at },
    })
    expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
    world.advance(hour)
    const { reasons } = await world.run('2.1')
    expect(reasons).toMatchObject([{ code: 'referral-repeated', items: [first.referralId] }])
    expect(await itemOf(world, second)).toMatchObject({ state: 'confirmed' })
    expect(inProgres(world, first)).toHaveLength(1)
  })
})
