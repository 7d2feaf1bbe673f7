import { expect, test } from 'vitest'
import { itemWith, testLedger } from '../../ledger/item.fixture.ts'
import { storiesOf } from './story.ts'

const row = 'b0000000-0000-4000-8000-000000000071'
const other = 'b0000000-0000-4000-8000-000000000072'

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
