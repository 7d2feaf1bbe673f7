import { expect, test } from 'vitest'
import { itemWith, testLedger } from './item.fixture.ts'

const types = ['service-type-unmapped', 'value-unmapped'] as const
const on = (day: string): string => `2026-03-${day}T00:00:00.000Z`

test('what stands under a reason is counted by what it is about, the most first, in one deployment', async () => {
  await using ledger = await testLedger()
  const held = { state: 'attention', reason: 'service-type-unmapped', about: ['Shelter'] } as const
  await ledger.store.forDeployment('duhok').save([itemWith({ ...held, key: 'elsewhere' })], [])
  await ledger.store
    .forDeployment('gambella')
    .save(
      [
        itemWith({ ...held, key: 'a', since: on('03') }),
        itemWith({ ...held, key: 'b', since: on('02') }),
        itemWith({ ...held, key: 'c', about: ['Food', 'Shelter'] }),
        itemWith({ ...held, key: 'd', flow: '2.1', reason: 'value-unmapped', about: ['sex'] }),
        itemWith({ ...held, key: 'e', reason: 'case-closed', about: [] }),
        itemWith({ ...held, key: 'f', state: 'handled', reason: null }),
      ],
      [],
    )
  const { oldestBySubject } = ledger.store.pages
  const first = { flow: '1.1', code: 'service-type-unmapped', state: 'attention' }
  expect(await oldestBySubject('gambella', types, 100)).toEqual([
    { ...first, about: ['Shelter'], count: 2, since: on('02') },
    { ...first, about: ['Food', 'Shelter'], count: 1, since: on('01') },
    { flow: '2.1', code: 'value-unmapped', state: 'attention', about: ['sex'], count: 1, since: on('01') },
  ])
  expect(await oldestBySubject('gambella', types, 1)).toHaveLength(1)
})
