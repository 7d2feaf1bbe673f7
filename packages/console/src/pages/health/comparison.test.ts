import { expect, test } from 'vitest'
import type { PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import { knownComparison, type Comparison } from './comparison.ts'

const by = 'fp@agency.example'
const act = { by, at: '2026-11-26T05:42:00.000Z' }
const before = '2026-11-19T05:42:00.000Z'
const ended = '2026-11-26T05:44:00.000Z'
const after = '2026-11-26T05:50:00.000Z'
const compared = { from: '2026-01-01', flows: [], owners: [], unread: [] } as const

function noted(at: string): PlacedEvent {
  return { position: 7, at, flow: '1.1', key: '*', what: 'compared', by }
}

function last(end: Comparison['end'], done: number | null = null): Comparison {
  return { act, done, end }
}

const done = { kind: 'done', at: ended, compared } as const
const failed = { kind: 'failed', at: ended, owner: 'administrator' } as const

test.each([
  ['nobody has compared', null, null, { kind: 'never' }],
  ['it has just begun', null, last(null), { kind: 'going', act, done: null }],
  ['it goes on, as once before', noted(before), last(null, 12), { kind: 'going', act, done: 12 }],
  ['it was done here', noted(ended), last(done), { kind: 'done', act: { by, at: ended }, compared }],
  [
    'it broke off',
    noted(before),
    last(failed),
    { kind: 'failed', act: { by, at: ended }, owner: 'administrator' },
  ],
  [
    'it was done before this process began',
    noted(before),
    null,
    { kind: 'forgotten', act: { by, at: before } },
  ],
  [
    'another process has done it since',
    noted(after),
    last(done),
    { kind: 'forgotten', act: { by, at: after } },
  ],
  [
    'it broke off here, and another process has done it since',
    noted(after),
    last(failed),
    { kind: 'forgotten', act: { by, at: after } },
  ],
] as const)('where %s, that is what is known', (_where, event, comparison, known) => {
  expect(knownComparison(event, comparison)).toEqual(known)
})
