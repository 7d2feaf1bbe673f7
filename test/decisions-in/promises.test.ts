import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canariesOf } from '@ping-primero/sandbox'
import { afterEach, describe, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  accepted,
  both,
  counts,
  decided,
  forgetTraffic,
  none,
  onCases,
  reasonsOf,
  referred,
  uuid,
  writes,
  type Referred,
} from './scene.ts'

const open: World[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((world) => world.stop()))
})

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options)
  open.push(world)
  return world
}

/** An account with a role of its own. */
async function startAs(role: {
  readonly scope: 'all' | 'self' | 'agency' | 'group'
  readonly cases: readonly string[]
  readonly users?: readonly string[]
}): Promise<World> {
  const world = await start({ account: 'own_account' })
  const model = world.primero.store.user('ping_least')
  if (model === undefined) throw new Error('the recorded world has changed')
  const permissions = { case: role.cases, user: role.users ?? ['read'] }
  world.primero.store.addRole({
    uniqueId: 'role-own',
    name: 'Own',
    groupPermission: role.scope,
    permissions,
    forms: 'rw',
  })
  world.primero.store.addUser({ ...model, userName: 'own_account', role: 'role-own' })
  return world
}

const partOfTheCases = ['self', 'agency', 'group'] as const

describe('rights', () => {
  test.each(partOfTheCases)(
    '2.2-12 stops before anything is written when the account sees only part of the cases (%s)',
    async (scope) => {
      const world = await startAs({ scope, cases: ['read', 'receive_referral'] })
      const one = decided(world, 1)
      const report = await world.run('2.2')
      expect(report.stopped).toEqual({ reason: 'scope-limited', about: [scope] })
      expect([writes(world), both(world, [one])]).toEqual([[0, 0], [['in_progress', 125080001]]])
    },
  )

  test('a role that may not respond to referrals stops the flow by the name of what is missing', async () => {
    const world = await startAs({ scope: 'all', cases: ['read'] })
    decided(world, 1)
    const report = await world.run('2.2')
    expect(report.stopped?.reason).toBe('permission-missing')
    expect(report.stopped?.about).toEqual(['cases: write or receive_referral or remove_assigned_users'])
    expect(writes(world)).toEqual([0, 0])
  })

  test('where not even the own rights may be read, the first 403 of a write stops the flow', async () => {
    const world = await startAs({ scope: 'all', cases: ['read'], users: [] })
    const all = accepted(world, 3)
    const report = await world.run('2.2')
    expect(report.stopped).toEqual({ reason: 'permission-missing', about: ['cases: receive_referral'] })
    expect(counts(report)).toEqual({ ...none, found: 3, waiting: 3 })
    expect(both(world, all)).toEqual(all.map(() => ['in_progress', 125080001]))
    expect(onCases(world, 'PATCH').length).toBeLessThanOrEqual(3)
  })

  test('where not even the own rights may be read, an account that may respond does its work', async () => {
    const world = await startAs({ scope: 'all', cases: ['read', 'receive_referral'], users: [] })
    const one = decided(world, 1)
    expect(counts(await world.run('2.2'))).toEqual({ ...none, found: 1, confirmed: 1 })
    expect(both(world, [one])).toEqual([['accepted', 125080003]])
  })

  test('a wrong password of Primero is tried once', async () => {
    const world = await start({ account: 'nobody_here' })
    accepted(world, 5)
    const report = await world.run('2.2')
    expect(report.stopped?.reason).toBe('primero-credentials-refused')
    expect(world.primero.traffic.total()).toBe(1)
  })
})

describe('a dry run', () => {
  test('writes nothing to either system nor to the ledger, and shows no personal value', async () => {
    const world = await start()
    const one = decided(world, 1)
    const other = decided(world, 2, {
      decision: 'rejected',
      reason: 'Not applicable',
      comment: 'Marisol was here',
    })
    const report = await world.run('2.2', { dryRun: true })
    expect(counts(report)).toEqual({ ...none, found: 2, waiting: 2 })
    expect(reasonsOf(report)).toEqual({ 'dry-run': [one.number, other.number] })
    expect(report.wouldWrite?.toSorted((a, b) => (a.number < b.number ? -1 : 1))).toEqual([
      {
        number: one.number,
        record: '2.2-decision',
        fields: [
          { target: 'status', source: 'decision.status', transform: 'text', shows: 'accepted' },
          { target: 'rejected_reason', source: 'decision.reason', transform: 'text', shows: 'absent' },
        ],
      },
      {
        number: other.number,
        record: '2.2-decision',
        fields: [
          { target: 'status', source: 'decision.status', transform: 'text', shows: 'rejected' },
          { target: 'rejected_reason', source: 'decision.reason', transform: 'text', shows: '[redacted]' },
        ],
      },
    ])
    expect(JSON.stringify(report)).not.toContain('Marisol')
    expect([writes(world), await world.host.ledger.get('2.2', [one.guid, other.guid])]).toEqual([[0, 0], []])
  })

  test('of what stands in Primero already only says that it would tell proGres', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.ping.faults.add({ fault: { kind: 'status', status: 503 }, path: /ingestion/ })
    await world.run('2.2')
    world.ping.faults.clear()
    world.advance(10 * 60_000)
    const before = await world.host.ledger.get('2.2', [one.guid])
    forgetTraffic(world)
    const report = await world.run('2.2', { dryRun: true })
    expect([counts(report).waiting, reasonsOf(report)]).toEqual([1, { 'dry-run': [one.number] }])
    expect([writes(world), await world.host.ledger.get('2.2', [one.guid])]).toEqual([[0, 0], before])
  })
})

test('--only settles and counts one decision alone, by whichever number it is asked for', async () => {
  const world = await start()
  const [one, other, third] = accepted(world, 3)
  if (one === undefined || other === undefined || third === undefined) throw new Error('no decision was made')
  // The REF-IOP number is learnt from the details, so a first run must have read them.
  world.primero.knobs.power = 'down'
  await world.run('2.2')
  world.primero.knobs.power = 'up'
  world.advance(10 * 60_000)
  for (const [only, chosen] of [
    [one.number, one],
    [other.guid.toUpperCase(), other],
    [third.rowId, third],
  ] as const) {
    const report = await world.run('2.2', { only })
    expect([counts(report), both(world, [chosen])]).toEqual([
      { ...none, found: 1, confirmed: 1 },
      [['accepted', 125080003]],
    ])
  }
})

test('no personal value is in log, report, or ledger after runs full of failures', async () => {
  const world = await start({ requestTimeoutMs: 5_000 })
  const canaries = { canaries: true }
  const all = Array.from({ length: 8 }, (_, place) => {
    const one = referred(world, place + 1, canaries)
    const comment = `${one.child.givenName} ${one.child.familyName}: ${one.child.note}`
    const odd = place === 5 ? { status: 125080009 } : {}
    world.ping.act.decide(one.guid, {
      decision: place % 2 === 0 ? 'accepted' : 'rejected',
      reason: one.child.reason,
      comment,
      ...odd,
    })
    return one
  })
  const [first, second, third] = all
  if (first === undefined || second === undefined || third === undefined)
    throw new Error('no decision was made')
  world.primero.act.setConsent('caseworker1', first.primeroId, { services: false, others: false })
  world.primero.act.revoke('caseworker1', second.primeroId, second.referralId)
  const echo = { kind: 'status', status: 422, contentType: 'application/json' } as const
  const errors = [
    { status: 422, detail: [`/${third.child.givenName}`, third.child.note], message: third.child.note },
  ]
  world.primero.faults.add({
    fault: { ...echo, body: JSON.stringify({ errors }) },
    path: new RegExp(third.referralId),
  })
  world.primero.faults.add({ fault: { kind: 'truncate' }, method: 'PATCH', times: 1 })
  world.ping.faults.add({
    fault: { kind: 'status', status: 500, body: `${first.child.note} ${second.child.familyName}` },
    path: /ingestion/,
    times: 1,
  })
  const reports = [await world.run('2.2')]
  world.advance(10 * 60_000)
  reports.push(await world.run('2.2'), await world.run('2.2', { dryRun: true }))
  expect(reports[1]?.attention).toBe(4)

  const files = readdirSync(world.directory).map((name) => readFileSync(join(world.directory, name)))
  expect(files.length).toBeGreaterThan(1)
  const outputs = [
    JSON.stringify(world.log),
    JSON.stringify(reports),
    ...files.map((file) => file.toString('utf8')),
  ]
  const markers = canariesOf(all.map(({ child }) => child)).filter((marker) => marker.length > 3)
  expect(markers.length).toBeGreaterThan(100)
  expect(markers.filter((marker) => outputs.some((output) => output.includes(marker)))).toEqual([])
})

test('a decision whose case id is no id is return-address-missing, without a look-up', async () => {
  const world = await start()
  const all = [`x"y`, 'z'.repeat(2_000)].map((progres_offlineid, place) =>
    decided(world, place + 1, undefined, { progres: { progres_offlineid } }),
  )
  const others = [decided(world, 3), decided(world, 4), decided(world, 5)]
  const report = await world.run('2.2')
  expect(reasonsOf(report)).toEqual({ 'return-address-missing': all.map(({ number }) => number) })
  expect(both(world, others)).toEqual(others.map(() => ['accepted', 125080003]))
})

describe('hazards 8 and 9: look-ups of cases by sets', () => {
  /** Primero answers a search with these cases, whatever was asked for. */
  function answerSearchesWith(world: World, cases: readonly Referred[], total = cases.length): void {
    const row = { enabled: true, last_updated_at: '2026-11-20T08:00:00.000Z' }
    const data = cases.map(({ primeroId, caseId }) => ({ id: primeroId, case_id: caseId, ...row }))
    const body = JSON.stringify({ data, metadata: { total, per: 1000, page: 1 } })
    world.primero.faults.add({
      fault: { kind: 'status', status: 200, body, contentType: 'application/json' },
      method: 'GET',
      path: /cases$/,
    })
  }

  test.each([1, 6])(
    'hazard 9: a Primero that ignores filters stops the flow before a write (%i looked up)',
    async (count) => {
      const world = await start()
      const all = accepted(world, count)
      const foreign = [referred(world, 90), referred(world, 91)]
      answerSearchesWith(world, [...foreign, ...all])
      const report = await world.run('2.2')
      expect(report.stopped).toEqual({ reason: 'primero-filter-ignored', about: ['case_id'] })
      expect(counts(report)).toEqual({ ...none, found: count, waiting: count })
      expect(both(world, all)).toEqual(all.map(() => ['in_progress', 125080001]))
      expect(writes(world)).toEqual([0, 0])
    },
  )

  test('hazard 9: an answer whose total is wrong is trouble, not an answer', async () => {
    const world = await start()
    const all = accepted(world, 1)
    answerSearchesWith(world, [], 7)
    expect(reasonsOf(await world.run('2.2'))).toEqual({
      'primero-unavailable': all.map(({ number }) => number),
    })
  })

  test('hazard 8: a case id that two cases carry is decision-ambiguous', async () => {
    const world = await start()
    const one = decided(world, 1)
    world.primero.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          const { data } = JSON.parse(answer.body ?? '{}') as { data: readonly object[] }
          const twice = [...data, ...data.map((row) => ({ ...row, id: uuid('e', 1) }))]
          return { ...answer, body: JSON.stringify({ data: twice, metadata: { total: twice.length } }) }
        },
      },
      method: 'GET',
      path: /cases$/,
    })
    expect(reasonsOf(await world.run('2.2'))).toEqual({ 'decision-ambiguous': [one.number] })
    expect(both(world, [one])).toEqual([['in_progress', 125080001]])
  })
})

test('(P12) free text in the place of an id is neither kept nor logged', async () => {
  const world = await start()
  const one = referred(world, 1, { progres: { progres_orgreferralid: 'Ayan CANARY 14/03/2014' } })
  world.ping.act.decide(one.guid, { decision: 'accepted' })
  expect(reasonsOf(await world.run('2.2'))).toEqual({ 'return-address-missing': [one.number] })
  const files = readdirSync(world.directory).map((name) =>
    readFileSync(join(world.directory, name), 'latin1'),
  )
  expect([JSON.stringify(world.log), ...files].join('').toLowerCase()).not.toContain('canary')
})
