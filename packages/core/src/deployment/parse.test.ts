import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parseDeployment, type DeploymentFiles, type ParsedDeployment, type Problem } from './parse.ts'

const folder = fileURLToPath(new URL('../../../../deployments/sandbox/', import.meta.url))
const sandbox = readFileSync(`${folder}deployment.yaml`, 'utf8')
const tables = new Map(
  readdirSync(`${folder}mappings`).map((file) => [
    file.replace('.csv', ''),
    { path: `sandbox/mappings/${file}`, text: readFileSync(`${folder}mappings/${file}`, 'utf8') },
  ]),
)

function parse(text: string, mappings: DeploymentFiles['mappings'] = tables): ParsedDeployment {
  return parseDeployment({ yaml: { path: 'sandbox/deployment.yaml', text }, mappings })
}

/** The sandbox with one text replaced by another. */
function changed(from: string | RegExp, to: string): string {
  const text = sandbox.replace(from, to)
  if (text === sandbox) throw new Error(`the sandbox does not contain ${String(from)}`)
  return text
}

function lineOf(part: string): number {
  return sandbox.slice(0, sandbox.indexOf(part)).split('\n').length
}

function problem(line: number | null, key: string, found: string, expected: string): Problem {
  return { file: 'sandbox/deployment.yaml', line, key, found, expected, flows: ['1.1', '1.2', '2.1', '2.2'] }
}

describe('a sound deployment', () => {
  test('is returned with its defaults filled in, addresses without trailing slashes, words in lower case', () => {
    const text = changed(/^ {2}(?:paging|statusWords|limits|batchSize|signIn):.*\n/gm, '')
      .replace(/^policies:\n?(?: .*\n)+/m, '')
      .replace(/^title:.*\n/m, '')
      .replace(/^agreement:.*\n/m, '')
      .replace('http://127.0.0.1:4101', 'http://127.0.0.1:4101/')
    const parsed = parse(text)
    expect(parsed.problems).toEqual([])
    expect(parsed.ok && parsed.deployment).toMatchObject({
      name: 'sandbox',
      title: 'sandbox',
      startDate: '2026-01-01T00:00:00.000Z',
      takenOverAt: null,
      agreement: null,
      ping: {
        paging: { place: 'top' },
        statusWords: { processed: ['success'], failed: ['failed'], pending: ['inprogress'] },
        limits: { concurrency: 8, requestsPerSecond: 20 },
        batchSize: { updates: 25, referrals: 1 },
      },
      primero: {
        baseUrl: 'http://127.0.0.1:4101',
        signIn: 'auto',
        limits: { concurrency: 4, requestsPerSecond: 20 },
      },
      policies: {
        closedCase: 'attention',
        identity: 'two-differ',
        unknownOutcome: 'attention',
        reportRefusals: true,
        shareProtectionConcern: false,
      },
    })
  })

  test('keeps what it says itself', () => {
    const text = changed(
      'startDate: 2026-01-01',
      'startDate: 2026-01-01T03:00:00+03:00\ntakenOverAt: 2026-02-01T18:00:00+03:00',
    )
      .replace('processed: [Success]', 'processed: [Done, OK]')
      .replace('shareProtectionConcern: false', 'shareProtectionConcern: true')
      .replace('concurrency: 8, requestsPerSecond: 20', 'concurrency: 32, requestsPerSecond: 0')
    const parsed = parse(text)
    expect(parsed.ok && parsed.deployment).toMatchObject({
      startDate: '2026-01-01T00:00:00.000Z',
      takenOverAt: '2026-02-01T15:00:00.000Z',
      agreement: { reference: 'ISP-0', date: '2026-01-01', parties: ['UNHCR', 'UNICEF'] },
      ping: { statusWords: { processed: ['done', 'ok'] }, limits: { concurrency: 32, requestsPerSecond: 0 } },
      policies: { shareProtectionConcern: true },
    })
  })
})

const guid = 'a GUID, like 00000000-0000-0000-0000-000000000000'
const schedule = 'a schedule of five or six fields, like "0 * * * *"'
const address = 'an address that begins with https:// or http://'
const whole = 'a whole number from 1 on: items per call'
const unknownKey = 'one of the keys of the documentation; mind spelling and indentation'

describe('a wrong setting is named with line, what was found and what is expected', () => {
  test.each([
    [
      'name: sandbox',
      'name: Sand Box',
      'name',
      '"Sand Box"',
      'a name of a-z, 0-9 and -, beginning with a letter',
    ],
    [
      'timezone: Africa/Nairobi',
      'timezone: Nairobi',
      'timezone',
      '"Nairobi"',
      'a time zone, like Africa/Nairobi',
    ],
    ['environment: test', 'environment: staging', 'environment', '"staging"', 'test or production'],
    [
      'startDate: 2026-01-01',
      'startDate: 2026-02-30',
      'startDate',
      '"2026-02-30"',
      'a date, like 2026-01-31, or an instant, like 2026-01-31T08:00:00Z',
    ],
    [
      'businessUnit: 577ccdf6',
      'businessUnit: 577',
      'progres.businessUnit',
      '"577-86de-e811-80d8-001dd8b71fe3"',
      guid,
    ],
    [
      "phone: '0000000000'",
      'phone: 911',
      'progres.contact.phone',
      'the number 911, without quotation marks',
      'a telephone number in quotation marks',
    ],
    ['email: cpims@example.org', 'email: cpims', 'progres.contact.email', '"cpims"', 'an e-mail address'],
    ['baseUrl: http://127.0.0.1:4102', 'baseUrl: 127.0.0.1', 'ping.baseUrl', '"127.0.0.1"', address],
    ['baseUrl: http://127.0.0.1:4101', 'baseUrl: ftp://x', 'primero.baseUrl', '"ftp://x"', address],
    [
      'baseUrl: http://127.0.0.1:4101',
      'baseUrl: https://x/api/v2/',
      'primero.baseUrl',
      '"https://x/api/v2/"',
      'the address without /api/v2',
    ],
    ['place: top', 'place: bottom', 'ping.paging.place', '"bottom"', 'top or summary'],
    ['updates: 25', 'updates: 0', 'ping.batchSize.updates', 'the number 0, without quotation marks', whole],
    [
      'referrals: 1 }',
      'referrals: 1.5 }',
      'ping.batchSize.referrals',
      'the number 1.5, without quotation marks',
      whole,
    ],
    [
      'concurrency: 8',
      'concurrency: 0',
      'ping.limits.concurrency',
      'the number 0, without quotation marks',
      'a whole number from 1 on: requests in flight',
    ],
    [
      'concurrency: 4, requestsPerSecond: 20',
      'concurrency: 4, requestsPerSecond: -1',
      'primero.limits.requestsPerSecond',
      'the number -1, without quotation marks',
      'a number: requests per second, 0 for no limit',
    ],
    ['signIn: auto', 'signIn: session', 'primero.signIn', '"session"', 'auto or basic'],
    ["schedule: '0 0 * * *'", "schedule: '0 0'", 'flows.1.1.schedule', '"0 0"', schedule],
    ["'1.2': { enabled: true", "'1.2': { enabled: maybe", 'flows.1.2.enabled', '"maybe"', 'true or false'],
    [
      'identity: two-differ',
      'identity: one-differs',
      'policies.identity',
      '"one-differs"',
      'two-differ, any-differ or number-only',
    ],
    ['closedCase: attention', 'closedCase: reopen', 'policies.closedCase', '"reopen"', 'attention or append'],
    [
      'unknownOutcome: attention',
      'unknownOutcome: resend',
      'policies.unknownOutcome',
      '"resend"',
      'attention',
    ],
    ['processed: [Success]', 'processed: []', 'ping.statusWords.processed', 'a list', 'at least one word'],
    ['parties: [UNHCR, UNICEF]', 'parties: UNHCR', 'agreement.parties', '"UNHCR"', 'a list of parties'],
  ])('%s → %s', (from, to, key, found, expected) => {
    expect(parse(changed(from, to))).toEqual({
      ok: false,
      problems: [problem(lineOf(from), key, found, expected)],
    })
  })

  test('something missing is named at the group it belongs to', () => {
    expect(parse(changed(/^ {2}partnerId:.*\n/m, '')).problems).toEqual([
      problem(lineOf('ping:\n'), 'ping.partnerId', 'nothing', 'the partner number, like PNR-0000'),
    ])
    expect(parse(changed(/^timezone:.*\n/m, '')).problems).toEqual([
      problem(lineOf('name:'), 'timezone', 'nothing', 'a time zone, like Africa/Nairobi'),
    ])
  })

  test('a setting where a group belongs, and a group that is missing', () => {
    expect(parse(changed(/^primero:\n(?: .*\n)+/m, 'primero: here\n')).problems).toEqual([
      problem(lineOf('primero:\n'), 'primero', '"here"', 'a group of settings'),
    ])
    expect(parse(changed(/^ {2}'2.2':.*\n/m, '')).problems).toEqual([
      problem(lineOf('flows:'), 'flows.2.2', 'nothing', 'a group of settings'),
    ])
  })

  test.each([
    ['signIn: auto', 'signIn: auto\n  retries: 3', 'primero.retries', 1],
    ['title: Sandbox', 'titel: x\ntitle: Sandbox', 'titel', 0],
    [
      'shareProtectionConcern: false',
      'shareProtectionConcern: false\n  shareAll: true',
      'policies.shareAll',
      1,
    ],
  ])('an unknown key is refused: %s → %s', (from, to, key, below) => {
    expect(parse(changed(from, to))).toEqual({
      ok: false,
      problems: [problem(lineOf(from) + below, key, 'a key that does not exist here', unknownKey)],
    })
  })

  test('several problems are all named', () => {
    const text = changed('environment: test', 'environment: x').replace('signIn: auto', 'signIn: x')
    expect(parse(text).problems.map(({ key }) => key)).toEqual(['environment', 'primero.signIn'])
  })

  test('an unquoted 1.1 is the flow all the same', () => {
    expect(parse(changed("'1.1':", '1.1:')).ok).toBe(true)
  })
})
