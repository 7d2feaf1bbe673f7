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

const duhok = 'duhok'
const gambella = 'gambella'

/** An item of an intervention that was confirmed on a day. */
function confirmedOn(day: string, key: string, more: Partial<Parameters<typeof itemWith>[0]> = {}) {
  const numbers = { interventionGuid: key }
  return itemWith({
    state: 'confirmed',
    reason: null,
    key,
    numbers,
    since: on(day),
    foundAt: on('01'),
    ...more,
  })
}

test('what was confirmed since a time is counted by flow, whatever else its referral waits for', async () => {
  await using ledger = await testLedger()
  await ledger.store.forDeployment(duhok).save([confirmedOn('09', 'elsewhere')], [])
  await ledger.store
    .forDeployment(gambella)
    .save(
      [
        confirmedOn('04', 'before'),
        confirmedOn('05', 'a'),
        itemWith({ key: 'a', flow: '1.2', numbers: { interventionGuid: 'a' }, since: on('06') }),
        confirmedOn('07', 'b', { flow: '1.2' }),
        confirmedOn('02', 'b'),
        confirmedOn('08', 'c', { state: 'handled' }),
      ],
      [],
    )
  const { confirmedSince } = ledger.store.pages
  expect(await confirmedSince(gambella, on('05'))).toEqual({ '1.1': 1, '1.2': 1, '2.1': 0, '2.2': 0 })
  expect(await confirmedSince(gambella, on('01'))).toEqual({ '1.1': 3, '1.2': 1, '2.1': 0, '2.2': 0 })
})

test.each([1, 2, 3, 4, 9])(
  'the %i that were confirmed last are just those, though others changed later',
  async (limit) => {
    await using ledger = await testLedger()
    await ledger.store.forDeployment(duhok).save([confirmedOn('09', 'elsewhere')], [])
    await ledger.store
      .forDeployment(gambella)
      .save(
        [
          confirmedOn('02', 'first'),
          confirmedOn('06', 'waits'),
          itemWith({ key: 'waits', flow: '1.2', numbers: { interventionGuid: 'waits' }, since: on('08') }),
          confirmedOn('05', 'answered'),
          confirmedOn('07', 'answered', { flow: '1.2' }),
          itemWith({ key: 'new', since: on('09') }),
        ],
        [],
      )
    const found = await ledger.store.pages.lately(gambella, limit)
    const all = ['1.2 answered', '1.1 waits', '1.1 answered', '1.1 first']
    expect(found.map(({ flow, key }) => `${flow} ${key}`)).toEqual(all.slice(0, limit))
  },
)

test('the first that was found is the first of all flows and states, and none where nothing was', async () => {
  await using ledger = await testLedger()
  const { firstFound } = ledger.store.pages
  expect(await firstFound(gambella)).toBeNull()
  await ledger.store.forDeployment(duhok).save([itemWith({ foundAt: on('01') })], [])
  await ledger.store
    .forDeployment(gambella)
    .save(
      [
        itemWith({ key: 'a', foundAt: on('05') }),
        itemWith({ key: 'b', flow: '2.2', state: 'withdrawn', reason: null, foundAt: on('03') }),
        confirmedOn('04', 'c', { foundAt: on('04') }),
      ],
      [],
    )
  expect(await firstFound(gambella)).toBe(on('03'))
})
