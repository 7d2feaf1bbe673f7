import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Deployment } from '@ping-primero/core'
import { checkDeployment, type CheckReport } from '@ping-primero/core/check/check.ts'
import { inventPeople, seedReferrals } from '@ping-primero/sandbox'
import { diagnose } from '../packages/service/src/http/diagnose.ts'
import { nodeTransport } from '../packages/service/src/http/node-transport.ts'
import { checked, serious } from './support/checked.ts'
import { startServers, type Servers } from './support/servers.ts'
import { startWorld, type World, type WorldOptions } from './support/world.ts'

let servers: Servers
let world: World | null = null
beforeEach(() => {
  servers = startServers()
})
afterEach(async () => {
  await servers[Symbol.asyncDispose]()
  await world?.stop()
  world = null
})

const lines = new Map([
  ['ping.baseUrl', 25],
  ['ping.token.url', 27],
  ['primero.baseUrl', 52],
])

/** A check over the real network, of a deployment that differs in these addresses. */
async function checkAt(
  addresses: { readonly ping?: string; readonly token?: string; readonly primero?: string },
  options: WorldOptions = {},
): Promise<CheckReport> {
  world = await startWorld(options)
  const { deployment, host } = world
  const { ping, primero } = deployment
  const pointed: Deployment = {
    ...deployment,
    ping: {
      ...ping,
      baseUrl: addresses.ping ?? ping.baseUrl,
      token: { ...ping.token, url: addresses.token ?? ping.token.url },
    },
    primero: { ...primero, baseUrl: addresses.primero ?? primero.baseUrl },
  }
  const places = { file: 'deployment.yaml', lines }
  return checkDeployment(
    { deployment: pointed, problems: [], places },
    { ...host, transport: nodeTransport(2_000, {}), diagnose: async (url) => diagnose(url, {}, 2_000) },
  )
}

/** The one finding of an address, whose move it is and what they do. */
function onlyFinding(report: CheckReport): CheckReport['findings'][number] | undefined {
  const found = report.findings.filter(
    ({ severity, code }) => severity !== 'note' && code !== 'setting-placeholder',
  )
  expect(found).toHaveLength(1)
  expect(found[0]?.owner).not.toBe('nobody')
  expect(report.unreachable).toBe(true)
  return found[0]
}

describe('F94 an address that does not answer is named with setting, line, host, what failed and the remedy', () => {
  test('a network that asks to sign in first', async () => {
    const primero = await servers.plain((_, response) =>
      response.writeHead(511, { 'content-type': 'text/html' }).end('<html></html>'),
    )
    expect(onlyFinding(await checkAt({ primero }))).toMatchObject({
      code: 'address-of-another',
      found: 'a web page (HTTP 511)',
    })
  })

  test('a host name that does not exist', async () => {
    expect(onlyFinding(await checkAt({ primero: 'https://primero.nowhere.invalid' }))).toMatchObject({
      code: 'address-name-unknown',
      subject: 'deployment.yaml:52: primero.baseUrl (primero.nowhere.invalid)',
      found: 'no host of this name',
    })
  })

  test('a port at which nothing listens, of the sign-in alone', async () => {
    const port = await servers.closed()
    expect(onlyFinding(await checkAt({ token: `http://127.0.0.1:${port}/token` }))).toMatchObject({
      code: 'address-port-closed',
      subject: `deployment.yaml:27: ping.token.url (127.0.0.1:${port})`,
    })
  })

  test.each([
    ['own', 'address-certificate-unknown', /NODE_EXTRA_CA_CERTS/],
    ['expired', 'address-certificate-expired', /renew/],
    ['other-host', 'address-certificate-of-another', /Correct the host/],
  ] as const)('a certificate that is %s', async (certificate, code, nextStep) => {
    const report = await checkAt({ primero: await servers.tls(certificate) })
    expect(onlyFinding(report)).toMatchObject({ code, nextStep: expect.stringMatching(nextStep) })
  })

  test('a redirect, which is not followed', async () => {
    const url = await servers.plain((_, response) => {
      response.writeHead(301, { location: 'https://login.example/?token=secret' }).end()
    })
    const found = onlyFinding(await checkAt({ primero: url }))
    expect(found).toMatchObject({
      code: 'address-redirected',
      found: 'HTTP 301, a way to https://login.example',
    })
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  test.each([200, 403])("a network's own sign-in page with %i", async (status) => {
    const url = await servers.plain((_, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>')
    })
    expect(onlyFinding(await checkAt({ ping: url }))).toMatchObject({
      code: 'address-of-another',
      subject: expect.stringMatching(/^deployment\.yaml:25: ping\.baseUrl/),
      found: `a web page (HTTP ${status})`,
    })
  })

  test('where both systems cannot be reached, both are named', async () => {
    const report = await checkAt({
      primero: 'https://primero.nowhere.invalid',
      token: 'https://login.nowhere.invalid/token',
      ping: 'https://ping.nowhere.invalid',
    })
    expect(serious(report).filter((one) => one.includes('address'))).toEqual([
      'holds address-name-unknown: deployment.yaml:52: primero.baseUrl (primero.nowhere.invalid)',
      'holds address-name-unknown: deployment.yaml:27: ping.token.url (login.nowhere.invalid)',
    ])
  })
})

describe('F94 clocks', () => {
  const skewed = (ms: number) => () => Date.parse('2026-11-20T08:00:00.000Z') + ms

  test.each([
    [-61_000, 'ours is 61 s ahead of it'],
    [90_000, 'ours is 90 s behind it'],
  ])('one that is %d ms off is named', async (ms, found) => {
    const { report } = await checked({ primero: { now: skewed(ms) } })
    expect(serious(report)).toEqual(['holds clock-differs: the clock of this machine, and that of Primero'])
    expect(report.findings[0]?.found.replace(/\d+/, String(Math.round(Math.abs(ms) / 1000)))).toBe(found)
  })

  test('one that is half a minute off is none of our business', async () => {
    const { report } = await checked({ primero: { now: skewed(30_000) }, ping: { now: skewed(-30_000) } })
    expect(serious(report)).toEqual([])
  })
})

describe('F94 settings', () => {
  test('placeholders of the template are named with their lines, whether or not a flow is on', async () => {
    const off = { enabled: false, schedule: '0 0 * * *' }
    const { report } = await checked({
      deployment: (own) => ({
        ...own,
        flows: { '1.1': off, '1.2': off, '2.1': off, '2.2': off },
        progres: { ...own.progres, businessUnit: '00000000-0000-0000-0000-000000000000' },
        ping: { ...own.ping, partnerId: own.ping.partnerId },
        primero: { ...own.primero, intakeUser: 'not-known-yet' },
      }),
    })
    expect(report.findings.filter(({ code }) => code === 'setting-placeholder')).toMatchObject([
      { severity: 'stops', subject: 'progres.businessUnit', owner: 'administrator' },
      { severity: 'stops', subject: 'primero.intakeUser', owner: 'administrator' },
    ])
    expect(report.ok).toBe(false)
  })

  test('a start that is yet to come holds what is changed until then', async () => {
    const { report } = await checked({
      deployment: (own) => ({ ...own, startDate: '2027-01-01T00:00:00.000Z' }),
    })
    expect(serious(report)).toEqual(['holds setting-ahead: startDate (flows 1.2, 2.1)'])
  })

  test('a column that no listed record shows is named where several were read, required ones as holding', async () => {
    const people = { seed: 3, count: 4 }
    const renamed = (own: Deployment): Deployment => {
      const maps = new Map(own.fieldMaps)
      const map = maps.get('1.1-case')
      if (map === undefined) throw new Error('no field map')
      const rules = map.rules.map((rule) =>
        rule.target === 'name_first' || rule.target === 'telephone_current'
          ? { ...rule, sources: [{ object: 'progres' as const, column: 'progres_misspelt' }] }
          : rule,
      )
      maps.set('1.1-case', { ...map, rules })
      return { ...own, fieldMaps: maps }
    }
    const { report } = await checked({ deployment: renamed }, (systems) => seedReferrals(systems, people))
    const unseen = report.findings.filter(
      ({ code, found }) => code === 'mapping-source-unseen' && found.includes('misspelt'),
    )
    expect(unseen.map(({ severity, subject }) => `${severity} ${subject}`)).toEqual([
      'holds 1.1-case.csv: name_first (flow 1.1)',
      'note 1.1-case.csv: telephone_current (flow 1.1)',
    ])
    const { report: few } = await checked({ deployment: renamed }, (systems) =>
      seedReferrals(systems, { ...people, count: 1 }),
    )
    expect(few.findings.filter(({ code }) => code === 'mapping-source-unseen')).toEqual([])
    expect(inventPeople(people)).toHaveLength(4)
  })

  test('an account of Primero that six wrong attempts have locked is told as such', async () => {
    world = await startWorld()
    const user = world.primero.store.user('ping_integration')
    if (user === undefined) throw new Error('no account')
    world.primero.store.addUser({ ...user, password: 'another one' })
    const { deployment, host } = world
    const check = async () => serious(await checkDeployment({ deployment, problems: [] }, host))
    for (let attempts = 1; attempts < 6; attempts += 1) {
      expect(await check()).toEqual(['stops primero-credentials-refused: PRIMERO_USERNAME, PRIMERO_PASSWORD'])
    }
    expect(await check()).toEqual(['stops primero-account-locked: PRIMERO_USERNAME'])
  })
})
