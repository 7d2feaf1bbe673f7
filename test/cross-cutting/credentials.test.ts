import { afterEach, describe, expect, test } from 'vitest'
import { seedDecisions, seedReferrals } from '@ping-primero/sandbox'
import { exitOf, redacted, runFlow } from '@ping-primero/core'
import { counts, decided, hour, ingestions, reasons, statuses } from '../decisions-out/scene.ts'
import { hasRunBefore } from '../support/known-ledger.ts'
import { password, startWorld, type World, type WorldOptions } from '../support/world.ts'

let world: World
afterEach(() => world.stop())

/** A world in which every update of proGres is a call of its own. */
async function singles(options: WorldOptions = {}): Promise<World> {
  return startWorld({
    ...options,
    deployment: (own) => ({ ...own, ping: { ...own.ping, batchSize: { updates: 1, referrals: 1 } } }),
  })
}

const refusals = (status: number) => world.ping.traffic.entries().filter((entry) => entry.status === status)

describe('PING', () => {
  test.each(['1.1', '1.2', '2.2'] as const)(
    'X-03 (hazard 31) a wrong password: one attempt in %s, a clear reason, exit 2, no loop',
    async (flow) => {
      world = await singles()
      seedReferrals(world, { seed: 1, count: 5 })
      seedDecisions(world, { seed: 1, count: 20, from: 10 })
      world.ping.settings.password = 'another one'
      const report = await world.run(flow)
      expect(report.stopped).toEqual({
        reason: 'ping-credentials-refused',
        about: ['PING_USERNAME', 'PING_PASSWORD'],
      })
      expect(exitOf(report)).toBe(2)
      expect(world.ping.store.signIns).toEqual({ accepted: 0, refused: 1 })
      expect(world.ping.traffic.total()).toBe(1)
      expect(report.waiting).toBe(flow === '1.2' ? 20 : 0)
      expect(report.confirmed + report.attention).toBe(0)
      world.ping.settings.password = 'sandbox-ping-password'
      world.advance(hour / 2)
      expect((await world.run(flow)).stopped).toBeUndefined()
    },
  )

  test('X-03 a password changed while a run goes on is tried once', async () => {
    world = await singles()
    const all = seedDecisions(world, { seed: 1, count: 30 })
    world.ping.faults.add({
      path: /\/data$/,
      skip: 3,
      times: 1,
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          world.ping.settings.password = 'another one'
          world.ping.act.endTokens()
          return answer
        },
      },
    })
    const report = await world.run('1.2')
    expect(world.ping.store.signIns).toEqual({ accepted: 1, refused: 1 })
    expect(report.stopped?.reason).toBe('ping-credentials-refused')
    expect(report.confirmed).toBeGreaterThan(0)
    expect(report.confirmed + report.waiting).toBe(all.length)
    expect(reasons(report)['flow-stopped']).toHaveLength(report.waiting)
    world.ping.settings.password = 'sandbox-ping-password'
    world.advance(hour / 2)
    expect((await world.run('1.2')).confirmed).toBe(report.waiting)
  })

  test.each(['number', 'string'] as const)(
    'X-04 a token that ends in mid-run is fetched anew once, and the run goes on (lifetime as %s)',
    async (expiresInAs) => {
      world = await singles({ ping: { settings: { expiresInAs } } })
      seedDecisions(world, { seed: 1, count: 30 })
      world.ping.faults.add({
        path: /\/data$/,
        skip: 5,
        times: 1,
        fault: { kind: 'rewrite', with: (answer) => (world.ping.act.endTokens(), answer) },
      })
      const report = await world.run('1.2')
      expect(counts(report)).toEqual({ found: 30, confirmed: 30 })
      expect(world.ping.store.signIns).toEqual({ accepted: 2, refused: 0 })
    },
  )

  test('X-04 a token is fetched anew before it ends, as its lifetime says', async () => {
    world = await singles({ ping: { settings: { tokenLifetimeSeconds: 600 } } })
    seedDecisions(world, { seed: 1, count: 30 })
    world.ping.faults.add({
      path: /\/data$/,
      skip: 5,
      times: 1,
      fault: { kind: 'rewrite', with: (answer) => (world.advance(hour / 6 - 20_000), answer) },
    })
    expect(counts(await world.run('1.2'))).toEqual({ found: 30, confirmed: 30 })
    expect(world.ping.store.signIns).toEqual({ accepted: 2, refused: 0 })
    expect(refusals(401)).toEqual([])
  })

  test('one token serves a whole run, and many requests at once fetch one', async () => {
    world = await singles()
    seedDecisions(world, { seed: 1, count: 40 })
    await world.run('1.2')
    expect(world.ping.store.signIns).toEqual({ accepted: 1, refused: 0 })
  })

  test('a token that is refused as soon as it is given stops the flow without another', async () => {
    world = await singles()
    await hasRunBefore(world)
    seedDecisions(world, { seed: 1, count: 30 })
    const body = JSON.stringify({
      statusCode: 401,
      message: 'Unauthorized. Access token is missing or invalid.',
    })
    world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 401, body } })
    const report = await world.run('1.2')
    expect(report.stopped?.reason).toBe('ping-credentials-refused')
    expect(world.ping.store.signIns.accepted).toBe(1)
    expect(ingestions(world).length).toBeLessThanOrEqual(8)
  })

  test('X-05 an invalid subscription key is a configuration error that is not tried again', async () => {
    world = await singles()
    seedDecisions(world, { seed: 1, count: 30 })
    world.ping.settings.subscriptionKey = 'another key'
    const report = await world.run('1.2')
    expect(report.stopped).toEqual({ reason: 'ping-credentials-refused', about: ['PING_SUBSCRIPTION_KEY'] })
    expect(exitOf(report)).toBe(2)
    expect(world.ping.store.signIns.accepted).toBe(1)
    // As many as were in flight at once, none after the first answer.
    expect(refusals(401).length).toBeLessThanOrEqual(8)
    expect(report.waiting).toBe(30)
  })

  test('X-05 a missing subscription key as well, and 1.1 asks exactly once', async () => {
    world = await startWorld()
    seedReferrals(world, { seed: 1, count: 3 })
    const secrets = { ...world.host.secrets, pingSubscriptionKey: redacted('') }
    const request = {
      deployment: world.deployment,
      flow: '1.1',
      dryRun: false,
      since: null,
      only: null,
    } as const
    const report = await runFlow(request, { ...world.host, secrets })
    expect(report.stopped).toEqual({ reason: 'ping-credentials-refused', about: ['PING_SUBSCRIPTION_KEY'] })
    expect(refusals(401)).toHaveLength(1)
  })

  test('an unknown process, partner or agreement is a configuration error, not a record of ours', async () => {
    world = await singles()
    await hasRunBefore(world)
    seedDecisions(world, { seed: 1, count: 10 })
    world.ping.settings.interopId = 'INT-9999'
    const report = await world.run('1.2')
    expect(report.stopped).toEqual({ reason: 'ping-configuration-refused', about: ['SHP-2748'] })
    expect(exitOf(report)).toBe(2)
    expect(report.waiting).toBe(10)
  })
})

describe('Primero', () => {
  const refusedByPrimero = () => world.primero.traffic.entries().filter(({ status }) => status === 401)

  test.each(['1.1', '1.2', '2.1', '2.2'] as const)(
    'X-03 a wrong password of Primero: one attempt in %s, exit 2',
    async (flow) => {
      world = await startWorld()
      decided(world, 1)
      const user = world.primero.store.user('ping_integration')
      if (user === undefined) throw new Error('no account')
      world.primero.store.addUser({ ...user, password: 'another one' })
      const report = await world.run(flow)
      expect(report.stopped).toEqual({
        reason: 'primero-credentials-refused',
        about: ['PRIMERO_USERNAME', 'PRIMERO_PASSWORD'],
      })
      expect(exitOf(report)).toBe(2)
      expect(world.primero.traffic.total()).toBe(1)
      world.primero.store.addUser({ ...user, password })
      world.advance(hour / 2)
      expect((await world.run(flow)).stopped).toBeUndefined()
    },
  )

  /** From the fourth request on, the session counts for nothing: somebody signed in elsewhere. */
  const endSession = (change = () => {}): void => {
    let seen = 0
    world.primero.faults.add({
      when: ({ path, headers }) => {
        if (headers.authorization !== undefined || !path.startsWith('/api/v2/cases')) return false
        seen += 1
        if (seen === 4) change()
        return seen >= 4
      },
      fault: {
        kind: 'status',
        status: 401,
        body: '{"error":"You need to sign in or sign up before continuing."}',
        contentType: 'application/json',
      },
    })
  }
  const signIns = () => world.primero.traffic.entries().filter(({ path }) => path === '/api/v2/tokens')

  test('a session that ends in mid-run is given up for Basic; nothing is lost or done twice', async () => {
    world = await startWorld()
    const { children } = seedReferrals(world, { seed: 1, count: 12 })
    endSession()
    const report = await world.run('1.1')
    expect(counts(report)).toEqual({ found: 12, confirmed: 12 })
    expect(world.primero.store.caseCount).toBe(children.length)
    expect(signIns()).toHaveLength(1)
  })

  test('a password changed while a session goes on is tried once: the account is not locked', async () => {
    world = await startWorld()
    seedReferrals(world, { seed: 1, count: 12 })
    const user = world.primero.store.user('ping_integration')
    if (user === undefined) throw new Error('no account')
    endSession(() => world.primero.store.addUser({ ...user, password: 'another one' }))
    const report = await world.run('1.1')
    expect(report.stopped?.reason).toBe('primero-credentials-refused')
    expect(exitOf(report)).toBe(2)
    const bySession = world.primero.faults.fired()['status'] ?? 0
    expect(refusedByPrimero().length - bySession).toBe(1)
    world.primero.faults.clear()
    world.primero.store.addUser({ ...user, password })
    world.advance(hour / 2)
    const second = await world.run('1.1')
    expect(second.stopped).toBeUndefined()
    expect(world.primero.store.caseCount).toBe(12)
    expect(second.waiting + second.attention).toBe(0)
  })

  test.each([
    ['Primero 2.14, whose sign-in hands out a useless token', { primero: { version: '2.14' as const } }],
    ['cookies that do not come over plain HTTP', { primero: { secureCookies: true } }],
  ])('%s: the run goes on', async (_name, options) => {
    world = await startWorld(options)
    seedReferrals(world, { seed: 1, count: 12 })
    expect(counts(await world.run('1.1'))).toEqual({ found: 12, confirmed: 12 })
    expect(signIns().length).toBeLessThanOrEqual(1)
  })

  test.each([
    ['429', { kind: 'status', status: 429, body: 'Retry later\n', contentType: 'text/plain' }],
    ['401', { kind: 'status', status: 401, body: '{"error":"Invalid user name or password."}' }],
    ['403', { kind: 'status', status: 403, body: '{"errors":[{"status":403,"message":"Forbidden"}]}' }],
    ['500', { kind: 'status', status: 500 }],
  ] as const)('a session sign-in answered %s only means Basic', async (_status, fault) => {
    world = await startWorld()
    seedReferrals(world, { seed: 1, count: 12 })
    world.primero.faults.add({ path: /\/api\/v2\/tokens$/, fault })
    expect(counts(await world.run('1.1'))).toEqual({ found: 12, confirmed: 12 })
    expect(signIns()).toHaveLength(1)
  })

  const addAccount = (
    scope: 'all' | 'group',
    permissions: Readonly<Record<string, readonly string[]>>,
  ): void => {
    const role = {
      uniqueId: 'role-narrow',
      name: 'Narrow',
      groupPermission: scope,
      permissions,
      forms: 'rw' as const,
    }
    const model = world.primero.store.user('ping_integration')
    if (model === undefined) throw new Error('no account')
    world.primero.store.addRole(role)
    world.primero.store.addUser({ ...model, userName: 'narrow', role: role.uniqueId })
  }

  test.each([
    ['group', { case: ['read'], user: ['read'] }, 'scope-limited', ['group']],
    ['all', { user: ['read'] }, 'permission-missing', ['cases: read']],
  ] as const)(
    'an account of scope %s that may %o is stopped: %s',
    async (scope, permissions, reason, about) => {
      world = await startWorld({ account: 'narrow' })
      addAccount(scope, permissions)
      const one = decided(world, 1)
      const report = await world.run('1.2')
      expect(report.stopped).toEqual({ reason, about })
      expect(exitOf(report)).toBe(2)
      expect(statuses(world, [one])).toEqual([125080002])
      expect(world.ping.traffic.total()).toBe(0)
    },
  )

  test('one passing trouble of the first request does not hide that the account sees too little', async () => {
    world = await startWorld({ account: 'narrow' })
    addAccount('group', { case: ['read'], user: ['read'] })
    world.primero.faults.add({ path: /\/users$/, fault: { kind: 'reset-before' }, times: 1 })
    expect((await world.run('1.2')).stopped).toEqual({ reason: 'scope-limited', about: ['group'] })
  })

  test('an account that may not even read its own rights runs 1.2 all the same', async () => {
    world = await startWorld({ account: 'ping_read_only' })
    const one = decided(world, 1)
    expect(counts(await world.run('1.2'))).toEqual({ found: 1, confirmed: 1 })
    expect(statuses(world, [one])).toEqual([125080003])
  })

  test('a list that is forbidden stops the flow', async () => {
    world = await startWorld({ account: 'ping_read_only' })
    decided(world, 1)
    world.primero.faults.add({
      path: /\/cases$/,
      fault: { kind: 'status', status: 403, body: '{"errors":[{"status":403,"message":"Forbidden"}]}' },
    })
    const report = await world.run('1.2')
    expect(report.stopped).toEqual({ reason: 'permission-missing', about: ['cases: read'] })
    expect(exitOf(report)).toBe(2)
  })
})
