import { expect, test } from 'vitest'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ListQuery } from '@ping-primero/core/ledger/questions.ts'
import { itemWith, testLedger } from './item.fixture.ts'

const all: ListQuery = {
  deployment: 'sandbox',
  flow: null,
  states: ['attention', 'waiting'],
  reason: null,
  from: null,
  before: null,
}

async function keysOf(pages: AsyncIterable<readonly LedgerItem[]>): Promise<readonly (readonly string[])[]> {
  const keys: (readonly string[])[] = []
  for await (const page of pages) keys.push(page.map(({ key }) => key))
  return keys
}

test('a list of any length comes in pages, each item once, those found first before the others', async () => {
  await using ledger = await testLedger()
  const items = Array.from({ length: 2_500 }, (_, index) =>
    // Many were found at the same moment, as a run finds them.
    itemWith({
      key: String(index).padStart(5, '0'),
      foundAt: `2026-03-0${1 + Math.floor(index / 1_200)}T00:00:00.000Z`,
    }),
  )
  await ledger.store.forDeployment('sandbox').save(items.toReversed(), [])
  const pages = await keysOf(ledger.store.operators.listed.pages(all))
  expect(pages.map(({ length }) => length)).toEqual([1_000, 1_000, 500])
  expect(pages.flat()).toEqual(items.map(({ key }) => key))
})

test('a list holds what was asked for of one deployment, and nothing else', async () => {
  await using ledger = await testLedger()
  const on = (day: string) => `2026-03-${day}T00:00:00.000Z`
  const mapped = { state: 'attention', reason: 'value-unmapped' } as const
  await ledger.store.forDeployment('gambella').save([itemWith({ key: 'elsewhere' })], [])
  await ledger.store
    .forDeployment('sandbox')
    .save(
      [
        itemWith({ key: 'a', since: on('03') }),
        itemWith({ key: 'b', since: on('01') }),
        itemWith({ key: 'c', since: on('02'), ...mapped }),
        itemWith({ key: 'd', since: on('02'), ...mapped, flow: '2.1' }),
        itemWith({ key: 'e', since: on('02'), state: 'confirmed', reason: null }),
        itemWith({ key: 'f', since: on('04'), state: 'handled', reason: null }),
      ],
      [],
    )
  const { listed } = ledger.store.operators
  const keys = async (query: Partial<ListQuery>) => (await keysOf(listed.pages({ ...all, ...query }))).flat()
  expect(await keys({})).toEqual(['c', 'a', 'b', 'd'])
  expect(await keys({ states: ['waiting'] })).toEqual(['a', 'b'])
  expect(await keys({ flow: '2.1' })).toEqual(['d'])
  expect(await keys({ reason: 'value-unmapped' })).toEqual(['c', 'd'])
  expect(await keys({ before: on('02') })).toEqual(['b'])
  const settled = { states: ['confirmed', 'withdrawn', 'handled'] } as const
  expect(await keys(settled)).toEqual(['e', 'f'])
  expect(await keys({ ...settled, from: on('03') })).toEqual(['f'])
  expect(await listed.groups(all)).toEqual([
    { flow: '1.1', state: 'attention', reason: 'value-unmapped', count: 1 },
    { flow: '1.1', state: 'waiting', reason: 'not-yet-tried', count: 2 },
    { flow: '2.1', state: 'attention', reason: 'value-unmapped', count: 1 },
  ])
  const longest = await listed.longest({ ...all, states: ['waiting'] }, 1)
  expect(longest.map(({ key }) => key)).toEqual(['b'])
})

test('referrals are undecided until a decision that stands is on them, by any number that both carry', async () => {
  await using ledger = await testLedger()
  const done = { state: 'confirmed', reason: null } as const
  const referral = (flow: LedgerItem['flow'], key: string, numbers: LedgerItem['numbers']) =>
    itemWith({ flow, key, numbers, ...done })
  const decision = (flow: LedgerItem['flow'], numbers: LedgerItem['numbers'], state: LedgerItem['state']) =>
    itemWith({ flow, key: `${flow} ${JSON.stringify(numbers)}`, numbers, state, reason: null })
  await ledger.store
    .forDeployment('sandbox')
    .save(
      [
        referral('1.1', 'decided', { interventionGuid: 'a' }),
        decision('1.2', { interventionGuid: 'a' }, 'confirmed'),
        referral('1.1', 'on its way', { interventionGuid: 'b' }),
        decision('1.2', { interventionGuid: 'b' }, 'waiting'),
        referral('1.1', 'taken back', { interventionGuid: 'c' }),
        decision('1.2', { interventionGuid: 'c' }, 'withdrawn'),
        referral('1.1', 'open', { interventionGuid: 'd', caseId: 'one' }),
        itemWith({ key: 'not there yet', numbers: { interventionGuid: 'e' } }),
        referral('2.1', 'decided', { referralId: 'f', refIopGuid: 'g' }),
        decision('2.2', { refIopGuid: 'g' }, 'confirmed'),
        referral('2.1', 'by its referral', { referralId: 'h' }),
        decision('2.2', { referralId: 'h', refIopGuid: 'i' }, 'attention'),
        referral('2.1', 'open', { referralId: 'j', caseId: 'one' }),
        decision('2.2', { refIopGuid: 'k', caseId: 'one' }, 'confirmed'),
      ],
      [],
    )
  await ledger.store
    .forDeployment('gambella')
    .save([decision('1.2', { interventionGuid: 'd' }, 'confirmed')], [])
  const query = { ...all, states: ['confirmed'], undecided: true } as const
  const listed = (await keysOf(ledger.store.operators.listed.pages(query))).flat()
  expect(listed).toEqual(['open', 'taken back', 'open'])
  expect(await ledger.store.operators.listed.groups(query)).toEqual([
    { flow: '1.1', state: 'confirmed', reason: null, count: 2 },
    { flow: '2.1', state: 'confirmed', reason: null, count: 1 },
  ])
})
