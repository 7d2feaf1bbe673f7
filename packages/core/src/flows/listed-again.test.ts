import { describe, expect, test } from 'vitest'
import type { Finding } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { listedAgain } from './listed-again.ts'
import { ledgerItem } from './scene.fixture.ts'

const now = '2026-11-21T08:00:00.000Z'

function finding(given: Partial<Finding>): Finding {
  return { flow: '2.2', key: 'key', numbers: {}, individual: null, version: null, ...given }
}

/** What the listing changed of an item. */
function changes(item: Partial<LedgerItem>, given: Partial<Finding> = {}): Partial<LedgerItem> {
  const before = ledgerItem(item)
  const after = listedAgain(before, finding(given), 'run-2', now)
  const entries = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof LedgerItem]),
  )
  return Object.fromEntries(entries)
}

const due = { state: 'waiting', reason: 'not-yet-tried', since: now }
const settled = { state: 'confirmed', reason: null, settledRun: 'run-1' } as const

describe('an item that a list shows again', () => {
  test.each([
    ['waiting', { seenRun: 'run-2' }],
    ['attention', { seenRun: 'run-2' }],
    ['confirmed', {}],
    ['handled', {}],
  ] as const)('is as it was while %s; what is settled is not even noted as seen', (state, changed) => {
    expect(changes({ state })).toEqual(changed)
  })

  test('is due again where it had been withdrawn', () => {
    const item = { state: 'withdrawn', reason: null, settledRun: 'run-1', step: 'sent' } as const
    expect(changes(item)).toEqual({ ...due, settledRun: null, seenRun: 'run-2' })
  })

  test('gets the numbers and the individual that it lacks, and keeps those that it has', () => {
    const item = { numbers: { caseId: 'old' }, individual: null }
    const shown = { numbers: { caseId: 'new', primeroId: 'p' }, individual: 'pseudonym' }
    expect(changes(item, shown)).toEqual({
      numbers: { caseId: 'old', primeroId: 'p' },
      individual: 'pseudonym',
      seenRun: 'run-2',
    })
    expect(changes({ individual: 'own' }, { individual: 'other' })).toEqual({ seenRun: 'run-2' })
  })

  const spoken = { step: 'delivered', intentAt: 'then', refusedAt: 'then', version: 'v1' } as const
  const anew = { ...due, version: 'v2', step: 'none', intentAt: null, refusedAt: null, settledRun: null }

  test('says something new in another version: it is due, and what was refused of the old one is forgotten', () => {
    expect(changes({ ...settled, ...spoken }, { version: 'v2' })).toEqual(anew)
    expect(changes({ ...spoken, state: 'attention' }, { version: 'v2' })).toMatchObject({ step: 'none' })
  })

  test('says nothing new in the same version, or in none', () => {
    expect(changes({ ...settled, ...spoken }, { version: 'v1' })).toEqual({})
    expect(changes({ ...settled, ...spoken }, { version: null })).toEqual({})
  })

  test('which decision it is goes with its version, also where only the mapping learnt to read it', () => {
    expect(changes({ ...settled, ...spoken }, { version: 'v2', decision: 'rejected' })).toEqual({
      ...anew,
      decision: 'rejected',
    })
    const read = { version: 'v1', decision: 'accepted' } as const
    expect(changes({ ...settled, ...spoken, decision: null }, read)).toEqual({ decision: 'accepted' })
    expect(changes({ ...settled, ...spoken, ...read }, { version: null })).toEqual({})
  })

  test('takes the version along where it had been withdrawn, and what it had begun stays begun', () => {
    const withdrawn = { ...settled, ...spoken, state: 'withdrawn' } as const
    expect(changes(withdrawn, { version: 'v2' })).toEqual({
      ...due,
      version: 'v2',
      settledRun: null,
      seenRun: 'run-2',
    })
  })
})
