import { afterEach, expect, test } from 'vitest'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import { casesOf, countsIn, forgetTraffic, putCase, reasonsIn, refer, shown, writesTo } from './scene.ts'

let world: World

afterEach(() => world.stop())

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

/** Counts the requests that Primero has to check a password for. */
function countBasic(): () => number {
  let basic = 0
  world.primero.faults.add({
    fault: { kind: 'delay', ms: 0 },
    when: ({ headers }) => {
      if (headers.authorization?.startsWith('Basic ')) basic += 1
      return false
    },
  })
  return () => basic
}

function referMany(count: number, more: 'known' | 'new'): void {
  for (let place = 0; place < count; place += 1) {
    if (more === 'known') putCase(world, place)
    refer(world, place)
  }
}

test('(hazard 38) signs in once for many requests, by Basic for the few before', async () => {
  await start()
  const basic = countBasic()
  referMany(20, 'new')
  expect((await world.run('1.1')).confirmed).toBe(20)
  expect([basic(), world.primero.traffic.counts()['sign-in']]).toEqual([1, 1])
})

test('(hazard 38) does not sign in by session for a run that finds nothing or one', async () => {
  await start()
  await world.run('1.1')
  refer(world, 0)
  await world.run('1.1')
  expect(world.primero.traffic.counts()['sign-in']).toBe(undefined)
})

test('(hazard 38) looks 40 known children up and reads them back in sets', async () => {
  await start()
  referMany(40, 'known')
  expect((await world.run('1.1')).confirmed).toBe(40)
  const {
    'search-list': lists = 0,
    search: singles = 0,
    'update-case': writes,
    'read-list': sets = 0,
  } = world.primero.traffic.counts()
  expect({ lists, singles, writes }).toEqual({ lists: 1, singles: 0, writes: 40 })
  expect(sets).toBeLessThanOrEqual(5)
  forgetTraffic(world)
  await world.run('1.1')
  // The look at what the last run wrote, and nothing else.
  expect(world.primero.traffic.total()).toBeLessThanOrEqual(10)
  forgetTraffic(world)
  await world.run('1.1')
  expect(world.primero.traffic.total()).toBe(1)
})

test('(hazard 38) tells proGres in batches and asks for each detail once', async () => {
  await start()
  referMany(30, 'new')
  await world.run('1.1')
  const bodies = world.ping.traffic.entries().map(({ body, path }) => `${path} ${body}`)
  const count = (what: RegExp): number => bodies.filter((body) => what.test(body)).length
  expect([count(/SHP-2747/), count(/SHP-2358/), count(/ingestion\/v2/), count(/\/token /)]).toEqual([
    1, 30, 2, 1,
  ])
})

test('goes on by Basic when no cookies come', async () => {
  await start({ primero: { secureCookies: true } })
  const basic = countBasic()
  referMany(6, 'new')
  expect((await world.run('1.1')).confirmed).toBe(6)
  expect(basic()).toBeGreaterThan(6)
})

test('goes on by Basic when the session is ended by another sign-in in the middle of the run', async () => {
  await start()
  referMany(6, 'new')
  const ended = world.primero.faults.add({
    method: 'POST',
    path: /cases$/,
    skip: 2,
    when: ({ headers }) => headers.cookie !== undefined,
    fault: { kind: 'status', status: 401, body: '{"error":"ended"}', contentType: 'application/json' },
  })
  expect((await world.run('1.1')).confirmed).toBe(6)
  expect([ended.fired() > 0, casesOf(world, 5).length]).toEqual([true, 1])
})

test('works with a Primero of 2.14, whose sign-in hands out a token that is not good for writing', async () => {
  await start({ primero: { version: '2.14' } })
  referMany(6, 'new')
  expect((await world.run('1.1')).confirmed).toBe(6)
})

test('works with the account of least rights from end to end', async () => {
  await start({ account: 'ping_least' })
  referMany(3, 'known')
  const added = refer(world, 0)
  refer(world, 7)
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
  expect(shown(world, added).transferStatus).toBe(125080002)
})

test('one trouble at reading the rights does not cost the account of least rights its way to write', async () => {
  await start({ account: 'ping_least' })
  referMany(2, 'known')
  world.primero.faults.add({ path: /users/, times: 1, fault: { kind: 'status', status: 503 } })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 2, confirmed: 2 })
})

test('stops before the first write with the names of the permissions that the account lacks', async () => {
  await start({ account: 'ping_read_only' })
  // This account may not read users either, so that the first write tells.
  const held = refer(world, 0)
  const report = await world.run('1.1')
  expect(report.stopped).toEqual({ reason: 'permission-missing', about: ['cases: create'] })
  expect([reasonsIn(report)['flow-stopped'], casesOf(world, 0)]).toEqual([[held.number], []])
})

test('knows the lacking permissions without a write where the account may read its own rights', async () => {
  await start({ account: 'ping_read_only' })
  const role = world.primero.store.role('role-ping-read-only')
  if (role === undefined) throw new Error('no role')
  world.primero.store.addRole({ ...role, permissions: { case: ['read'], user: ['read'] } })
  refer(world, 0)
  const report = await world.run('1.1')
  expect(report.stopped).toEqual({
    reason: 'permission-missing',
    about: ['cases: create', 'cases: write or services_section_from_case'],
  })
  expect(writesTo(world)).toEqual({ primero: 0, ping: 0 })
})

test('stops when the account does not see all cases: a child it does not see would get a second case', async () => {
  await start()
  const role = world.primero.store.role('role-ping-integration')
  if (role === undefined) throw new Error('no role')
  world.primero.store.addRole({ ...role, groupPermission: 'group' })
  refer(world, 0)
  const report = await world.run('1.1')
  expect([report.stopped, writesTo(world)]).toEqual([
    { reason: 'scope-limited', about: ['group'] },
    { primero: 0, ping: 0 },
  ])
})

test('stops when PING or Primero refuses the credentials, after one attempt', async () => {
  await start()
  refer(world, 0)
  Object.assign(world.ping.settings, { password: 'changed' })
  expect((await world.run('1.1')).stopped?.reason).toBe('ping-credentials-refused')
  expect(world.ping.store.signIns).toEqual({ accepted: 0, refused: 1 })
  Object.assign(world.ping.settings, { password: 'sandbox-ping-password' })
  forgetTraffic(world)
  world.primero.faults.add({
    fault: { kind: 'status', status: 401, body: '{}', contentType: 'application/json' },
  })
  expect((await world.run('1.1')).stopped?.reason).toBe('primero-credentials-refused')
  expect(world.primero.traffic.total()).toBe(1)
})

test('a token that ends in the middle of the run is renewed', async () => {
  await start()
  referMany(5, 'new')
  world.ping.faults.add({
    body: /SHP-2358/,
    skip: 2,
    times: 1,
    fault: { kind: 'delay', ms: 0 },
    when: () => {
      world.ping.act.endTokens()
      return true
    },
  })
  expect(countsIn(await world.run('1.1'))).toEqual({ found: 5, confirmed: 5 })
})
