import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDeployment, type ParsedDeployment } from './parse.ts'
import { isPlaceholder } from './production.ts'

const sandbox = readFileSync(
  new URL('../../../../deployments/sandbox/deployment.yaml', import.meta.url),
  'utf8',
)

const services = 'mappings/service-types-out.csv'

/** Only what concerns the settings and the services; the other mappings are left out here. */
function parse(text: string): ParsedDeployment {
  const table =
    'primero_service_type,progres_service_guid\nshelter,20DB76A2-0306-e611-80d9-00155d34051a\nother,11111111-2222-4333-8444-777777777777\n'
  const mappings = new Map([['service-types-out', { path: services, text: table }]])
  const parsed = parseDeployment({ yaml: { path: 'deployment.yaml', text }, mappings })
  const problems = parsed.problems.filter(({ file }) => file === 'deployment.yaml' || file === services)
  return { ...parsed, problems }
}

function lineOf(part: string): number {
  return sandbox.slice(0, sandbox.indexOf(part)).split('\n').length
}

const real = sandbox
  .replace('environment: test', 'environment: production')
  .replace('577ccdf6-86de-e811-80d8-001dd8b71fe3', '11111111-2222-4333-8444-555555555555')
  .replace('c00582a6-d8f6-f011-8406-6045bd8ea5fb', '11111111-2222-4333-8444-666666666666')
  .replace('cpims@example.org', 'cpims@primero.example')
  .replace("'0000000000'", "'+251 900 000 000'")
  .replace('baseUrl: http://127.0.0.1:4102', 'baseUrl: https://ping.example.org')
  .replace('http://127.0.0.1:4102/tenant', 'https://login.example.org/tenant')
  .replace(
    'clientId: sandbox, scope: sandbox',
    'clientId: our-client, scope: https://login.example.org/API.Read',
  )
  .replace('PNR-1363', 'PNR-7001')
  .replace('INT-1436', 'INT-7002')
  .replace('http://127.0.0.1:4101', 'https://equatoria.primero.example')
  .replace('ISP-0', 'ISP-2026-01')
  .replace(/SHP-/g, 'SHP-9')

describe('production', () => {
  const own = "this country's own value, not that of an example or test system"
  const tested = 'the production system, not a test system'

  test('takes values of its own; service GUIDs of the test system are a remark only', () => {
    const parsed = parse(real)
    expect(parsed.ok).toBe(true)
    expect(parsed.problems).toEqual([
      {
        file: services,
        line: 2,
        key: 'service-types-out',
        found: 'GUIDs of the test system, 1 in all',
        expected: 'the GUIDs UNHCR gave for production; they may be the same',
        flows: [],
      },
    ])
  })

  test.each([
    [
      '11111111-2222-4333-8444-555555555555',
      '577CCDF6-86de-e811-80d8-001dd8b71fe3',
      'progres.businessUnit',
      own,
    ],
    [
      '11111111-2222-4333-8444-666666666666',
      'c00582a6-d8f6-f011-8406-6045bd8ea5fb',
      'progres.organizationFrom',
      own,
    ],
    [
      '11111111-2222-4333-8444-666666666666',
      '00000000-0000-0000-0000-000000000000',
      'progres.organizationFrom',
      own,
    ],
    ['cpims@primero.example', 'cpims@example.org', 'progres.contact.email', own],
    ['+251 900 000 000', '0000000000', 'progres.contact.phone', own],
    ['https://ping.example.org', 'http://127.0.0.1:4102/', 'ping.baseUrl', own],
    ['our-client', 'sandbox', 'ping.token.clientId', own],
    ['PNR-7001', 'PNR-1363', 'ping.partnerId', own],
    ['INT-7002', 'INT-1436', 'ping.interopId', own],
    ['https://equatoria.primero.example', 'http://127.0.0.1:4101', 'primero.baseUrl', own],
    ['https://ping.example.org', 'https://msawe-ping-bau-UAT-apimgmt.example.org', 'ping.baseUrl', tested],
    ['https://login.example.org/tenant', 'https://pingb2cuat.example.org/tenant', 'ping.token.url', tested],
    [
      'https://login.example.org/API.Read',
      'https://pinguat.example.org/API.Read',
      'ping.token.scope',
      tested,
    ],
    ['https://equatoria.primero.example', 'https://uat.primero.example', 'primero.baseUrl', tested],
    [
      'ISP-2026-01',
      'ISP-0',
      'agreement.reference',
      'the signed information sharing agreement: reference, date, parties',
    ],
  ])('%s → %s is refused', (from, to, key, expected) => {
    const parsed = parse(real.replace(from, to))
    expect(parsed.ok).toBe(false)
    expect(parsed.problems.filter(({ flows }) => flows.length > 0)).toMatchObject([
      { key, expected, flows: ['1.1', '1.2', '2.1', '2.2'] },
    ])
  })

  test('a missing agreement is refused', () => {
    const parsed = parse(real.replace(/^agreement:.*\n/m, ''))
    expect(parsed.problems[0]).toMatchObject({
      line: lineOf('name:'),
      key: 'agreement',
      found: 'nothing',
      expected: 'the signed information sharing agreement: reference, date, parties',
    })
  })

  test('process numbers of the test system and unencrypted addresses are remarks', () => {
    const parsed = parse(
      real.replace('SHP-92747', 'SHP-2747').replace('https://ping.example.org', 'http://ping.example.org'),
    )
    expect(parsed.ok).toBe(true)
    expect(parsed.problems.slice(0, 2)).toMatchObject([
      { key: 'ping.baseUrl', expected: 'an address that begins with https://', flows: [] },
      { key: 'ping.processes.listReferrals', line: lineOf('listReferrals'), found: '"SHP-2747"', flows: [] },
    ])
  })

  test('a test deployment may use all of them', () => {
    expect(parse(sandbox)).toMatchObject({ ok: true, problems: [] })
  })
})

test.each([
  '{00000000-0000-0000-0000-000000000000}',
  '00000000000000000000000000000000',
  '+000-000-0000',
  'pnr-0000',
  'Ask-UNHCR',
  'TODO',
  'PNR-XXXX',
  'https://PING.INVALID./',
])('F94 a placeholder of the template is known in any spelling: %s', (value) => {
  expect(isPlaceholder(value)).toBe(true)
})

test.each([
  'PNR-1000',
  '+254 700 000 000',
  'https://invalid.example.org',
  'c0000000-0000-0000-0000-000000000000',
])('F94 an own value is no placeholder: %s', (value) => {
  expect(isPlaceholder(value)).toBe(false)
})
