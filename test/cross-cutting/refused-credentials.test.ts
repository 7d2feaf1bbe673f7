import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitOf, redacted, runFlow, type Flow, type RunReport } from '@ping-primero/core'
import { checkDeployment } from '@ping-primero/core/check/check.ts'
import { seedReferrals } from '@ping-primero/sandbox'
import { openLedger } from '../../packages/service/src/ledger/store.ts'
import { runWords } from '../../packages/service/src/commands/run/words.ts'
import { hour } from '../decisions-out/scene.ts'
import { password, startWorld, type World } from '../support/world.ts'

const minute = 60_000
const flows: readonly Flow[] = ['1.1', '1.2', '2.1', '2.2']
let world: World

beforeEach(async () => {
  world = await startWorld()
  seedReferrals(world, { seed: 1, count: 3 })
})
afterEach(() => world.stop())

async function runAll(): Promise<readonly RunReport[]> {
  const reports: RunReport[] = []
  for (const flow of flows) reports.push(await world.run(flow))
  return reports
}

/** Primero's account gets another password, or another state. */
function changeAccount(change: { readonly password?: string; readonly disabled?: boolean }): void {
  const user = world.primero.store.user('ping_integration')
  if (user === undefined) throw new Error('no account')
  world.primero.store.addUser({ ...user, ...change })
}

const refusedByPrimero = () => world.primero.traffic.entries().filter(({ status }) => status === 401).length

/** A run of the deployment with another password in its configuration. */
async function runWith(secrets: Partial<World['host']['secrets']>, flow: Flow = '1.1'): Promise<RunReport> {
  const request = { deployment: world.deployment, flow, dryRun: false, since: null, only: null }
  return runFlow(request, { ...world.host, secrets: { ...world.host.secrets, ...secrets } })
}

async function check(): Promise<readonly string[]> {
  const report = await checkDeployment({ deployment: world.deployment, problems: [] }, world.host)
  return report.findings.filter(({ severity }) => severity === 'stops').map(({ code }) => code)
}

describe('F85 a wrong password of Primero', () => {
  test('is tried once by four flows; what finds it refused asks nothing, and says since when and until when', async () => {
    changeAccount({ password: 'another one' })
    const [first, ...later] = await runAll()
    expect(world.primero.traffic.total()).toBe(1)
    expect(world.ping.traffic.total()).toBe(0)
    const stopped = {
      reason: 'primero-credentials-refused',
      about: ['PRIMERO_USERNAME', 'PRIMERO_PASSWORD'],
    }
    expect(first?.stopped).toEqual(stopped)
    for (const report of later) {
      expect(report.stopped).toEqual({
        ...stopped,
        since: expect.stringMatching(/^2026-11-20T08:00:00/),
        nextTry: expect.stringMatching(/^2026-11-20T08:30:00/),
      })
      expect(exitOf(report)).toBe(2)
      expect(runWords(report)).toMatch(
        /Nothing was asked: it was refused at 2026-11-20T08:00.*Tried again: at 2026-11-20T08:30.*changed.*`check`/,
      )
    }
  })

  test('never locks the account, however long and often it runs', async () => {
    changeAccount({ password: 'another one' })
    for (let minutes = 0; minutes < 9 * 60; minutes += 20) {
      await runAll()
      world.advance(20 * minute)
    }
    expect(refusedByPrimero()).toBe(5)
    // The right one is taken, which a locked account would not do.
    expect((await runWith({ primeroPassword: redacted('another one') })).confirmed).toBe(3)
  })

  test('is tried again once after half an hour, by whichever flow comes first, and goes on where it is right by then', async () => {
    changeAccount({ password: 'another one' })
    await runAll()
    world.advance(29 * minute)
    await runAll()
    expect(refusedByPrimero()).toBe(1)
    world.advance(minute)
    await runAll()
    expect(refusedByPrimero()).toBe(2)
    changeAccount({ password })
    world.advance(30 * minute)
    const [report] = await runAll()
    expect(report).toMatchObject({ found: 3, confirmed: 3 })
    expect(refusedByPrimero()).toBe(2)
  })

  test('is known to another process, and to another deployment that uses the account', async () => {
    changeAccount({ password: 'another one' })
    await world.run('1.1')
    const other = await openLedger(`sqlite:${world.directory}/ledger.db`)
    const { primero } = world.deployment
    const shouted = { ...primero, baseUrl: primero.baseUrl.replace('http:', 'HTTP:') }
    const deployment = { ...world.deployment, name: 'another', primero: shouted }
    const request = { deployment, flow: '1.2', dryRun: false, since: null, only: null } as const
    const report = await runFlow(request, { ...world.host, ledger: other.forDeployment('another') })
    await other.close()
    expect(report.stopped).toMatchObject({ reason: 'primero-credentials-refused', since: expect.any(String) })
    expect(world.primero.traffic.total()).toBe(1)
  })

  test('that is changed is tried at once, with the user name or the address changed as well', async () => {
    changeAccount({ password: 'rotated' })
    await world.run('1.1')
    expect((await runWith({ primeroUsername: redacted('nobody') })).stopped?.since).toBeUndefined()
    expect(await runWith({ primeroPassword: redacted('rotated') })).toMatchObject({ confirmed: 3 })
    // What was refused stays so, although another password of the account was taken.
    const total = world.primero.traffic.total()
    expect((await world.run('1.2')).stopped).toMatchObject({ reason: 'primero-credentials-refused' })
    expect(world.primero.traffic.total()).toBe(total)
  })

  test('is tried by `check` at once; what check finds holds for the runs', async () => {
    changeAccount({ password: 'another one' })
    await world.run('1.1')
    expect(await check()).toEqual(['primero-credentials-refused'])
    expect(refusedByPrimero()).toBe(2)
    await world.run('1.1')
    expect(refusedByPrimero()).toBe(2)
    changeAccount({ password })
    expect(await check()).toEqual([])
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })

  test('of a dry run is remembered too: it must not use up the attempts', async () => {
    changeAccount({ password: 'another one' })
    for (let run = 0; run < 7; run += 1) await world.run('1.1', { dryRun: true })
    await world.run('1.1')
    expect(refusedByPrimero()).toBe(1)
  })

  test('is kept as fingerprints alone', async () => {
    changeAccount({ password: 'another one' })
    await world.run('1.1')
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(`${world.directory}/ledger.db`, { readOnly: true })
    const rows = database.prepare('select * from refused_credential').all()
    database.close()
    expect(rows).toEqual([
      {
        account: expect.stringMatching(/^[0-9a-f]{64}$/),
        credential: expect.stringMatching(/^[0-9a-f]{64}$/),
        why: 'wrong',
        since: expect.stringMatching(/^2026-/),
        tried_at: expect.stringMatching(/^2026-/),
        next_try: expect.stringMatching(/^2026-/),
        attempts: 1,
      },
    ])
  })
})

describe('F85 what refuses is told apart', () => {
  test('a locked account after six refusals of ours: the right password waits for the end of the lock, and is taken then', async () => {
    changeAccount({ password: 'right' })
    for (const wrong of ['1', '2', '3', '4', '5']) await runWith({ primeroPassword: redacted(wrong) })
    expect((await runWith({ primeroPassword: redacted('6') })).stopped).toEqual({
      reason: 'primero-account-locked',
      about: ['PRIMERO_USERNAME'],
    })
    const total = world.primero.traffic.total()
    expect((await runWith({ primeroPassword: redacted('right') })).stopped).toMatchObject({
      reason: 'primero-account-locked',
      nextTry: expect.any(String),
    })
    expect(world.primero.traffic.total()).toBe(total)
    world.advance(31 * minute)
    expect(await runWith({ primeroPassword: redacted('right') })).toMatchObject({ confirmed: 3 })
  })

  test('an account that others have locked: the right password is tried again after half an hour, and goes on', async () => {
    world.primero.act.lockAccount('ping_integration')
    const [first] = await runAll()
    expect(first?.stopped?.reason).toBe('primero-credentials-refused')
    expect(world.primero.traffic.total()).toBe(1)
    world.advance(31 * minute)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })

  test('a password that a proxy drops on the way is no wrong attempt: what did not arrive is said', async () => {
    world.primero.faults.add({
      fault: {
        kind: 'status',
        status: 401,
        body: '{"error":"You need to sign in or sign up before continuing."}',
        contentType: 'application/json',
      },
    })
    for (let hours = 0; hours < 8; hours += 1) {
      expect((await world.run('1.1')).stopped).toMatchObject({
        reason: 'primero-credentials-refused',
        about: ['the Authorization header did not arrive'],
      })
      world.advance(hour)
    }
    world.primero.faults.clear()
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })

  test('an account that is not activated: the password is right, and enabling it is all there is to do', async () => {
    changeAccount({ disabled: true })
    const [first] = await runAll()
    expect(first?.stopped).toEqual({ reason: 'primero-account-inactive', about: ['PRIMERO_USERNAME'] })
    expect(world.primero.traffic.total()).toBe(1)
    changeAccount({ disabled: false })
    expect(await check()).toEqual([])
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })

  test.each([
    ['locked', 'ping-account-locked', ['PING_USERNAME']],
    ['disabled', 'ping-account-locked', ['PING_USERNAME']],
  ] as const)('an account of PING that is %s', async (account, reason, about) => {
    world.ping.settings.account = account
    const [first] = await runAll()
    expect(first?.stopped).toEqual({ reason, about })
    expect(world.ping.store.signIns.refused).toBe(1)
  })
})

describe('F85 PING', () => {
  test('a wrong password is tried once by four flows, and the changed one at once', async () => {
    world.ping.settings.password = 'rotated'
    await runAll()
    expect(world.ping.traffic.total()).toBe(1)
    expect(await runWith({ pingPassword: redacted('rotated') })).toMatchObject({ confirmed: 3 })
  })

  test('an unknown client id is a setting, not a password; corrected, it is tried at once', async () => {
    const { ping } = world.deployment
    const wrong = { ...world.deployment, ping: { ...ping, token: { ...ping.token, clientId: 'unknown' } } }
    const request = { deployment: wrong, flow: '1.1', dryRun: false, since: null, only: null } as const
    const report = await runFlow(request, world.host)
    expect(report.stopped).toEqual({ reason: 'ping-configuration-refused', about: ['ping.token'] })
    await runFlow(request, world.host)
    expect(world.ping.store.signIns.refused).toBe(1)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })

  test('an invalid subscription key is remembered by itself: not even a sign-in is spent on it', async () => {
    world.ping.settings.subscriptionKey = 'rotated'
    await runAll()
    expect(world.ping.traffic.total()).toBe(2)
    expect(world.ping.store.signIns.accepted).toBe(1)
    expect(await runWith({ pingSubscriptionKey: redacted('rotated') })).toMatchObject({ confirmed: 3 })
    for (let tries = 0; tries < 12; tries += 1) {
      world.advance(30 * minute)
      await world.run('1.1')
    }
    world.ping.settings.subscriptionKey = 'sandbox-subscription-key'
    world.advance(30 * minute)
    expect((await world.run('1.1')).stopped).toBeUndefined()
  })

  test("a firewall's page from the sign-in is no refusal: it is trouble, and passes by itself", async () => {
    world.ping.faults.add({
      path: /oauth2/,
      times: 1,
      fault: { kind: 'status', status: 403, body: '<html>Request blocked</html>', contentType: 'text/html' },
    })
    expect((await world.run('1.1')).stopped).toBeUndefined()
    world.advance(2 * hour)
    expect(await world.run('1.1')).toMatchObject({ confirmed: 3 })
  })
})

test('good credentials cost no attempt and no request more than before', async () => {
  await runAll()
  const before = world.primero.traffic.total()
  world.advance(hour)
  const reports = await runAll()
  expect(reports.map(({ stopped }) => stopped)).toEqual([undefined, undefined, undefined, undefined])
  expect(world.ping.store.signIns.refused + refusedByPrimero()).toBe(0)
  expect(world.primero.traffic.total() - before).toBeLessThan(12)
})
