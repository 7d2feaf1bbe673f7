import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import type { HistoryPage, HistoryQuery } from '@ping-primero/core/ledger/questions.ts'
import { historyQuestions, type HistoryQuestions } from './history-questions.ts'
import { eventWith, itemWith, testLedger, type TestLedger } from './item.fixture.ts'
import { openSqlite } from './sqlite.ts'
import { ownSurroundings } from './surroundings.ts'

const everything: HistoryQuery = {
  deployment: 'gambella',
  flow: null,
  doer: null,
  by: null,
  items: null,
  from: null,
  until: null,
  before: null,
}

let ledger: TestLedger
let questions: HistoryQuestions

beforeEach(async () => {
  ledger = await testLedger()
  questions = ledger.store.pages
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
})

/** The n-th minute of a day. */
function minute(count: number): string {
  return new Date(Date.parse('2026-03-01T00:00:00.000Z') + count * 60_000).toISOString()
}

async function write(events: readonly Partial<LedgerEvent>[], deployment = 'gambella'): Promise<void> {
  await ledger.store.forDeployment(deployment).save([], events.map(eventWith))
}

/** All pages of a query, one after the other. */
async function pagesOf(query: Partial<HistoryQuery>, limit: number): Promise<readonly HistoryPage[]> {
  const pages: HistoryPage[] = []
  for (let before: number | null = null; ;) {
    const page = await questions.historyPage({ ...everything, ...query, before }, limit)
    pages.push(page)
    if (page.next === null) return pages
    before = page.next
  }
}

function places(pages: readonly HistoryPage[]): readonly number[] {
  return pages.flatMap(({ entries }) => entries.map(({ position }) => position))
}

test('a history is read from its end, in pages that hold every entry once', async () => {
  await write(Array.from({ length: 7 }, (_, count) => ({ at: minute(count) })))
  await write([{}, {}], 'duhok')
  const pages = await pagesOf({}, 3)
  expect(pages.map((page) => places([page]))).toEqual([[7, 6, 5], [4, 3, 2], [1]])
  expect(pages.map(({ next }) => next)).toEqual([5, 2, null])
})

test('what comes in meanwhile changes nothing of the pages further on', async () => {
  await write([{}, {}, {}, {}])
  const { next } = await questions.historyPage(everything, 2)
  await write([{}, {}])
  expect(places([await questions.historyPage({ ...everything, before: next }, 2)])).toEqual([2, 1])
})

test('an empty history has one page without an entry, and no seal', async () => {
  expect(await questions.historyPage(everything, 5)).toEqual({
    entries: [],
    items: [],
    next: null,
    lookedTo: null,
  })
  expect(await questions.seal('gambella')).toBe(null)
})

test('the seal is that of the last entry, as verifying says it', async () => {
  const act = { by: 'one@agency.example', at: minute(0) }
  await ledger.store.operators.pause('gambella', '1.1', 'the list is being agreed', act)
  await ledger.store.operators.resume('gambella', '1.1', act)
  const check = await ledger.store.operators.verify('gambella')
  expect(check).toMatchObject({ whole: true, head: await questions.seal('gambella') })
})

test('what a person did last with a whole history is found, of some acts alone', async () => {
  const { noteDone } = ledger.store.operators
  const act = (count: number) => ({ by: 'one@agency.example', at: minute(count) })
  expect(await questions.lastNoted('gambella', ['verified'])).toBe(null)
  await noteDone('gambella', 'verified', act(1))
  await noteDone('gambella', 'exported', act(2))
  await noteDone('gambella', 'verified', act(3))
  await noteDone('duhok', 'verified', act(4))
  await noteDone('gambella', 'exported', act(5))
  expect(await questions.lastNoted('gambella', ['verified', 'found-touched'])).toEqual({
    position: 9,
    at: minute(3),
    flow: '1.1',
    key: '*',
    what: 'verified',
    by: 'one@agency.example',
  })
})

describe('a filter', () => {
  beforeEach(async () => {
    await write([
      { at: minute(0), flow: '1.1' },
      { at: minute(1), flow: '2.1', key: '*', what: 'paused', by: 'one@agency.example' },
      { at: minute(2), flow: '2.1', what: 'retried', by: 'two@agency.example' },
      { at: minute(3), flow: '2.1', key: 'two' },
      { at: minute(4), flow: '1.1', what: 'handled', by: 'one@agency.example', why: 'by letter' },
    ])
  })

  test.each([
    ['of a flow', { flow: '2.1' }, [4, 3, 2]],
    ['of what people did', { doer: 'people' }, [5, 3, 2]],
    ['of what the flows did', { doer: 'flows' }, [4, 1]],
    ['of an account', { by: 'one@agency.example' }, [5, 2]],
    ['of an account that did nothing', { by: 'one' }, []],
    ['from a time on', { from: minute(3) }, [5, 4]],
    ['until a time', { until: minute(3) }, [3, 2, 1]],
    ['of a while', { from: minute(1), until: minute(2) }, [2]],
    ['of a while that ends before it begins', { from: minute(3), until: minute(1) }, []],
    ['of a flow, a while and an account', { flow: '2.1', from: minute(2), by: 'two@agency.example' }, [3]],
    ['of one item', { items: [{ flow: '1.1', key: 'one' }] }, [5, 1]],
    [
      'of several items',
      {
        items: [
          { flow: '2.1', key: 'one' },
          { flow: '2.1', key: 'two' },
        ],
      },
      [4, 3],
    ],
    ['of an item, by people', { items: [{ flow: '1.1', key: 'one' }], doer: 'people' }, [5]],
    ['of no item', { items: [] }, []],
  ] as const)('%s finds what fits, also over pages', async (_what, query, found) => {
    expect(places(await pagesOf(query, 10))).toEqual(found)
    expect(places(await pagesOf(query, 1))).toEqual(found)
  })
})

test('the items that entries are about come with them, once each', async () => {
  await ledger.store
    .forDeployment('gambella')
    .save(
      [itemWith({}), itemWith({ key: 'two' }), itemWith({ key: 'three', flow: '2.1' })],
      [eventWith({}), eventWith({ key: 'three', flow: '2.1' }), eventWith({}), eventWith({ key: 'gone' })],
    )
  const { items } = await questions.historyPage(everything, 10)
  expect(items.map(({ flow, key }) => [flow, key])).toEqual([
    ['1.1', 'one'],
    ['2.1', 'three'],
  ])
})

test('a page looks at so many entries, says how far it looked, and the next one goes on from there', async () => {
  const rare = 'one@agency.example'
  await write(
    Array.from({ length: 25 }, (_, count) => ({ at: minute(count), ...(count === 3 ? { by: rare } : {}) })),
  )
  const db = openSqlite(ledger.path, ownSurroundings)
  questions = historyQuestions(db, { most: 10, apart: 2 })
  const pages = await pagesOf({ by: rare }, 5)
  expect(pages.map((page) => [places([page]), page.next, page.lookedTo])).toEqual([
    [[], 16, minute(14)],
    [[], 6, minute(4)],
    [[4], null, null],
  ])
  // What lies before the time that is asked for is not gone on to.
  expect(await pagesOf({ by: rare, from: minute(20) }, 5)).toMatchObject([{ entries: [], next: null }])
  const early = await pagesOf({ by: rare, until: minute(8) }, 5)
  expect(early.map((page) => [places([page]), page.next])).toEqual([
    [[4], 2],
    [[], null],
  ])
  await db.destroy()
})

test('a time is found where clocks of those who write differ', async () => {
  const times = [0, 1, 5, 2, 3, 4, 9, 6, 7, 8]
  await write(times.map((count) => ({ at: minute(count) })))
  for (const from of times) {
    const late = times.filter((time) => time >= from).length
    expect(places(await pagesOf({ from: minute(from) }, 4))).toHaveLength(late)
    expect(places(await pagesOf({ until: minute(from) }, 4))).toHaveLength(times.length - late)
  }
})
