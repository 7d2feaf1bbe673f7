import { afterEach, describe, expect, test } from 'vitest'
import { changedCases, second } from './changed.ts'
import type { Primero } from './client.ts'
import { readCase } from './record.ts'
import {
  putCase,
  recordId,
  startSpeaking,
  type Speaking,
  type SpeakingOptions,
} from '../../../../test/support/speaking.ts'

const open: Speaking[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map(({ server }) => server.stop()))
})

const began = Date.parse('2026-08-01T10:00:00.000Z')
let now = began

/** Cases made `apart` ms from one another. */
async function withCases(count: number, apart: number, options: SpeakingOptions = {}): Promise<Speaking> {
  now = began
  const speaking = await startSpeaking({ ...options, now: () => now })
  open.push(speaking)
  for (let place = 0; place < count; place += 1) {
    putCase(speaking.server, place, { case_id: `case-${(place * 7919) % 100_003}` })
    now += apart
  }
  now = began + 24 * 60 * 60_000
  return speaking
}

/** Reads to the end; `meanwhile` happens before each answer, with the request's number. */
async function read(
  { primero, server }: Speaking,
  since: string,
  meanwhile: (request: number) => void = () => {},
): Promise<{ readonly rows: readonly string[]; readonly ended: string }> {
  let request = 0
  server.faults.add({
    fault: { kind: 'delay', ms: 0 },
    when: () => {
      request += 1
      meanwhile(request)
      return true
    },
  })
  const rows: string[] = []
  for await (const page of changedCases(primero, since, 'status')) {
    if (!page.ok)
      return { rows, ended: page.failure.kind === 'stop' ? page.failure.reason : page.failure.kind }
    rows.push(...page.value.cases.map((one) => `${one.id} ${one.lastUpdatedAt}`))
  }
  return { rows, ended: 'whole' }
}

function idsOf(rows: readonly string[]): readonly string[] {
  return rows.map((row) => row.split(' ', 1)[0] ?? '')
}

function allIds(count: number, from = 0): readonly string[] {
  return Array.from({ length: count - from }, (_, at) => recordId(from + at))
}

function touch({ server }: Speaking, place: number): void {
  now += 1_000
  server.act.updateCase('caseworker1', recordId(place), { name_nickname: `Z${now}` })
}

describe('cases changed since a moment', () => {
  test('come once each, oldest change first, from the second asked for', async () => {
    const speaking = await withCases(5, 1_000)
    const { rows, ended } = await read(speaking, '2026-08-01T10:00:02.900Z')
    expect([idsOf(rows), ended]).toEqual([allIds(5, 2), 'whole'])
  })

  test('end quietly where nothing has changed', async () => {
    const speaking = await withCases(2, 1_000)
    expect(await read(speaking, '2026-09-01T00:00:00Z')).toEqual({ rows: [], ended: 'whole' })
    expect(speaking.server.traffic.total()).toBe(1)
  })

  test('come over every page: 2,500 are all there', async () => {
    const speaking = await withCases(2_500, 50)
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([idsOf(rows), ended]).toEqual([allIds(2_500), 'whole'])
  })

  test('exactly one full page is not taken for the end', async () => {
    const speaking = await withCases(1_000, 50)
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([idsOf(rows), ended]).toEqual([allIds(1_000), 'whole'])
  })

  test('a case that moves to the end between two pages lets none be passed over, and comes again', async () => {
    const speaking = await withCases(2_500, 50)
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z', (request) => {
      if (request === 2) for (const place of [3, 5, 7, 1_500]) touch(speaking, place)
    })
    expect([new Set(idsOf(rows)), ended]).toEqual([new Set(allIds(2_500)), 'whole'])
    expect(rows.length).toBe(2_500 + 3)
    expect(new Set(rows).size).toBe(rows.length)
  })

  test.each([
    ['distinct milliseconds', {}],
    ['ties in any order', { shuffledTies: true }],
  ])('more than 1,000 in one second are all there, %s', async (kind, options) => {
    const speaking = await withCases(2_300, 'shuffledTies' in options ? 0 : 0.4, options)
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([new Set(idsOf(rows)), rows.length, ended, kind]).toEqual([
      new Set(allIds(2_300)),
      2_300,
      'whole',
      kind,
    ])
  })

  test('of more than 1,000 in one second none is passed over when some change while they are read', async () => {
    const speaking = await withCases(2_300, 0)
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z', (request) => {
      if (request > 1) for (let at = 0; at < 20; at += 1) touch(speaking, request * 100 + at)
    })
    expect([new Set(idsOf(rows)), ended]).toEqual([new Set(allIds(2_300)), 'whole'])
    expect(new Set(rows).size).toBe(rows.length)
  })

  test('what comes after such a second is read as well', async () => {
    const speaking = await withCases(1_200, 0)
    now = began + 5_000
    putCase(speaking.server, 9_000)
    const { rows, ended } = await read(speaking, '2026-08-01T10:00:00Z')
    expect([new Set(idsOf(rows)), ended]).toEqual([new Set([...allIds(1_200), recordId(9_000)]), 'whole'])
  })

  test('a total that is too small does not end the list at a full page', async () => {
    const speaking = await withCases(1_500, 50)
    speaking.server.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace(/"total":\d+/, '"total":1000') }),
      },
      times: 1,
    })
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([idsOf(rows), ended]).toEqual([allIds(1_500), 'whole'])
  })

  test('a total that is too large is list-incomplete, never silence', async () => {
    const speaking = await withCases(3, 1_000)
    speaking.server.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => ({ ...answer, body: (answer.body ?? '').replace(/"total":\d+/, '"total":900') }),
      },
    })
    expect((await read(speaking, '2026-08-01T00:00:00Z')).ended).toBe('list-incomplete')
  })

  test('a server that gives fewer rows a page than it was asked for is read to the end', async () => {
    const speaking = await withCases(25, 1_000)
    speaking.server.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => {
          const { data, metadata } = JSON.parse(answer.body ?? '{}') as { data: unknown[]; metadata: object }
          return { ...answer, body: JSON.stringify({ data: data.slice(0, 10), metadata }) }
        },
      },
    })
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([idsOf(rows), ended]).toEqual([allIds(25), 'whole'])
  })

  test('rows from before the moment mean that Primero did not filter', async () => {
    const speaking = await withCases(3, 1_000)
    speaking.server.faults.add({
      fault: {
        kind: 'rewrite',
        with: (answer) => ({
          ...answer,
          body: (answer.body ?? '').replace('2026-08-01T10:00:02', '2026-07-01T10:00:02'),
        }),
      },
    })
    expect((await read(speaking, '2026-08-01T10:00:00Z')).ended).toBe('primero-filter-ignored')
  })

  test('trouble ends the list with itself', async () => {
    const speaking = await withCases(1_500, 50)
    speaking.server.faults.add({
      fault: { kind: 'status', status: 503 },
      when: ({ query }) => !query.includes('00:00:00Z..'),
    })
    const { rows, ended } = await read(speaking, '2026-08-01T00:00:00Z')
    expect([rows.length, ended]).toEqual([1_000, 'trouble'])
  })
})

test('a time is cut to its second', () => {
  expect(second('2026-08-01T10:00:00.999Z')).toBe('2026-08-01T10:00:00Z')
})

test('a server that always has one more case comes to an end as incomplete', async () => {
  let asked = 0
  const endless: Pick<Primero, 'list'> = {
    list: async () => {
      asked += 1
      const time = new Date(began + asked * 1000).toISOString()
      const one = readCase({ id: recordId(asked), last_updated_at: time })
      return { ok: true, value: { cases: one === null ? [] : [one], unreadable: [], total: 2, date: null } }
    },
  }
  let end: unknown
  for await (const page of changedCases(endless as Primero, '2026-08-01T10:00:00Z', 'status')) end = page
  expect(end).toEqual({ ok: false, failure: { kind: 'list-incomplete' } })
  expect(asked).toBe(10_000)
})
