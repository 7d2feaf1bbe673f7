import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand } from '../../packages/service/src/cli.fixture.ts'
import { openLedger } from '../../packages/service/src/ledger/store.ts'
import { childAt } from '../referrals-in/scene.ts'
import { startWorld, type World } from '../support/world.ts'
import { operator, playAll } from './scene.ts'

const sandbox = resolve('deployments/sandbox')
let world: World
let directory = ''
/** The whole history, as the command writes it. */
let all: readonly Line[] = []

beforeAll(async () => {
  world = await startWorld()
  await playAll(world)
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-audit-'))
  all = await exported()
})
afterAll(async () => {
  await world.stop()
  rmSync(directory, { recursive: true })
})

function start(args: readonly string[], ledger = join(world.directory, 'ledger.db')) {
  return startCommand({ args, cwd: directory, env: { LEDGER_URL: `sqlite:${ledger}` } }).ended
}

interface Line {
  readonly position: number
  readonly previous: string
  readonly hash: string
  readonly at: string
  readonly by?: string
  readonly why?: string
  readonly what: string
}

/** Entries as the command writes them. */
async function exported(...more: readonly string[]): Promise<readonly Line[]> {
  const { stdout } = await start(['audit', 'export', '--deployment', sandbox, ...more])
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line))
}

/** A ledger with one pause, whose person wrote what a spreadsheet would take for a formula. */
async function small(name: string): Promise<string> {
  const path = join(directory, name)
  const store = await openLedger(`sqlite:${path}`)
  const act = { by: '=HYPERLINK("http://example.org")', at: '2026-11-20T09:00:00.000Z' }
  await store.operators.pause('sandbox', '2.1', '\'t was "due", they say', act)
  await store.operators.resume('sandbox', '2.1', { ...act, by: '+251 Abel', at: '2026-11-21T09:00:00.000Z' })
  await store.close()
  return path
}

test('audit verify answers each deployment with its entries and its head', async () => {
  const last = all.at(-1)
  const head = `${last?.position}:${last?.hash}`
  const answer = { deployment: 'sandbox', ok: true, entries: all.length, head }
  for (const args of [
    ['audit', 'verify'],
    ['audit'],
    ['audit', 'verify', '--deployment', sandbox, '--head', head],
  ]) {
    const { code, stdout, stderr } = await start([...args, '--json'])
    expect([code, JSON.parse(stdout), stderr]).toEqual([0, { ok: true, deployments: [answer] }, ''])
  }
  const words = await start(['audit', 'verify'])
  expect(words.stdout).toBe(
    `sandbox: whole and unaltered, ${all.length} entries.\n  Head, to be kept elsewhere: ${head}\n`,
  )
})

test('a touched history is answered with exit code 3, its first touched entry, whose move it is and what to do', async () => {
  const path = await small('touched.db')
  const store = await openLedger(`sqlite:${path}`)
  await store.operators.pause('gambella', '1.1', 'review', { by: 'Beza T.', at: '2026-11-20T09:00:00.000Z' })
  await store.close()
  const file = new DatabaseSync(path)
  file.exec(
    "drop trigger event_no_update; update event set by = 'Somebody' where deployment = 'sandbox' and position = 2",
  )
  file.close()
  const { code, stdout } = await start(['audit', 'verify', '--json'], path)
  expect([code, JSON.parse(stdout)]).toEqual([
    3,
    {
      ok: false,
      deployments: [
        { deployment: 'gambella', ok: true, entries: 1, head: expect.stringMatching(/^1:[0-9a-f]{64}$/) },
        {
          deployment: 'sandbox',
          ok: false,
          fault: {
            code: 'entry-altered',
            position: 2,
            item: null,
            message: 'An entry is not as it was written.',
            owner: 'administrator',
            nextStep: expect.stringContaining('Keep a copy of the ledger file'),
          },
        },
      ],
    },
  ])
  const words = await start(['audit', 'verify'], path)
  expect(words.code).toBe(3)
  expect(words.stdout).toContain(
    'sandbox: TOUCHED, first at entry 2. An entry is not as it was written. (entry-altered)',
  )
  expect(words.stdout).toContain('Whose move: the administrator.')
})

test('a touched history is exported as it stands, with exit code 3 and a sentence on stderr', async () => {
  const path = await small('touched-export.db')
  const file = new DatabaseSync(path)
  file.exec("drop trigger event_no_update; update event set by = 'Somebody' where position = 2")
  file.close()
  const touched = 'sandbox: TOUCHED, first at entry 2. An entry is not as it was written. (entry-altered)'
  for (const more of [[], ['--format', 'csv'], ['--to', '2026-11-21']]) {
    const { code, stdout, stderr } = await start(['audit', 'export', ...more], path)
    expect(code).toBe(3)
    expect(stdout).toContain('paused')
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^sandbox: (1 entry|2 entries)\.$/),
      touched,
      expect.stringContaining('Whose move: the administrator.'),
      '',
    ])
  }
  const { code, stdout, stderr } = await start(['audit', 'export', '--json'], path)
  expect([code, JSON.parse(stdout)]).toMatchObject([
    3,
    { entries: [{ position: 1 }, { position: 2 }], ok: false, fault: { code: 'entry-altered', position: 2 } },
  ])
  expect(stderr).toContain(touched)
})

test('a head that was kept elsewhere and is not in the history is answered with exit code 3', async () => {
  const path = await small('kept.db')
  const kept = `1:${'ab'.repeat(32)}`
  const { code, stdout } = await start(['audit', 'verify', '--head', kept, '--json'], path)
  expect([code, JSON.parse(stdout)]).toMatchObject([
    3,
    { deployments: [{ fault: { code: 'kept-head-differs', position: 1 } }] },
  ])
})

test('what is not understood is refused, and stdout holds no entry', async () => {
  const cases = [
    [['verify', '--head', '12'], 'POSITION:HASH'],
    [['export', '--from', '2026-11-02', '--to', '2026-11-01'], '--from must be before --to'],
    [['export', '--from', 'yesterday'], '--from takes an ISO date'],
    [['export', '--to', '2026-02-31'], '--to takes an ISO date'],
    [['export', '--format', 'xlsx'], 'jsonl, csv or text'],
    [['export', '--format', 'csv'], 'leave out --format'],
    [['export', '--frobnicate'], "unknown option '--frobnicate'"],
    [['verify', '--deployment', 'nowhere'], 'nowhere'],
  ] as const
  const answers = await Promise.all(cases.map(([args]) => start(['audit', ...args, '--json'])))
  for (const [index, [args, words]] of cases.entries()) {
    const { code, stdout } = answers[index] ?? { stdout: '' }
    expect([code, JSON.parse(stdout)], args.join(' ')).toEqual([
      2,
      { error: expect.objectContaining({ message: expect.stringContaining(words) }) },
    ])
  }
})

test('whoever has the export computes the chain again with SHA-256 and nothing of this program', async () => {
  const { stdout, stderr, code } = await start(['audit', 'export', '--deployment', sandbox])
  let previous = ''
  let entries = 0
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const { hash, previous: named, ...entry } = JSON.parse(line)
    const canonical = JSON.stringify(entry, Object.keys(entry).sort())
    expect(named).toBe(previous)
    previous = createHash('sha256')
      .update(previous + canonical)
      .digest('hex')
    expect(hash).toBe(previous)
    entries += 1
  }
  expect(entries).toBeGreaterThan(60)
  expect([code, stderr]).toEqual([
    0,
    `sandbox: ${entries} entries. Head, to be kept elsewhere: ${entries}:${previous}\n`,
  ])
})

test('a period is exported with what it takes to verify each of its entries alone', async () => {
  const from = all[20]?.at ?? ''
  const to = all.at(-3)?.at ?? ''
  const some = await exported('--from', from, '--to', to)
  expect(some).toEqual(all.filter(({ at }) => at >= from && at < to))
  expect(some.length).toBeGreaterThan(10)
  expect(some.length).toBeLessThan(all.length - 10)
  for (const { position, previous } of some) expect(previous).toBe(all[position - 2]?.hash)
})

test('with --json stdout holds the whole history as one value, and an empty one as well', async () => {
  const last = all.at(-1)
  const { stdout, stderr } = await start(['audit', 'export', '--json'])
  expect([JSON.parse(stdout), stderr]).toEqual([
    {
      deployment: 'sandbox',
      from: null,
      to: null,
      entries: all,
      head: `${last?.position}:${last?.hash}`,
      ok: true,
    },
    '',
  ])
  const empty = join(directory, 'empty.db')
  await (await openLedger(`sqlite:${empty}`)).close()
  const nothing = await start(['audit', 'export', '--deployment', sandbox, '--json'], empty)
  expect(JSON.parse(nothing.stdout)).toMatchObject({ entries: [], head: null })
  expect(await start(['audit', 'export', '--deployment', sandbox], empty)).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'sandbox: 0 entries.\n',
  })
  expect((await start(['audit', 'verify', '--deployment', sandbox], empty)).stdout).toBe(
    'sandbox: no entries yet.\n',
  )
  expect((await start(['audit', 'verify'], empty)).stdout).toBe('The ledger holds nothing yet.\n')
})

test('in the CSV no text of a person is a formula, and each can be had back as it was typed', async () => {
  const { stdout } = await start(['audit', 'export', '--format', 'csv'], await small('formulas.db'))
  const [header = [], ...cells] = stdout
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      line
        .slice(1, -1)
        .split('","')
        .map((cell) => cell.replaceAll('""', '"')),
    )
  const rows = cells.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])))
  const hash = expect.stringMatching(/^[0-9a-f]{64}$/)
  const common = {
    flow: '2.1',
    key: '*',
    state: '',
    reason: '',
    transaction_id: '',
    deployment: 'sandbox',
    hash,
  }
  expect(rows).toEqual([
    {
      ...common,
      position: '1',
      at: '2026-11-20T09:00:00.000Z',
      what: 'paused',
      by: `'=HYPERLINK("http://example.org")`,
      why: `''t was "due", they say`,
      previous: '',
    },
    {
      ...common,
      position: '2',
      at: '2026-11-21T09:00:00.000Z',
      what: 'resumed',
      by: "'+251 Abel",
      why: '',
      previous: rows[0]?.['hash'],
    },
  ])
})

test('the export says which operator did what and when, and names no other person', async () => {
  const acts = all.filter(({ by }) => by !== undefined)
  expect(acts.map(({ what, by, why = null }) => [what, by, why])).toEqual([
    ['paused', operator, 'the mapping is under review'],
    ['resumed', operator, null],
    ['retried', operator, null],
    ['released', operator, null],
    ['handled', operator, 'UNHCR was told by phone'],
  ])
  for (const { at } of acts) expect(new Date(at).toISOString()).toBe(at)
  const people = [1, 2, 3, 4, 5, 6, 7].map((place) => childAt(place))
  const cases = [...world.primero.store.cases()].map(({ data }) => data)
  const names = [
    ...people.flatMap(({ givenName, familyName, number }) => [givenName, familyName, number]),
    ...cases.flatMap((data) => [
      data['name_first'],
      data['name_last'],
      data['unhcr_individual_no'],
      data['owned_by'],
    ]),
  ].filter((name): name is string => typeof name === 'string')
  expect(names.length).toBeGreaterThan(40)
  const text = JSON.stringify(all).toLowerCase()
  expect(names.filter((name) => text.includes(name.toLowerCase()))).toEqual([])
})

test('in words a history tells who did what and when, by the numbers and clocks of people', async () => {
  const said = async (...more: readonly string[]) => {
    const args = ['audit', 'export', '--format', 'text', '--deployment', sandbox, ...more]
    return (await start(args)).stdout.trimEnd().split('\n')
  }
  const time = /^2026-11-20 \d\d:\d\d \+03:00 {2}/
  const lines = await said()
  expect(lines).toHaveLength(all.length)
  for (const line of lines) expect(line).toMatch(time)
  const acts = await said('--people')
  expect(
    acts.map((line) => line.replace(time, '').replaceAll(/[0-9a-f-]{36}|803-\S+(?=:)/g, 'NUMBER')),
  ).toEqual([
    `2.1  ${operator} paused the flow: the mapping is under review.`,
    `2.1  ${operator} resumed the flow.`,
    `1.1  NUMBER: ${operator} asked for the referral to be tried again.`,
    `2.1  NUMBER: ${operator} let the referral go.`,
    `1.1  NUMBER: ${operator} settled the referral outside: UNHCR was told by phone.`,
  ])
  expect(acts.at(-1)).toContain(' 803-26-PRTITV-')
  expect((await said('--utc'))[0]).toMatch(/^2026-11-20 08:00 UTC {2}/)
  expect((await exported('--people')).map(({ by }) => by)).toEqual(acts.map(() => operator))
})
