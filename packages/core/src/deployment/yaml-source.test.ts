import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseDeployment, type ParsedDeployment, type Problem } from './parse.ts'

const sandbox = readFileSync(
  new URL('../../../../deployments/sandbox/deployment.yaml', import.meta.url),
  'utf8',
)

function parse(text: string): ParsedDeployment {
  return parseDeployment({ yaml: { path: 'sandbox/deployment.yaml', text }, mappings: new Map() })
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

const yaml = 'YAML: keys with a colon, two blanks per level, each key once'

describe('text that is no YAML', () => {
  test.each([
    ['environment: test', 'environment: test\nenvironment: test', 1, 'the same key twice'],
    ['  partnerId: PNR-1363', '\tpartnerId: PNR-1363', 0, 'a tab for indentation'],
    [
      'title: Sandbox',
      'title: "Sandbox',
      sandbox.split('\n').length - lineOf('title: Sandbox'),
      'a missing character, such as a closing bracket or quotation mark',
    ],
  ])('%j → %j', (from, to, below, found) => {
    const parsed = parse(changed(from, to))
    expect(parsed.ok).toBe(false)
    expect(parsed.problems[0]).toEqual(problem(lineOf(from) + below, 'yaml', found, yaml))
  })

  test('nothing, a list, a word', () => {
    for (const [text, found] of [
      ['', 'nothing'],
      ['- a', 'a list'],
      ['word', '"word"'],
    ] as const) {
      expect(parse(text).problems).toEqual([problem(1, 'deployment.yaml', found, 'a group of settings')])
    }
  })

  test('aliases that multiply are refused before they fill the memory', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
    for (const [name, of] of ['ba', 'cb', 'dc', 'ed'].map((pair) => pair.split(''))) {
      lines.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`)
    }
    expect(parse(lines.join('\n')).problems).toEqual([
      problem(
        1,
        'yaml',
        'aliases that cannot be resolved',
        'settings without anchors and aliases that multiply',
      ),
    ])
  })

  test('no text makes it throw', () => {
    const pieces = fc.constantFrom(
      'name: ',
      'ping:\n',
      '  ',
      '- ',
      '&a ',
      '*a',
      '<<: ',
      '"',
      '{',
      '}',
      ': ',
      '\n',
      '!!map ',
      '? ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
        expect(parse(parts.join('')).ok).toBe(false)
      }),
    )
  })
})

describe('a secret has no place in the file, and is never shown', () => {
  const secret = 'aVerySecretThing42'
  test.each([
    ['signIn: auto', `signIn: auto\n  password: ${secret}`, 'password', 1],
    ['signIn: auto', `signIn: auto\n  PRIMERO_PASSWORD: ${secret}`, 'PRIMERO_PASSWORD', 1],
    ['signIn: auto', `signIn: auto\n  username: ${secret}`, 'username', 1],
    ['paging: { place: top }', `subscriptionKey: ${secret}`, 'subscriptionKey', 0],
    ['paging: { place: top }', `subscription-key: ${secret}`, 'subscription-key', 0],
    ['paging: { place: top }', `clientSecret: { value: ${secret} }`, 'clientSecret', 0],
    ['scope: sandbox', `scope: sandbox, accessToken: ${secret}`, 'accessToken', 0],
    [/token: \{.*\}/, `token: ${secret}`, 'token', 0],
    ['partnerId: PNR-1363', `partnerId: \${PARTNER}${secret}`, 'ping.partnerId', 0],
    ['partnerId: PNR-1363', 'partnerId: 0123456789abcdef0123456789abcdef', 'ping.partnerId', 0],
    ['partnerId: PNR-1363', `partnerId: Bearer ${secret}`, 'ping.partnerId', 0],
    ['partnerId: PNR-1363', `partnerId: eyJhbGciOiJIUzI1NiJ9.${secret}`, 'ping.partnerId', 0],
    ['baseUrl: http://127.0.0.1:4102', `baseUrl: https://user:${secret}@ping.example.org`, 'ping.baseUrl', 0],
    [
      'baseUrl: http://127.0.0.1:4102',
      `baseUrl: https://ping.example.org?subscription-key=${secret}`,
      'ping.baseUrl',
      0,
    ],
  ])('%s → %s', (from, to, key, below) => {
    const at = typeof from === 'string' ? from : 'token: {'
    const parsed = parse(changed(from, to))
    expect(parsed).toEqual({
      ok: false,
      problems: [
        problem(
          lineOf(at) + below,
          key,
          'a secret, or something that looks like one (not shown)',
          'no secrets in this file: they come from the environment',
        ),
      ],
    })
    expect(JSON.stringify(parsed)).not.toContain(secret)
  })
})
