import { expect, test } from 'vitest'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { eventWith, itemWith, testLedger } from './item.fixture.ts'

test('an item comes back exactly as it was saved, one revision on', async () => {
  await using ledger = await testLedger()
  const item: LedgerItem = {
    flow: '2.1',
    key: 'a key with "quotes", commas and ü',
    state: 'attention',
    reason: 'ping-rejected',
    about: ['E-17', 'field "a", b'],
    since: '2026-03-01T00:00:01.000Z',
    foundAt: '2026-03-01T00:00:02.000Z',
    foundOn: '2026-03-02',
    confirmedAt: '2026-03-01T00:00:08.000Z',
    attempts: 3,
    nextTry: '2026-03-01T00:00:03.000Z',
    step: 'sent',
    version: 'v2',
    decision: 'accepted',
    deliveredVersion: 'v1',
    fingerprint: 'f1',
    refusedAt: '2026-03-01T00:00:04.000Z',
    intentAt: '2026-03-01T00:00:05.000Z',
    sentAt: '2026-03-01T00:00:06.000Z',
    reportedFingerprint: 'f2',
    lookDue: true,
    releasedAt: '2026-03-01T00:00:07.000Z',
    numbers: {
      interventionNumber: '803-26-PRTITV-1000004',
      interventionGuid: 'aaaa',
      primeroId: 'bbbb',
      caseId: 'cccc',
      caseIdDisplay: 'CP-1',
      serviceUniqueId: 'dddd',
      referralId: 'eeee',
      refIopNumber: 'REF-IOP-1',
      refIopGuid: 'ffff',
      transactionId: 'gggg',
    },
    individual: 'hash',
    seenRun: 'run-1',
    settledRun: 'run-2',
    revision: 0,
  }
  const ours = ledger.store.forDeployment('sandbox')
  expect(await ours.save([item], [])).toEqual({ conflicts: [] })
  expect(await ours.get('2.1', [item.key, 'another'])).toEqual([{ ...item, revision: 1 }])
  expect(await ours.get('1.1', [item.key])).toEqual([])
  expect(await ledger.store.forDeployment('gambella').get('2.1', [item.key])).toEqual([])
})

test('a save at another revision than the stored one changes nothing of the item and names its key', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save([itemWith({ key: 'one' })], [eventWith({ key: 'one' })])

  const answer = await ours.save(
    [
      itemWith({ key: 'one', state: 'confirmed', reason: null, revision: 0 }),
      itemWith({ key: 'never-inserted', revision: 4 }),
      itemWith({ key: 'two' }),
    ],
    [eventWith({ key: 'one', what: 'case-created' }), eventWith({ key: 'two' })],
  )

  expect(answer).toEqual({ conflicts: ['one', 'never-inserted'] })
  expect(await ours.get('1.1', ['one', 'two', 'never-inserted'])).toEqual([
    itemWith({ key: 'one', revision: 1 }),
    itemWith({ key: 'two', revision: 1 }),
  ])
  expect(await ledger.store.operators.history('sandbox', '1.1', 'one')).toEqual([eventWith({ key: 'one' })])
  expect(await ledger.store.operators.history('sandbox', '1.1', 'two')).toEqual([eventWith({ key: 'two' })])
})

test('of two saves of one item that come together, the second is told of the first', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const answers = await Promise.all([
    ours.save([itemWith({ about: ['first'] })], []),
    ours.save([itemWith({ about: ['second'] })], []),
  ])
  expect(answers).toEqual([{ conflicts: [] }, { conflicts: ['one'] }])
  expect(await ours.get('1.1', ['one'])).toEqual([itemWith({ about: ['first'], revision: 1 })])
})

test('a save that the database cannot keep spoils none of those that come with it', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const broken = itemWith({ key: 'broken', since: JSON.parse('null') })
  const answers = await Promise.allSettled([
    ours.save([itemWith({ key: 'a' })], []),
    ours.save([broken], []),
    ours.save([itemWith({ key: 'b' })], []),
  ])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await ours.get('1.1', ['a', 'b', 'broken'])).map(({ key }) => key)).toEqual(['a', 'b'])
})

test('ten thousand items saved one by one take seconds, and pages over them are in the order they were found', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const began = performance.now()
  const numbers = Array.from({ length: 10_000 }, (_, index) => index)
  await Promise.all(
    numbers.map((number) =>
      ours.save(
        [itemWith({ key: `k${number}`, foundAt: new Date(1_772_000_000_000 - number).toISOString() })],
        [eventWith({ key: `k${number}` })],
      ),
    ),
  )
  expect(performance.now() - began).toBeLessThan(10_000)

  const walked: string[] = []
  let after: LedgerItem | null = null
  for (;;) {
    const page: readonly LedgerItem[] = await ours.unsettled('1.1', after, 3_000)
    if (page.length === 0) break
    walked.push(...page.map(({ key }) => key))
    after = page.at(-1) ?? null
  }
  expect(walked).toEqual(numbers.map((number) => `k${number}`).reverse())
})

test('unsettled items of the same instant are walked by key, each once', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({ key: 'c' }),
      itemWith({ key: 'a', state: 'attention', reason: 'field-missing' }),
      itemWith({ key: 'b', state: 'confirmed', reason: null }),
      itemWith({ key: 'd', flow: '1.2' }),
      itemWith({ key: 'e', state: 'withdrawn', reason: null }),
      itemWith({ key: 'f', state: 'handled', reason: null }),
    ],
    [],
  )
  const first = await ours.unsettled('1.1', null, 1)
  expect(first.map(({ key }) => key)).toEqual(['a'])
  const second = await ours.unsettled('1.1', first[0] ?? null, 5)
  expect(second.map(({ key }) => key)).toEqual(['c'])
})

test('only confirmed items are due to be looked at again', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({ key: 'a', state: 'confirmed', reason: null, lookDue: true }),
      itemWith({ key: 'b', state: 'confirmed', reason: null }),
      itemWith({ key: 'c', lookDue: true }),
      itemWith({ key: 'd', state: 'confirmed', reason: null, lookDue: true }),
    ],
    [],
  )
  expect((await ours.lookDue('1.1', null, 9)).map(({ key }) => key)).toEqual(['a', 'd'])
  expect((await ours.lookDue('1.1', itemWith({ key: 'a' }), 9)).map(({ key }) => key)).toEqual(['d'])
})

test('items are found by each kind of number, in any state', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.save(
    [
      itemWith({ key: 'a', numbers: { caseId: 'case-1', transactionId: 't-1' } }),
      itemWith({ key: 'b', state: 'confirmed', reason: null, numbers: { caseId: 'case-2' } }),
      itemWith({ key: 'c', numbers: { primeroId: 'case-1' } }),
    ],
    [],
  )
  expect((await ours.byNumber('1.1', 'caseId', ['case-1', 'case-2'])).map(({ key }) => key)).toEqual([
    'a',
    'b',
  ])
  expect((await ours.byNumber('1.1', 'transactionId', ['t-1'])).map(({ key }) => key)).toEqual(['a'])
  expect(await ours.byNumber('1.1', 'caseId', [])).toEqual([])
})

test('items are found by the hash of an individual, in any state and of one flow and deployment alone', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const named = [
    itemWith({ key: 'a', individual: 'hash-1' }),
    itemWith({ key: 'b', individual: 'hash-1', state: 'confirmed', reason: null }),
    itemWith({ key: 'c', individual: 'hash-2' }),
    itemWith({ key: 'd' }),
    itemWith({ key: 'e', flow: '2.1', individual: 'hash-1' }),
  ]
  await ours.save(named, [])
  await ledger.store.forDeployment('other').save([itemWith({ key: 'f', individual: 'hash-1' })], [])
  const keysOf = async (...individuals: readonly string[]): Promise<readonly string[]> =>
    (await ours.byIndividual('1.1', individuals)).map(({ key }) => key)
  expect(await keysOf('hash-1', 'hash-3')).toEqual(['a', 'b'])
  expect(await keysOf('hash-2', 'hash-1')).toEqual(['a', 'b', 'c'])
  expect(await keysOf()).toEqual([])
})

test('a cursor is null before the first run and per flow after', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  expect(await ours.cursor('1.2')).toBeNull()
  await ours.saveCursor('1.2', '2026-03-01T00:00:00.000Z')
  await ours.saveCursor('1.2', '2026-03-02T00:00:00.000Z')
  expect(await ours.cursor('1.2')).toBe('2026-03-02T00:00:00.000Z')
  expect(await ours.cursor('2.1')).toBeNull()
})

test('seen records keep the newest version of an id and are forgotten by version', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  await ours.saveSeen('cases', [
    { id: 'a', version: '2026-01' },
    { id: 'b', version: '2026-02' },
    { id: 'b', version: '2026-03' },
  ])
  await ours.saveSeen('cases', [{ id: 'a', version: '2026-04' }])
  expect(await ours.seen('cases', ['a', 'b', 'c'])).toEqual([
    { id: 'a', version: '2026-04' },
    { id: 'b', version: '2026-03' },
  ])
  expect(await ours.seen('referrals', ['a'])).toEqual([])
  await ours.forgetSeen('cases', '2026-04')
  expect(await ours.seen('cases', ['a', 'b'])).toEqual([{ id: 'a', version: '2026-04' }])
})

test('a system is paused until it is said to be up', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const pause = {
    system: 'ping',
    since: '2026-03-01T00:00:00.000Z',
    nextProbe: '2026-03-01T00:01:00.000Z',
  } as const
  await ours.savePause('ping', pause)
  await ours.savePause('ping', { ...pause, nextProbe: '2026-03-01T00:02:00.000Z' })
  expect(await ours.pauses()).toEqual([{ ...pause, nextProbe: '2026-03-01T00:02:00.000Z' }])
  await ours.savePause('ping', null)
  expect(await ours.pauses()).toEqual([])
})

test('what waited for a system that was down is due in all flows once it is up, and nothing else', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const theirs = ledger.store.forDeployment('other')
  const later = '2026-03-01T00:30:00.000Z'
  const waiting = { state: 'waiting', nextTry: later, reason: 'ping-unavailable' } as const
  const items = [
    itemWith({ ...waiting, flow: '1.2', key: 'a' }),
    itemWith({ ...waiting, flow: '2.1', key: 'b' }),
    itemWith({ ...waiting, flow: '2.1', key: 'c', reason: 'primero-unavailable' }),
  ]
  for (const one of [ours, theirs]) await one.save(items, [])
  const next = async (one: typeof ours): Promise<unknown> =>
    [...(await one.get('1.2', ['a'])), ...(await one.get('2.1', ['b', 'c']))].map(({ nextTry }) => nextTry)
  const since = '2026-03-01T00:00:00.000Z'

  await ours.savePause('ping', { system: 'ping', since, nextProbe: since })
  await ours.savePause('ping', null)
  expect(await next(ours), 'one request had trouble').toEqual([later, later, later])
  await ours.savePause('ping', { system: 'ping', since, nextProbe: '2026-03-01T00:01:00.000Z' })
  await ours.savePause('ping', null)
  expect(await next(ours)).toEqual([null, null, later])
  expect(await next(theirs)).toEqual([later, later, later])
})

test('a run counts what is unsettled and what it settled itself', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const settled = { reason: null, settledRun: 'this' } as const
  await ours.save(
    [
      itemWith({ key: 'a' }),
      itemWith({ key: 'b', state: 'attention', reason: 'field-missing' }),
      itemWith({ key: 'c', ...settled, state: 'confirmed' }),
      itemWith({ key: 'd', ...settled, state: 'withdrawn' }),
      itemWith({ key: 'e', ...settled, state: 'confirmed', settledRun: 'an earlier one' }),
      itemWith({ key: 'f', ...settled, state: 'handled', settledRun: null }),
    ],
    [],
  )
  expect(await ours.counts('1.1', 'this')).toEqual({
    confirmed: 1,
    waiting: 1,
    attention: 1,
    withdrawn: 1,
    handled: 0,
  })
})

test('every unsettled item stands under its reason, the oldest first', async () => {
  await using ledger = await testLedger()
  const ours = ledger.store.forDeployment('sandbox')
  const missing = { state: 'attention', reason: 'field-missing' } as const
  await ours.save(
    [
      itemWith({ key: 'a', ...missing, foundAt: '2026-03-03T00:00:00.000Z' }),
      itemWith({ key: 'b', ...missing, foundAt: '2026-03-02T00:00:00.000Z' }),
      itemWith({ key: 'c', ...missing, foundAt: '2026-03-01T00:00:00.000Z' }),
      itemWith({ key: 'd', reason: 'ping-unavailable' }),
      itemWith({ key: 'e', state: 'confirmed', reason: null }),
    ],
    [],
  )
  const standing = await ours.reasons('1.1', 2)
  expect(standing.map(({ items, ...rest }) => ({ ...rest, items: items.map(({ key }) => key) }))).toEqual([
    { code: 'field-missing', state: 'attention', count: 3, items: ['c', 'b'] },
    { code: 'ping-unavailable', state: 'waiting', count: 1, items: ['d'] },
  ])
})
