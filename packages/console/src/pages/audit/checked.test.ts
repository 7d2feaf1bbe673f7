import { expect, test } from 'vitest'
import type { PlacedEvent } from '@ping-primero/core/ledger/questions.ts'
import { checkedOf } from './checked.ts'
import type { Verification } from './verification.ts'

const by = 'auditor@unhcr.example'
const asked = { by, at: '2026-11-26T05:42:00.000Z' }
const before = '2026-11-19T05:42:00.000Z'
const after = '2026-11-26T05:43:00.000Z'

function noted(what: 'verified' | 'found-touched', at: string): PlacedEvent {
  return { position: 7, at, flow: '1.1', key: '*', what, by }
}

function verification(end: Verification['end']): Verification {
  return { act: asked, done: 3, of: 9, end }
}

test.each([
  ['nobody has verified it', null, null, { kind: 'never' }],
  ['it goes on', null, verification(null), { kind: 'going', ...asked, done: 3, of: 9 }],
  [
    'it goes on again',
    noted('verified', before),
    verification(null),
    { kind: 'going', ...asked, done: 3, of: 9 },
  ],
  [
    'it was whole',
    noted('verified', after),
    verification({ kind: 'whole' }),
    { kind: 'whole', by, at: after },
  ],
  [
    'it was whole, and nobody has asked since',
    noted('verified', before),
    null,
    { kind: 'whole', by, at: before },
  ],
  [
    'it was touched, and it is known where',
    noted('found-touched', after),
    verification({ kind: 'touched', position: 5 }),
    { kind: 'touched', by, at: after, position: 5 },
  ],
  [
    'it was touched, and nobody remembers where',
    noted('found-touched', before),
    null,
    { kind: 'touched', by, at: before, position: null },
  ],
  [
    'it broke off after it had been whole',
    noted('verified', before),
    verification({ kind: 'failed' }),
    { kind: 'failed', ...asked },
  ],
  ['it broke off the first time', null, verification({ kind: 'failed' }), { kind: 'failed', ...asked }],
  [
    'it broke off here, and another process has verified it since',
    noted('verified', after),
    verification({ kind: 'failed' }),
    { kind: 'whole', by, at: after },
  ],
] as const)('where %s, that is what is known', (_where, event, known, checked) => {
  expect(checkedOf(event, known)).toEqual(checked)
})
