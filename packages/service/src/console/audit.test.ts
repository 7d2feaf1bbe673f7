import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith, nowMs, seal } from '@ping-primero/console/host.fixture.ts'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import { csvHeader } from '../commands/audit/forms.ts'
import { eventWith, itemWith, testLedger, type TestLedger } from '../ledger/item.fixture.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

const page = '/d/gambella/audit'
const people = { by: 'fp@agency.example', at: '2026-11-26T05:15:00.000Z' }

let ledger: TestLedger

beforeEach(async () => {
  ledger = await testLedger()
  const { forDeployment, operators } = ledger.store
  const numbers = { interventionNumber: '803-26-PRTITV-1000004' }
  const waits = { state: 'waiting', reason: 'not-yet-tried' } as const
  const stuck = { flow: '2.1', key: 'two', state: 'attention', reason: 'consent-missing' } as const
  await forDeployment('gambella').save(
    [itemWith({ numbers }), itemWith({ ...stuck, numbers: { caseIdDisplay: '5f3c9a1' } })],
    [
      eventWith({ at: '2026-11-24T20:59:00.000Z', what: 'found', ...waits }),
      eventWith({ at: '2026-11-24T21:00:00.000Z', what: 'state-changed', ...stuck }),
    ],
  )
  await operators.pause('gambella', '2.1', 'the list is being agreed', people)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

function consoleFor(role: Role = 'auditor', more: Partial<ConsoleHost> = {}) {
  const { store } = ledger
  const host = { ledger: ledgerQuestions(store, {}), deeds: ledgerDeeds(store), acts: store.entered.acts }
  const app = consoleApp(hostWith({ ...host, ...more }, role))
  return {
    read: async (query = ''): Promise<string> =>
      (await (await app.request(`${page}${query}`)).text()).replaceAll(/\s+/g, ' '),
    take: async (fields: Readonly<Record<string, string>> = {}): Promise<Response> =>
      app.request(`${page}/file`, {
        method: 'POST',
        headers: { origin: 'http://localhost' },
        body: new URLSearchParams({ seal, once: 'a'.repeat(43), ...fields }),
      }),
  }
}

async function hashes(): Promise<readonly string[]> {
  const all: string[] = []
  for await (const rows of ledger.store.operators.entries('gambella'))
    all.push(...rows.map(({ hash }) => hash))
  return all
}

/** The cells of the table, row by row, as text. */
function rowsOf(text: string): readonly (readonly string[])[] {
  const [, body = ''] = /<tbody[^>]*>(.*)<\/tbody>/.exec(text) ?? []
  return [...body.matchAll(/<tr[^>]*>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
  )
}

function cellsOf(line: string): readonly string[] {
  return line.slice(1, -1).split('","')
}

const paused = [
  'today 08:15',
  'fp@agency.example',
  'Flow paused',
  'Caseworkers refer',
  '“the list is being agreed”',
]
const referred = [
  '25 Nov 00:00',
  'The exchange',
  'Needs attention',
  'Caseworkers refer: case 5f3c9a1',
  'The case does not show consent for services and for sharing. Nothing has been sent.',
]
const foundFirst = [
  '24 Nov 23:59',
  'The exchange',
  'Seen for the first time',
  'UNHCR refers: 803-26-PRTITV-1000004',
  '',
]

test.each([
  ['everything', '', [paused, ['yesterday 00:00', ...referred.slice(1)], foundFirst]],
  ['what people did', '?who=people', [paused]],
  ['an account', '?by=fp%40agency.example', [paused]],
  ['a flow', '?flow=1.1', [foundFirst]],
  [
    'the days of the deployment',
    '?from=2026-11-25&to=2026-11-25',
    [['yesterday 00:00', ...referred.slice(1)]],
  ],
  ['a number, however it is typed', '?number=+803-26-prtitv-1000004+', [foundFirst]],
  ['a number and somebody', '?number=803-26-PRTITV-1000004&who=people', []],
])('the history of %s is told in words, the newest first', async (_what, query, rows) => {
  expect(rowsOf(await consoleFor().read(query))).toEqual(rows)
})

test('the number of a child is not asked for by an address', async () => {
  const { read } = consoleFor()
  const page = await read('?number=803-00C00042')
  expect(page).not.toContain('803-00C00042')
  expect(page).not.toContain('No referral has the number')
  expect(await read()).not.toContain('name="number"')
})

test('of what was asked for the page says that nothing fits, or that nobody knows the number', async () => {
  const { read } = consoleFor()
  expect(await read('?by=nobody')).toContain('Nothing fits.')
  expect(await read('?number=803-26-PRTITV-9999999')).toContain('No referral has the number')
  expect(await read()).toContain('3 entries, newest first')
})

test('who signed in stands there too, about the console', async () => {
  const at = '2026-11-26T05:20:00.000Z'
  const session = { id: 'a digest', account: people.by, roles: { gambella: 'operator' } } as const
  await ledger.store.entered.sessions.begin({ ...session, startedAt: at, seenAt: at, endedAt: null })
  expect(rowsOf(await consoleFor().read())[0]).toEqual([
    'today 08:20',
    people.by,
    'Signed in',
    'The console',
    '',
  ])
})

test('the seal stands whole on the page, and no check is claimed', async () => {
  const { read } = consoleFor()
  const head = await ledger.store.pages.seal('gambella')
  const text = await read()
  expect(text).toContain(`${head?.position}:${head?.hash}`)
  expect(text).not.toContain('is whole')
})

test('pages lead on and back, and keep the filter', async () => {
  const events = Array.from({ length: 60 }, (_, count) =>
    eventWith({ at: new Date(nowMs - (60 - count) * 60_000).toISOString(), key: `k${count}`, what: 'found' }),
  )
  await ledger.store.forDeployment('gambella').save([], events)
  const { read } = consoleFor()
  const first = await read('?flow=1.1')
  expect(rowsOf(first)).toHaveLength(50)
  const [, next = ''] = /rel="next" href="[^"]*\?([^"]+)"/.exec(first) ?? []
  const second = await read(`?${next.replaceAll('&amp;', '&')}`)
  expect(rowsOf(second)).toHaveLength(11)
  expect(second).toContain(`rel="prev" href="${page}?flow=1.1"`)
  expect(second).not.toContain('rel="next"')
})

test('taken as a file it is whole, and says itself who took it', async () => {
  const answer = await consoleFor().take()
  expect([
    answer.status,
    answer.headers.get('content-type'),
    answer.headers.get('content-disposition'),
  ]).toEqual([200, 'text/csv; charset=utf-8', 'attachment; filename="gambella-history.csv"'])
  const lines = (await answer.text()).split('\r\n')
  expect(`${lines[0]}\r\n`).toBe(csvHeader)
  expect(lines).toHaveLength(9)
  const at = new Date(nowMs).toISOString()
  expect(lines.slice(4, 8).map((line) => cellsOf(line).slice(0, 9))).toEqual(
    ['1.1', '1.2', '2.1', '2.2'].map((flow, place) => [
      String(place + 4),
      at,
      flow,
      '*',
      'exported',
      '',
      '',
      '',
      'someone@agency.example',
    ]),
  )
  expect(await ledger.store.operators.verify('gambella')).toMatchObject({ entries: 7 })
  expect(rowsOf(await consoleFor().read())[0]).toEqual([
    'today 08:42',
    'someone@agency.example',
    'History taken as a file',
    'All four flows',
    '',
  ])
})

test('the file of some days holds those alone, with the seal before them', async () => {
  const answer = await consoleFor().take({ from: '2026-11-25', to: '2026-11-25' })
  const [, line = '', ...rest] = (await answer.text()).trimEnd().split('\r\n')
  expect(rest).toEqual([])
  const [before, own] = await hashes()
  expect(cellsOf(line).slice(0, 5)).toEqual(['2', '2026-11-24T21:00:00.000Z', '2.1', 'two', 'state-changed'])
  expect(cellsOf(line).slice(-2)).toEqual([before, own])
})

test('each file that leaves is told of, and a form of an earlier session takes none', async () => {
  const { take } = consoleFor()
  await take()
  await take()
  const refused = await take({ seal: 'another' })
  expect([refused.status, await refused.text()]).toEqual([
    409,
    expect.stringContaining('This page was old, and nothing was done'),
  ])
  const history = await ledger.store.operators.history('gambella', '1.1', '*')
  expect(history.map(({ what }) => what)).toEqual(['exported', 'exported'])
})

test('a file that breaks off does not look whole, and the host is told', async () => {
  const told: unknown[] = []
  const error = new Error('the disk is gone')
  async function* broken(): AsyncGenerator<string> {
    yield csvHeader
    throw error
  }
  const deeds = { ...ledgerDeeds(ledger.store), exportHistory: async () => broken() }
  const answer = await consoleFor('auditor', { deeds, faulted: (_mark, what) => told.push(what) }).take()
  await expect(answer.text()).rejects.toThrow()
  expect(told).toEqual([error])
})
