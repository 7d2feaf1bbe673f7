import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { formOf, requireAnswer, requireLog } from './answers.fixture.ts'
import { programOf } from './cli.ts'
import { answerForms, besideAnswers, refusalForm } from './commands/answer-forms.ts'
import { answerJsonSchema } from './commands/json-schema.ts'

const all = [...answerForms, refusalForm, ...besideAnswers]

/** Every command that takes `--json`, with its parts. */
function answering(command: Command, before: readonly string[] = []): readonly string[] {
  const path = [...before, command.name()]
  const own = command.options.some(({ long }) => long === '--json') ? [path.join(' ')] : []
  return [...own, ...command.commands.flatMap((part) => answering(part, path))]
}

test('every command that takes --json has a schema, and every schema a command', () => {
  const commands = programOf(async () => {}).commands.flatMap((command) => answering(command))
  expect(new Set(answerForms.map(({ typed: [command] }) => command))).toEqual(new Set(commands))
})

test('words and options choose the form of an answer, in whatever order they are typed', () => {
  for (const [typed, name] of [
    ['run 1.1 --dry-run', 'run'],
    ['run --deployment north all', 'run-all'],
    ['retry --all', 'retry'],
    ['retry --all --now', 'retry-now'],
    ['retry N-1 --release', 'retry-release'],
    ['retry --now N-1 --release', 'retry-release-now'],
    ['audit', 'audit-verify'],
    ['audit --head 1:00', 'audit-verify'],
    ['audit export', 'audit-export'],
    ['reconcile --flow 1.1', 'reconcile'],
    ['reconcile N-1 --by somebody', 'reconcile-number'],
    ['openfn --out there', 'openfn-build'],
    ['sandbox --once', 'sandbox'],
    ['sandbox --systems-only', 'sandbox-systems-only'],
  ] as const) {
    expect(formOf(typed.split(' '))?.name, typed).toBe(name)
  }
  expect(formOf(['completion', 'bash'])).toBeNull()
})

/** The members that a schema describes, each with its place and what is said of it. */
function membersOf(node: unknown, place: string): readonly (readonly [string, string | undefined])[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, inner]: [string, unknown]) => {
    const here = `${place}/${key}`
    if (key !== 'properties') return membersOf(inner, here)
    return Object.entries(Object(inner)).flatMap(([name, member]) => {
      const said = Object(member)
      return [
        [`${here}/${name}`, said.description ?? said.$ref] as const,
        ...membersOf(said, `${here}/${name}`),
      ]
    })
  })
}

describe.each(all)('the schema of $name', ({ name, schema }) => {
  const made = answerJsonSchema(name, schema)

  test('says of every member what it is, in one line', () => {
    const members = membersOf(made, '')
    expect(members.length).toBeGreaterThan(0)
    for (const [place, said] of members) expect(said, place).toMatch(/^#\/\$defs\/.+|^.*\w.*[.…]$/)
    for (const [id, part] of Object.entries(made.$defs ?? {})) {
      expect(Object(part).description, id).toMatch(/^.*\w.*\.$/)
    }
  })

  test('forbids no member that it does not know', () => {
    expect(made.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(JSON.stringify(made)).not.toMatch(/additionalProperties|unevaluatedProperties|propertyNames/)
  })
})

describe('an answer of which the tests must not believe that it is described', () => {
  const resumed = { deployment: 'north', flow: '2.2', paused: false, wasPaused: true }
  const refused = { code: 'flow-unknown', message: 'No.', owner: 'administrator', nextStep: 'Another.' }
  const given = (args: readonly string[], answer: unknown) => () =>
    requireAnswer(args, JSON.stringify(answer))

  test('is told from one that is', () => {
    given(['resume', '2.2'], resumed)()
    given(['resume', 'all'], [resumed])()
    given(['resume', '2.3'], { error: refused })()
    given(['completion', 'tcsh'], { error: refused })()
  })

  test.each([
    ['has a member too many', ['resume', '2.2'], { ...resumed, by: 'A. Operator' }, 'additional'],
    ['lacks a member', ['resume', '2.2'], { ...resumed, wasPaused: undefined }, 'wasPaused'],
    ['has a code that is not listed', ['resume', '2.2'], { ...resumed, flow: '2.3' }, '/flow'],
    ['has another type', ['resume', '2.2'], { ...resumed, wasPaused: 1 }, '/wasPaused'],
    ['has the form of another', ['resume', 'all'], resumed, 'array'],
    [
      'is a refusal by a code that is not listed',
      ['resume'],
      { error: { ...refused, code: 'no' } },
      '/error/code',
    ],
    ['is a refusal that says more', ['resume'], { error: { ...refused, stack: '' } }, 'additional'],
    ['says besides that it was refused', ['resume'], { error: refused, flow: '2.2' }, 'additional'],
    ['is of a command without a schema', ['frobnicate'], {}, 'No schema is published'],
  ])('%s', (_, args, answer, said) => {
    expect(given(args, answer)).toThrow(said)
  })

  test('has times that are none', () => {
    const served = { startedAt: '2026-03-01T00:00:00.000Z', deployments: [], ledger: null }
    given(['serve'], { ...served, finishedAt: '2026-03-01T00:00:01.000Z' })()
    expect(given(['serve'], { ...served, finishedAt: '2026-03-01' })).toThrow('/finishedAt')
  })
})

test('a line of the log of which the tests must not believe that it is described is told from one that is', () => {
  const line = { level: 'info', time: '2026-03-01T00:00:00.000Z', deployment: 'north' }
  const down = { ...line, event: 'system-down', system: 'ping', nextProbe: line.time }
  const given = (...lines: readonly object[]) =>
    requireLog(lines.map((one) => JSON.stringify(one)).join('\n'))
  given(down, { ...line, event: 'stopping', running: 0 })
  requireLog('The ledger is new.\n')
  expect(() => given(down, { ...down, system: 'progres' })).toThrow('/system')
  expect(() => given({ ...down, name: 'A. Child' })).toThrow('additional')
  expect(() => given({ ...line, event: 'rested' })).toThrow('No schema is published for the event rested.')
})
