import { expect, test } from 'vitest'
import type { ReasonAge } from '@ping-primero/core/ledger/questions.ts'
import { ledgerItem } from '@ping-primero/core/flows/scene.fixture.ts'
import { attentionOf } from './model.ts'

const age = (code: ReasonAge['code'], more: Partial<ReasonAge> = {}): ReasonAge => ({
  flow: '2.1',
  code,
  state: 'attention',
  count: 1,
  since: '2026-11-24T00:00:00.000Z',
  ...more,
})

const ages = [
  age('case-closed', { flow: '1.1', count: 3 }),
  age('consent-withdrawn', { since: '2026-11-26T00:00:00.000Z' }),
  age('primero-field-missing', { count: 2 }),
  age('defect'),
  age('ping-processing', { state: 'waiting', count: 9 }),
]

const noItems = () => []

test('what protects a child stands first, and what only waits stands apart', () => {
  const attention = attentionOf({ ages, itemsOf: noItems, owner: null })
  const named = (causes: readonly { readonly reason: string }[]) => causes.map(({ reason }) => reason)
  expect(attention.total).toBe(7)
  expect(named(attention.toCorrect)).toEqual(['consent-withdrawn', 'case-closed'])
  expect(named(attention.toSetUp)).toEqual(['primero-field-missing', 'defect'])
  expect(named(attention.waiting)).toEqual(['ping-processing'])
})

test('seen by one owner, it is theirs alone, and how many are whose stays in sight', () => {
  const all = attentionOf({ ages, itemsOf: noItems, owner: null })
  const theirs = attentionOf({ ages, itemsOf: noItems, owner: 'administrator' })
  expect(theirs.toSetUp.map(({ reason }) => reason)).toEqual(['primero-field-missing'])
  expect([theirs.toCorrect, theirs.waiting]).toEqual([[], []])
  expect(theirs.owners).toEqual(all.owners)
  expect(all.owners.reduce((total, { count }) => total + count, 0)).toBe(all.total)
})

test('a referral is called by the number that both sides know, else by its case', () => {
  const items = [
    ledgerItem({
      flow: '2.1',
      numbers: { refIopNumber: 'REF-IOP-1', caseIdDisplay: 'a47c1e2', referralId: 'x' },
    }),
    ledgerItem({
      flow: '2.1',
      numbers: { caseIdDisplay: 'b91d04f', referralId: 'y' },
      nextTry: '2026-11-26T06:00:00.000Z',
    }),
    ledgerItem({ flow: '1.1', numbers: { interventionNumber: '803-26-PRTITV-1' } }),
  ]
  const [cause] = attentionOf({ ages: [age('case-closed')], itemsOf: () => items, owner: null }).toCorrect
  expect(cause?.names).toEqual([
    { number: 'REF-IOP-1', caseNumber: 'a47c1e2', key: 'REF-IOP-1' },
    { number: null, caseNumber: 'b91d04f', key: 'y' },
    { number: '803-26-PRTITV-1', caseNumber: null, key: '803-26-PRTITV-1' },
  ])
  expect(cause?.nextTry).toBe('2026-11-26T06:00:00.000Z')
})
