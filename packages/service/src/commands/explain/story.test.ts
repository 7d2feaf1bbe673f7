import { expect, test } from 'vitest'
import type { ItemNumbers } from '@ping-primero/core/ledger/ledger.ts'
import { itemWith, testLedger } from '../../ledger/item.fixture.ts'
import { isOneStory, storiesOf } from './story.ts'

const row = 'b0000000-0000-4000-8000-000000000071'
const other = 'b0000000-0000-4000-8000-000000000072'

test.each<[string, ItemNumbers, ItemNumbers, boolean]>([
  ['one intervention', { interventionGuid: 'g', caseId: 'a' }, { interventionGuid: 'g', caseId: 'b' }, true],
  ['one referral', { referralId: 'r' }, { referralId: 'r' }, true],
  ['one REF-IOP', { refIopNumber: 'REF-IOP-DAD-000000001' }, { refIopNumber: 'REF-IOP-DAD-000000001' }, true],
  ['one case', { caseId: 'a' }, { caseId: 'a' }, false],
  [
    'one record of Primero',
    { primeroId: 'a', caseIdDisplay: 'd' },
    { primeroId: 'a', caseIdDisplay: 'd' },
    false,
  ],
  ['one transaction', { transactionId: 't' }, { transactionId: 't' }, false],
  ['one row of one case', { serviceUniqueId: row, caseId: 'A' }, { serviceUniqueId: row, caseId: 'a' }, true],
  ['rows of one case', { serviceUniqueId: row, caseId: 'a' }, { serviceUniqueId: other, caseId: 'a' }, false],
  [
    'one row where a case is not known',
    { serviceUniqueId: row },
    { serviceUniqueId: row, caseId: 'a' },
    true,
  ],
  [
    'one row id in two cases',
    { serviceUniqueId: row, caseId: 'a' },
    { serviceUniqueId: row, caseId: 'b' },
    false,
  ],
  [
    'the end of its row',
    { serviceUniqueId: row, caseId: 'a' },
    { serviceUniqueId: row.slice(-12), caseId: 'a' },
    true,
  ],
  [
    'the end of its row, no case',
    { serviceUniqueId: row },
    { serviceUniqueId: row.slice(-12), caseId: 'a' },
    false,
  ],
  ['nothing', {}, {}, false],
])('of %s', (_, one, two, expected) => {
  expect([isOneStory(one, two), isOneStory(two, one)]).toEqual([expected, expected])
})

test('a story is whole from any of its items, and holds no other of its case, child or transaction', async () => {
  await using ledger = await testLedger()
  const { operators } = ledger.store
  const common = { caseId: 'a', primeroId: 'p', transactionId: 't' }
  const items = [
    itemWith({ key: 'i', numbers: { ...common, interventionGuid: 'i', serviceUniqueId: row } }),
    itemWith({ flow: '1.2', key: 'i', numbers: { ...common, interventionGuid: 'i' } }),
    itemWith({ flow: '2.1', key: 'r', numbers: { ...common, referralId: 'r', serviceUniqueId: other } }),
    itemWith({ flow: '2.2', key: 'old', numbers: { caseId: 'a', serviceUniqueId: other.slice(-12) } }),
    itemWith({ flow: '2.2', key: 'f', numbers: { caseId: 'a', refIopGuid: 'f', refIopNumber: 'N' } }),
  ].map((item, place) => ({ ...item, individual: 'child', foundAt: `2026-03-0${5 - place}T00:00:00.000Z` }))
  await ledger.store.forDeployment('sandbox').save(items, [])
  await ledger.store.forDeployment('other').save(items, [])
  const whole = [['2.2 f'], ['2.2 old', '2.1 r'], ['1.2 i', '1.1 i']]
  for (const item of items) {
    const name = `${item.flow} ${item.key}`
    const stories = await storiesOf([{ deployment: 'sandbox', item }], operators)
    expect(stories.map((one) => one.items.map(({ flow, key }) => `${flow} ${key}`))).toEqual(
      whole.filter((one) => one.includes(name)),
    )
  }
  const all = await storiesOf(
    items.map((item) => ({ deployment: 'sandbox', item })),
    operators,
  )
  expect(all.map((one) => one.items.map(({ flow, key }) => `${flow} ${key}`))).toEqual(whole)
})
