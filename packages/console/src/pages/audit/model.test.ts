import { expect, test } from 'vitest'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { HistoryPage, PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import { addressedFilter, filterOf, isEverything, periodOf } from './filter.ts'
import { auditOf } from './model.ts'

const at = '2026-11-26T05:20:00.000Z'

function entry(more: Partial<PlacedEvent>): PlacedEvent {
  return { position: 1, at, flow: '2.1', key: 'one', what: 'found', ...more }
}

function rowsOf(entries: readonly PlacedEvent[], items: HistoryPage['items'] = []) {
  const page = { entries, items, next: null, lookedTo: null }
  const checked = { kind: 'never' } as const
  return auditOf({ filter: filterOf(new URLSearchParams()), page, seal: null, checked, isUnknown: false })
    .rows
}

const act = {
  key: '*',
  what: 'paused',
  by: 'admin@partner.example',
  why: 'the list is being agreed',
} as const

test('what was done to several flows at once is one row, whatever else was done then', () => {
  const rows = rowsOf([
    entry({ ...act, flow: '2.2' }),
    entry({ ...act, flow: '2.1' }),
    entry({ ...act, flow: '1.2' }),
    entry({ ...act, flow: '1.1' }),
    entry({ ...act, flow: '1.1', at: '2026-11-26T05:19:59.999Z' }),
    entry({ ...act, flow: '1.2', by: 'another@partner.example' }),
    entry({ ...act, flow: '2.1', what: 'resumed', by: 'another@partner.example' }),
    entry({ ...act, flow: '2.1', what: 'resumed', by: 'another@partner.example' }),
  ])
  expect(rows.map(({ what, flows, isAllFlows, name }) => [what, flows, isAllFlows, name])).toEqual([
    ['event.paused', ['1.1', '1.2', '2.1', '2.2'], true, null],
    ['event.paused', ['1.1'], false, null],
    ['event.paused', ['1.2'], false, null],
    ['event.resumed', ['2.1'], false, null],
    ['event.resumed', ['2.1'], false, null],
  ])
})

test('who comes and goes is about no flow, and each of them is a row of its own', () => {
  const rows = rowsOf([
    entry({ flow: '*', key: '*', what: 'signed-out', by: act.by }),
    entry({ flow: '*', key: '*', what: 'signed-in', by: act.by }),
  ])
  expect(rows).toMatchObject([
    { what: 'event.signed-out', flows: [], isOfConsole: true, name: null, by: act.by },
    { what: 'event.signed-in', flows: [], isOfConsole: true, name: null, by: act.by },
  ])
})

test('entries of one moment about several referrals stay rows of their own', () => {
  expect(rowsOf([entry({ flow: '1.1' }), entry({ flow: '2.1' })])).toHaveLength(2)
})

const reason = 'consent-missing'

test.each([
  [
    { what: 'state-changed', state: 'attention', reason },
    { what: 'state.attention', reason, why: null },
  ],
  [
    { what: 'state-changed', state: 'confirmed' },
    { what: 'state.confirmed', reason: null, why: null },
  ],
  [{ what: 'state-changed' }, { what: 'event.state-changed', reason: null, why: null }],
  [{ what: 'referral-sent' }, { what: 'event.referral-sent', reason: null, why: null }],
  [
    { what: 'handled', state: 'handled', by: 'fp@agency.example', why: 'by letter' },
    { what: 'event.handled', reason: null, why: 'by letter' },
  ],
  // Neither an effect nor whoever asks for another try changes anything of why it waits.
  [
    { what: 'case-created', state: 'waiting', reason },
    { what: 'event.case-created', reason: null, why: null },
  ],
  [
    { what: 'retried', state: 'attention', reason, by: 'fp@agency.example' },
    { what: 'event.retried', reason: null, why: null },
  ],
] as const)('%o is told as %o', (event, told) => {
  expect(rowsOf([entry(event)])).toMatchObject([told])
})

test('of an entry that was touched whatever can be told is told', () => {
  const touched = { at: 'then', what: 'vanished', flow: '3.1', state: 'gone', reason: 'none', by: 'somebody' }
  expect(rowsOf([entry(touched as unknown as PlacedEvent)])).toMatchObject([
    { at: null, what: 'event.unknown', flows: [], reason: null, by: 'somebody' },
  ])
})

test('an item is called by its numbers where it is there, and by its key where it is not', () => {
  const numbers = { refIopNumber: 'REF-IOP-000131', caseIdDisplay: '5f3c9a1' }
  const item = { flow: '2.1', key: 'one', numbers } as LedgerItem
  const known = { number: 'REF-IOP-000131', caseNumber: '5f3c9a1', key: 'REF-IOP-000131' }
  const rows = rowsOf([entry({}), entry({ flow: '1.1' }), entry({ key: 'two' })], [item])
  expect(rows.map(({ name }) => name)).toEqual([
    known,
    { number: null, caseNumber: null, key: 'one' },
    { number: null, caseNumber: null, key: 'two' },
  ])
})

const everything = { flow: null, who: null, by: null, number: null, from: null, to: null, before: null }

test.each([
  ['', {}],
  ['flow=2.1&who=people&by=fp%40agency.example', { flow: '2.1', who: 'people', by: 'fp@agency.example' }],
  ['number=+REF-IOP-000131+&before=1051', { number: 'REF-IOP-000131', before: 1051 }],
  ['from=2026-11-01&to=2026-11-26', { from: '2026-11-01', to: '2026-11-26' }],
  ['flow=&who=&by=&number=++&from=&to=&before=', {}],
  ['flow=3.1&who=nobody&from=yesterday&to=2026-02-30&before=0', {}],
  ['before=-5', {}],
  ['before=1e400', {}],
  [`number=${'9'.repeat(201)}`, {}],
])('the address ?%s asks for %o', (address, asked) => {
  const filter = filterOf(new URLSearchParams(address))
  expect(filter).toEqual({ ...everything, ...asked })
  expect(filterOf(new URLSearchParams(addressedFilter(filter)))).toEqual(filter)
})

test('a page further on of everything still shows everything', () => {
  expect(isEverything({ ...everything, before: 7 })).toBe(true)
  expect(isEverything({ ...everything, flow: '1.1' })).toBe(false)
})

test('days are those of the deployment, the last one included', () => {
  expect(periodOf({ from: '2026-11-01', to: '2026-11-26' }, 'Africa/Addis_Ababa')).toEqual({
    from: '2026-10-31T21:00:00.000Z',
    until: '2026-11-26T21:00:00.000Z',
  })
  expect(periodOf({ from: null, to: null }, 'UTC')).toEqual({ from: null, until: null })
})
