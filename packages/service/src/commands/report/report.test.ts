import { DatabaseSync } from 'node:sqlite'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reportTable } from '@ping-primero/core/measures/table.ts'
import type { ReportAnswer } from '@ping-primero/core/measures/report.ts'
import { startCommand } from '../../cli.fixture.ts'
import { itemWith } from '../../ledger/item.fixture.ts'
import { openLedger } from '../../ledger/store.ts'
import { reportWords } from './forms.ts'
import { periodOf } from './period.ts'

let directory = ''
let path = ''

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-report-'))
  path = join(directory, 'ledger.db')
  const store = await openLedger(`sqlite:${path}`)
  const items = Array.from({ length: 40 }, (_, at) => {
    const day = at < 20 ? '2026-02-03' : '2026-03-04'
    const foundAt = `${day}T08:00:00.000Z`
    const found = {
      key: `${at}`,
      numbers: { interventionGuid: `${at}` },
      foundAt,
      foundOn: day,
      since: foundAt,
    }
    return at % 20 < 2
      ? itemWith({ ...found, state: 'attention', reason: 'case-closed' })
      : itemWith({ ...found, state: 'confirmed', reason: null, confirmedAt: `${day}T08:03:00.000Z` })
  })
  const decisions = Array.from({ length: 12 }, (_, at) =>
    itemWith({
      flow: '1.2',
      key: `${at + 5}`,
      numbers: { interventionGuid: `${at + 5}` },
      foundAt: '2026-02-05T09:00:00.000Z',
      foundOn: '2026-02-05',
      state: 'confirmed',
      reason: null,
      decision: at < 6 ? 'accepted' : 'rejected',
      confirmedAt: '2026-02-05T09:00:00.000Z',
    }),
  )
  await store.forDeployment('gambella').save([...items, ...decisions], [])
  await store.close()
})
afterAll(() => rmSync(directory, { recursive: true }))

function start(...args: readonly string[]) {
  return startCommand({ args: ['report', ...args], cwd: directory, env: { LEDGER_URL: `sqlite:${path}` } })
    .ended
}

async function asked(...args: readonly string[]): Promise<ReportAnswer> {
  const { code, stdout } = await start(...args, '--json')
  expect(code, stdout).toBe(0)
  return JSON.parse(stdout) as ReportAnswer
}

const ofYear = ['--from', '2026-01', '--to', '2026-12'] as const

test('the year is told, and of its months what lets no small number be worked out', async () => {
  const { rows } = await asked(...ofYear)
  expect(rows[0]).toEqual({
    flow: '1.1',
    month: null,
    received: null,
    confirmed: 36,
    accepted: 6,
    rejected: 6,
    undecided: 24,
    unconfirmed: null,
    waiting: 0,
    attention: null,
    withdrawn: 0,
    handled: 0,
    minutesToConfirmed: 2,
    daysToDecided: 2,
  })
  const months = await asked(...ofYear, '--by', 'month')
  expect(months.rows).toHaveLength(48)
  expect(months.rows[1]).toMatchObject({ month: '2026-02', confirmed: 18, accepted: 6, attention: null })
  expect(JSON.stringify([rows, months])).not.toMatch(/:[1-4](?=[,}])(?<!(?:Confirmed|Decided)":\d)/)
})

test('it is told in words and as a table as well, and what is left out is said to be', async () => {
  const { stdout } = await start(...ofYear)
  expect(stdout).toContain(
    '1.1 referrals from proGres to Primero: (left out) received = 36 confirmed + (left out) not; 6 accepted, 6 rejected, 24 not decided; half confirmed within 5 minutes; half decided after 2 days.',
  )
  expect(stdout).toContain('Left out: numbers below 5')
  const table = await start(...ofYear, '--format', 'csv')
  const [head = '', first = ''] = table.stdout.split('\r\n')
  expect(head).toMatch(/^"deployment","flow","from","to","received","confirmed",/)
  expect(first).toBe('"gambella","1.1","2026-01","2026-12","","36","6","6","24","","0","","0","0","2","2"')
  expect(table.stdout.endsWith('"\r\n')).toBe(true)
})

test('counted anew nothing differs; what somebody changed by hand is found and mended', async () => {
  const before = await asked(...ofYear, '--recount')
  expect(before.recounted).toEqual({ differed: 0 })
  const database = new DatabaseSync(path)
  database.exec("update measure set count = count + 7 where state = 'attention'")
  database.close()
  expect((await asked(...ofYear)).rows[0]).toMatchObject({ attention: 18 })
  const after = await asked(...ofYear, '--recount')
  expect(after.recounted?.differed).toBeGreaterThan(0)
  expect(after.rows).toEqual(before.rows)
})

test.each([
  [['--from', '2026-02-02'], /--from takes a month/],
  [['--to', '2026-02-27'], /--to takes a month/],
  [['--from', '2026-03', '--to', '2026-02'], /--from must not be after --to/],
  [['--by', 'week'], /--by takes flow or month/],
  [['--format', 'pdf'], /--format takes words, json or csv/],
] as const)('%j is refused', async (args, message) => {
  const { code, stdout } = await start(...args, '--json')
  expect(code).toBe(2)
  expect(JSON.parse(stdout).error.message).toMatch(message)
})

describe('the months that are meant', () => {
  const now = Date.parse('2026-11-30T22:30:00.000Z')
  test.each([
    [{}, 'Etc/UTC', { from: '2026-01', to: '2026-11' }],
    [{}, 'Africa/Addis_Ababa', { from: '2026-01', to: '2026-12' }],
    [{ from: '2025-07-01', to: '2026-02-28' }, 'Etc/UTC', { from: '2025-07', to: '2026-02' }],
    [{ to: '2024-02-29' }, 'Etc/UTC', { from: '2024-01', to: '2024-02' }],
  ])('%j in %s', (options, zone, period) => {
    expect(periodOf(options, zone, now)).toEqual({ ok: true, value: period })
  })
})

test('a month of which nothing is known is none, and nothing is said to be left out', () => {
  const row = {
    flow: '2.1',
    month: null,
    received: 0,
    confirmed: 0,
    accepted: 0,
    rejected: 0,
    undecided: 0,
    unconfirmed: 0,
    waiting: 0,
    attention: 0,
    withdrawn: 0,
    handled: 0,
    minutesToConfirmed: null,
    daysToDecided: null,
  } as const
  const period = { from: '2026-03', to: '2026-03' }
  const answer: ReportAnswer = {
    deployment: '=gambella',
    ...period,
    by: 'flow',
    recounted: null,
    rows: [row],
  }
  expect(reportWords(answer, period).split('\n')).toEqual([
    '=gambella, 2026-03, by the day on which they were found:',
    '  2.1 referrals from Primero to proGres: none.',
  ])
  expect(reportTable(answer).join('')).toContain('"\'=gambella"')
})
