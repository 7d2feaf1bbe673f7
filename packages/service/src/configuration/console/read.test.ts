import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitOfRefusal } from '../../refusals/refusal.ts'
import { consoleYamlBeside, readConsole, type Known } from './read.ts'
import { listenPlaceOf } from './schema.ts'

const whole = `address: https://referrals.example.org
providers:
  - name: unhcr
    title: UNHCR
    issuer: https://accounts.example.org/tenant/v2.0
    clientId: 5f3b8c1e-0d5c-4c5e-9d3f-0a1b2c3d4e5f
    roles:
      8f14e45f-ceea-467f-a0e6-2d3b4c5d6e7f: { gambella: operator, duhok: viewer }
      auditors: { gambella: auditor }
`

const env = { CONSOLE_CLIENT_SECRET: 'Quartz-River-77' }

const known: Known = {
  deployments: [
    { name: 'gambella', environment: 'test' },
    { name: 'duhok', environment: 'test' },
  ],
  others: [],
}

const template = fileURLToPath(new URL('../../../../../packaging/console.yaml', import.meta.url))

let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-console-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

function read(text: string, given: { known?: Known; env?: Record<string, string> } = {}) {
  const path = join(directory, 'console.yaml')
  writeFileSync(path, text)
  return readConsole(path, given.known ?? known, given.env ?? env)
}

/** The code, and what the refusal says after its first sentence, without the folder. */
function refusalOf(text: string, given: Parameters<typeof read>[1] = {}): readonly [string, string] {
  const result = read(text, given)
  if (result.ok) throw new Error('it was taken')
  expect([exitOfRefusal(result.refusal), result.refusal.owner]).toEqual([2, 'administrator'])
  return [result.refusal.code, result.refusal.message.replaceAll(`${directory}/`, '')]
}

test('what is left out has its default, and the secret is known by its variable alone', () => {
  const result = read(whole)
  expect(result.ok && result.value).toMatchObject({
    address: 'https://referrals.example.org',
    listen: '127.0.0.1:4100',
    tls: 'proxy',
    plainInProduction: false,
    providers: [
      {
        variable: 'CONSOLE_CLIENT_SECRET',
        scopes: ['openid', 'profile', 'email'],
        accountClaim: 'preferred_username',
        groupsClaim: 'groups',
        roles: {
          '8f14e45f-ceea-467f-a0e6-2d3b4c5d6e7f': { gambella: 'operator', duhok: 'viewer' },
          auditors: { gambella: 'auditor' },
        },
      },
    ],
  })
  expect(JSON.stringify(result)).not.toContain('Quartz')
})

test('the template that is shipped is whole, but for its deployment', () => {
  const result = readConsole(template, { ...known, others: ['my-country'] }, env)
  expect(result).toMatchObject({ ok: true })
})

test('it lies beside the folder of the deployments', () => {
  expect(consoleYamlBeside('/etc/ping-primero/deployments/')).toBe('/etc/ping-primero/console.yaml')
  const one = join(directory, 'deployments', 'gambella')
  mkdirSync(one, { recursive: true })
  writeFileSync(join(one, 'deployment.yaml'), '')
  expect(consoleYamlBeside(one)).toBe(join(directory, 'console.yaml'))
})

describe('half a configuration is refused by file, line, what was found and what is expected', () => {
  test.each([
    [
      'issuer',
      /^ *issuer.*\n/m,
      '',
      '2: providers.0.issuer: found nothing, expected an address that begins with https://',
    ],
    [
      'clientId',
      /clientId.*/,
      'clientId:',
      '6: providers.0.clientId: found nothing, expected the id that the organisation gave',
    ],
    [
      'address',
      'https://referrals.example.org',
      'referrals.example.org',
      '1: address: found "referrals.example.org", expected an address',
    ],
    [
      'a path',
      'example.org\n',
      'example.org/console\n',
      '1: address: found "https://referrals.example.org/console", expected an address without a path',
    ],
    [
      'a plain issuer',
      'https://accounts',
      'http://accounts',
      '5: providers.0.issuer: found "http://accounts.example.org/tenant/v2.0", expected an address that begins with https://',
    ],
    [
      'a plain address',
      'https://referrals',
      'http://referrals',
      '1: address: found "http://referrals.example.org", expected an address that begins with https://',
    ],
    [
      'a role',
      'gambella: operator',
      'gambella: owner',
      '8: providers.0.roles.8f14e45f-ceea-467f-a0e6-2d3b4c5d6e7f.gambella: found "owner", expected one of viewer, operator, administrator, auditor',
    ],
    [
      'a deployment',
      'duhok: viewer',
      'dohuk: viewer',
      '8: providers.0.roles.8f14e45f-ceea-467f-a0e6-2d3b4c5d6e7f.dohuk: found no such deployment, expected one of those that are served: duhok, gambella',
    ],
    [
      'a group twice',
      '      auditors:',
      '      8f14e45f-ceea-467f-a0e6-2d3b4c5d6e7f:',
      '9: yaml: found the same key twice',
    ],
    [
      'a group in other letters',
      '      auditors:',
      '      8F14E45F-CEEA-467F-A0E6-2D3B4C5D6E7F:',
      '7: providers.0.roles: found a group of settings, expected each group once, whatever the letter case',
    ],
    [
      'no group',
      /roles:[^]*/,
      'roles: {}\n',
      '7: providers.0.roles: found a group of settings, expected a group of the organisation with the role',
    ],
    [
      'no organisation',
      /providers:[^]*/,
      'providers: []\n',
      '2: providers: found a list, expected a list of organisations',
    ],
    ['a key', 'title:', 'titel:', '4: providers.0.titel: found a key that does not exist here'],
    ['tls', 'providers:', 'tls: none\nproviders:', '2: tls: found "none", expected proxy with an address'],
    [
      'listen',
      'providers:',
      'listen: 4100\nproviders:',
      '2: listen: found the number 4100, without quotation marks, expected a host and a port',
    ],
    [
      'scopes',
      '    roles:',
      '    scopes: [profile]\n    roles:',
      '7: providers.0.scopes: found a list, expected a list of scopes with openid among them',
    ],
    [
      'a secret',
      '    roles:',
      '    clientSecret: Quartz-River-77\n    roles:',
      '7: clientSecret: found a secret, or something that looks like one (not shown)',
    ],
    [
      'a variable',
      '    roles:',
      '    variable: lower\n    roles:',
      '7: providers.0.variable: found "lower", expected the name of a variable',
    ],
  ])('%s', (_which, from, to, says) => {
    const [code, message] = refusalOf(whole.replace(from, to))
    expect(code).toBe('console-invalid')
    expect(message).toContain(`console.yaml:${says}`)
  })

  test('a secret that stands where it does not belong is not repeated', () => {
    const [, message] = refusalOf(
      whole.replace('https://accounts.example.org/tenant/v2.0', 'Quartz-River-77'),
    )
    expect(message).toContain('found "[secret]"')
  })

  test('no file at all', () => {
    const result = readConsole(join(directory, 'console.yaml'), known, env)
    expect(!result.ok && result.refusal.code).toBe('console-unconfigured')
  })

  test('a secret that is not set is named by its variable', () => {
    const two = whole.replace('    roles:', '    variable: UNHCR_CONSOLE_SECRET\n    roles:')
    const [code, message] = refusalOf(two)
    expect([code, message]).toEqual([
      'secret-missing',
      expect.stringContaining('Missing: UNHCR_CONSOLE_SECRET.'),
    ])
    expect(read(two, { env: { UNHCR_CONSOLE_SECRET: 'Quartz' } })).toMatchObject({ ok: true })
  })
})

test('a deployment that cannot be served today may be named', () => {
  const [first] = known.deployments
  const fewer = { deployments: first === undefined ? [] : [first], others: ['duhok'] }
  expect(read(whole, { known: fewer })).toMatchObject({ ok: true })
})

test('without TLS in front it is not opened to a deployment in production, unless that is told', () => {
  const plain = whole.replace('https://referrals.example.org', 'http://127.0.0.1:4100\ntls: none')
  const live: Known = {
    deployments: known.deployments.map((one) => ({ ...one, environment: 'production' })),
    others: [],
  }
  expect(read(plain)).toMatchObject({ ok: true })
  expect(read(whole, { known: live })).toMatchObject({ ok: true })
  expect(refusalOf(plain, { known: live })).toEqual([
    'console-plain',
    'The console would be open without TLS, to a deployment in production. In production: gambella, duhok.',
  ])
  expect(read(`${plain}plainInProduction: true\n`, { known: live })).toMatchObject({ ok: true })
})

test.each([
  ['127.0.0.1:4100', { hostname: '127.0.0.1', port: 4100 }],
  ['[::1]:0', { hostname: '::1', port: 0 }],
  ['0.0.0.0:80', { hostname: '0.0.0.0', port: 80 }],
  ['4100', null],
  ['host:65536', null],
  ['::1:80', null],
  [':80', null],
])('%s is a place to listen at: %o', (text, place) => {
  expect(listenPlaceOf(text)).toEqual(place)
})
