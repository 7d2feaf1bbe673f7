import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDeployment, type ParsedDeployment } from './parse.ts'

const sandbox = readFileSync(
  new URL('../../../../deployments/sandbox/deployment.yaml', import.meta.url),
  'utf8',
)

function parse(text: string): ParsedDeployment {
  return parseDeployment({ yaml: { path: 'deployment.yaml', text }, mappings: new Map() })
}

/** The sandbox with one text replaced by another, and the line on which it stands. */
function changed(from: string, to: string): { readonly text: string; readonly line: number } {
  if (!sandbox.includes(from)) throw new Error(`the sandbox does not contain ${from}`)
  return { text: sandbox.replace(from, to), line: sandbox.slice(0, sandbox.indexOf(from)).split('\n').length }
}

describe('settings as they come out of a word processor or a web page', () => {
  test.each([
    [
      'intakeUser: progresv4_primero_intake',
      'intakeUser: progresv4_primero_intake\u200b',
      'primero.intakeUser',
      'U+200B (zero width space)',
    ],
    [
      'intakeUser: progresv4_primero_intake',
      'intakeUser: "\u202aprogresv4_primero_intake\u202c"',
      'primero.intakeUser',
      'U+202A (a mark of direction)',
    ],
    [
      'intakeUser: progresv4_primero_intake',
      'intakeUser: \u201cprogresv4_primero_intake\u201d',
      'primero.intakeUser',
      'U+201C, a quotation mark of a word processor',
    ],
    [
      'partnerId: PNR-1363',
      'partnerId: PNR\u20131363',
      'ping.partnerId',
      'U+2013, a dash of a word processor',
    ],
    ['partnerId: PNR-1363', 'partnerId: PNR-\u00ad1363', 'ping.partnerId', 'U+00AD (soft hyphen)'],
    [
      'baseUrl: http://127.0.0.1:4101',
      'baseUrl: http://127.0.0.1:4101\u200b',
      'primero.baseUrl',
      'U+200B (zero width space)',
    ],
    [
      'moduleId: primeromodule-cp',
      'moduleId: primerom\u043edule-cp',
      'primero.moduleId',
      'U+043E, a letter of another script within a word',
    ],
    ['moduleId: primeromodule-cp', 'module\u200bId: primeromodule-cp', 'a key', 'U+200B (zero width space)'],
    [
      'businessUnit: 577ccdf6',
      'businessUnit: \u200e577ccdf6',
      'progres.businessUnit',
      'U+200E (a mark of direction)',
    ],
    ['partnerId: PNR-1363', `partnerId: '"PNR-1363"'`, 'ping.partnerId', 'quotation marks within the value'],
    ['partnerId: PNR-1363', 'partnerId: <PNR>', 'ping.partnerId', 'a placeholder that nothing filled in'],
    [
      'partnerId: PNR-1363',
      "partnerId: '{{ pnr }}'",
      'ping.partnerId',
      'a placeholder that nothing filled in',
    ],
    ['partnerId: PNR-1363', 'partnerId: $PNR', 'ping.partnerId', 'a placeholder that nothing filled in'],
    ['partnerId: PNR-1363', 'partnerId: PNR-1363;', 'ping.partnerId', 'a comma or semicolon at its end'],
    [
      'partnerId: PNR-1363',
      'partnerId: PNR-\uff11363',
      'ping.partnerId',
      'letters or digits of another width',
    ],
    ['partnerId: PNR-1363', 'partnerId: PNR -1363', 'ping.partnerId', '"PNR -1363"'],
    [
      'listDecisions: SHP-2795',
      'listDecisions: SHP-\u0662795',
      'ping.processes.listDecisions',
      '"SHP-\u0662795"',
    ],
    [
      'partnerId: PNR-1363',
      'partnerId: !include partner.yaml',
      'yaml',
      'a tag, such as !include, that nothing here carries out',
    ],
    ['partnerId: PNR-1363', 'partnerId: *partner', 'yaml', 'aliases that cannot be resolved'],
    [
      'baseUrl: http://127.0.0.1:4101',
      'baseUrl: https://primero.example;x',
      'primero.baseUrl',
      '"https://primero.example;x"',
    ],
    [
      'baseUrl: http://127.0.0.1:4101',
      'baseUrl: https://primero.example?locale=en',
      'primero.baseUrl',
      '"https://primero.example?locale=en"',
    ],
    ['timezone: Africa/Nairobi', 'timezone: AST', 'timezone', '"AST"'],
    ['timezone: Africa/Nairobi', 'timezone: Etc/GMT+3', 'timezone', '"Etc/GMT+3"'],
    ['startDate: 2026-01-01', 'startDate: 0026-01-01', 'startDate', '"0026-01-01"'],
    ['partnerId: PNR-1363', 'partnerId: PNR\ufffd1363', 'yaml', 'U+FFFD (a character that was lost before)'],
  ])('%j → %j is refused with its line', (from, to, key, found) => {
    const { text, line } = changed(from, to)
    const parsed = parse(text)
    expect(parsed.ok).toBe(false)
    expect(parsed.problems[0]).toMatchObject({ file: 'deployment.yaml', line, key, found })
    expect(parsed.problems[0]?.flows).toHaveLength(4)
  })

  test.each([
    ['a byte order mark', `\ufeff${sandbox}`],
    ['line ends of Windows', sandbox.replaceAll('\n', '\r\n')],
    ['line ends of an old Mac', sandbox.replaceAll('\n', '\r')],
    ['tabs after colons', sandbox.replaceAll(': ', ':\t')],
    ['the ends of a document', `---\n${sandbox}...\n`],
    ['no-break blanks for blanks', sandbox.replaceAll(': ', ':\u00a0')],
    ['no-break blanks for indentation', sandbox.replaceAll('\n  ', '\n\u00a0\u00a0')],
    [
      'a no-break blank within a schedule',
      changed('"0 0 * * *"'.replaceAll('"', "'"), "'0\u00a00 * * *'").text,
    ],
    ['marks in a comment', `${sandbox}\n# \u200b\u201cso\u201d \u200f`],
  ])('with %s they are the same settings', (_, text) => {
    const [read, plain] = [parse(text), parse(sandbox)]
    if (!read.ok || !plain.ok) throw new Error(JSON.stringify(read.problems))
    expect(read.deployment).toEqual(plain.deployment)
  })

  test.each([
    ["'0 0 * * *'", "'0 0 * * 1\u20135'", 'flows.1.1.schedule'],
    ["'0 0 * * *'", "'\uff10 0 * * *'", 'flows.1.1.schedule'],
    ['baseUrl: http://127.0.0.1:4101', 'baseUrl: http://127.0.0.1:4101/%20', 'primero.baseUrl'],
    ['baseUrl: http://127.0.0.1:4101', 'baseUrl: http://primer\u00f3.example', 'primero.baseUrl'],
  ])('%j → %j is refused as what it should be', (from, to, key) => {
    const { text, line } = changed(from, to)
    expect(parse(text).problems[0]).toMatchObject({ line, key })
  })

  test.each(['UTC', 'EAT', '+03:00', 'africa/nairobi', 'Etc/UTC', 'Asia/Calcutta', 'Egypt'])(
    'the time zone %s has one meaning',
    (zone) => {
      expect(parse(changed('timezone: Africa/Nairobi', `timezone: '${zone}'`).text)).toMatchObject({
        ok: true,
      })
    },
  )

  test('a title is for people: it may have any marks and quotation marks', () => {
    const { text } = changed(
      'title: Sandbox',
      'title: \u201cSandbox\u201d \u2013 می\u200cخواهم\u200f, 👩\u200d👧',
    )
    expect(parse(text)).toMatchObject({ ok: true })
  })

  test('letters put together of two are read as one', () => {
    const parsed = parse(
      changed('referredBy: Primero CP', 'referredBy: Primero Protection de l\u2019Enfance, Be\u0301ko').text,
    )
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    expect(parsed.deployment.progres.referredBy).toBe('Primero Protection de l\u2019Enfance, Béko')
  })

  test.each([
    ["phone: '0000000000'", 'phone: 0000000000', 'progres.contact.phone'],
    ['partnerId: PNR-1363', 'partnerId: 1.10', 'ping.partnerId'],
    ['partnerId: PNR-1363', 'partnerId: 0o17', 'ping.partnerId'],
    ['name: sandbox', 'name: no', null],
    ['referredBy: Primero CP', 'referredBy: null', 'progres.referredBy'],
  ])('what YAML makes of a value without quotation marks is never taken for it: %j → %j', (from, to, key) => {
    const { text, line } = changed(from, to)
    const parsed = parse(text)
    if (key === null) expect(parsed.ok && parsed.deployment.name).toBe('no')
    else expect(parsed.problems[0]).toMatchObject({ line, key })
  })
})
