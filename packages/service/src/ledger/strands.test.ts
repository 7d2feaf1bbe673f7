import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import type { ItemNumbers, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { StrandQuery } from '@ping-primero/core/ledger/strand-questions.ts'
import { itemWith, testLedger, type TestLedger } from './item.fixture.ts'
import { migrate } from './migrations.ts'
import { openSqlite, sqliteWords } from './sqlite.ts'
import { ownSurroundings } from './surroundings.ts'

const everything: StrandQuery = {
  deployment: 'gambella',
  side: null,
  state: null,
  decision: null,
  under: null,
  foundFrom: null,
  foundBefore: null,
}

const item = (
  flow: LedgerItem['flow'],
  key: string,
  numbers: ItemNumbers,
  more: Partial<LedgerItem> = {},
): LedgerItem => itemWith({ flow, key, numbers, ...more })

const confirmed = { state: 'confirmed', reason: null } as const

/** Saves items one after the other, each at the revision that the ledger has of it. */
async function save(ledger: TestLedger, ...items: readonly LedgerItem[]): Promise<void> {
  const deployment = ledger.store.forDeployment('gambella')
  for (const one of items) {
    const [stored] = await deployment.get(one.flow, [one.key])
    const { conflicts } = await deployment.save([{ ...one, revision: stored?.revision ?? 0 }], [])
    expect(conflicts).toEqual([])
  }
}

async function listed(ledger: TestLedger, more: Partial<StrandQuery> = {}) {
  const query = { ...everything, ...more }
  const page = await ledger.store.strands.page(query, null, 100)
  expect(await ledger.store.strands.count(query)).toBe(page.length)
  return page.map(({ items, state, decision }) => ({
    items: items.map(({ flow, key }) => `${flow} ${key}`),
    state,
    decision,
  }))
}

describe('a referral and the decisions on it are one', () => {
  test('an intervention and the caseworker\u2019s decision, by its GUID', async () => {
    await using ledger = await testLedger()
    await save(
      ledger,
      item('1.1', 'A', { interventionGuid: 'guid-a' }, confirmed),
      item('1.2', 'A', { interventionGuid: 'GUID-A' }, { ...confirmed, decision: 'rejected' }),
    )
    expect(await listed(ledger)).toEqual([
      { items: ['1.1 A', '1.2 A'], state: 'confirmed', decision: 'rejected' },
    ])
  })

  test('a referral and UNHCR\u2019s decision, by the referral or by proGres\u2019s GUID, whichever is known first', async () => {
    await using ledger = await testLedger()
    const sent = item('2.1', 'r-1', { referralId: 'r-1' }, confirmed)
    const decision = item('2.2', 'iop-1', { refIopGuid: 'iop-1' }, { ...confirmed, decision: 'accepted' })
    await save(ledger, sent, decision)
    expect(await listed(ledger)).toHaveLength(2)
    await save(ledger, { ...sent, numbers: { referralId: 'r-1', refIopGuid: 'iop-1' } })
    const one = [{ items: ['2.1 r-1', '2.2 iop-1'], state: 'confirmed', decision: 'accepted' }]
    expect(await listed(ledger)).toEqual(one)
    await save(ledger, decision)
    expect(await listed(ledger)).toEqual(one)
    await save(ledger, { ...decision, numbers: { refIopGuid: 'iop-1', referralId: 'r-1' } })
    expect(await listed(ledger)).toEqual(one)
  })

  test('a decision found to be on another referral leaves the first one', async () => {
    await using ledger = await testLedger()
    await save(
      ledger,
      item('2.1', 'r-1', { referralId: 'r-1', refIopGuid: 'iop-1' }, confirmed),
      item('2.1', 'r-2', { referralId: 'r-2' }, confirmed),
      item('2.2', 'iop-1', { refIopGuid: 'iop-1' }, { ...confirmed, decision: 'accepted' }),
      item(
        '2.2',
        'iop-1',
        { refIopGuid: 'iop-1', referralId: 'r-2' },
        { ...confirmed, decision: 'accepted' },
      ),
    )
    expect(new Set(await listed(ledger))).toEqual(
      new Set([
        { items: ['2.1 r-1'], state: 'confirmed', decision: 'none' },
        { items: ['2.1 r-2', '2.2 iop-1'], state: 'confirmed', decision: 'accepted' },
      ]),
    )
  })

  test('what names no referral stands by itself', async () => {
    await using ledger = await testLedger()
    await save(ledger, item('1.2', 'row', {}), item('2.2', 'iop-9', { refIopGuid: 'iop-9' }))
    expect(await listed(ledger, { state: 'waiting' })).toHaveLength(2)
  })

  test('another deployment\u2019s is another one', async () => {
    await using ledger = await testLedger()
    await save(ledger, item('1.1', 'A', { interventionGuid: 'guid-a' }))
    await ledger.store.forDeployment('duhok').save([item('1.2', 'A', { interventionGuid: 'guid-a' })], [])
    expect(await listed(ledger)).toEqual([{ items: ['1.1 A'], state: 'waiting', decision: 'none' }])
  })
})

test.each([
  [['confirmed', 'attention'], 'attention'],
  [['attention', 'waiting'], 'attention'],
  [['confirmed', 'waiting'], 'waiting'],
  [['confirmed', 'handled'], 'handled'],
  [['withdrawn', 'confirmed'], 'confirmed'],
  [['withdrawn', 'withdrawn'], 'withdrawn'],
] as const)('a referral and a decision that are %j: %s', async ([referral, decision], state) => {
  await using ledger = await testLedger()
  const numbers = { interventionGuid: 'guid-a' }
  await save(
    ledger,
    item('1.1', 'A', numbers, { state: referral, reason: null }),
    item('1.2', 'A', numbers, { state: decision, reason: null }),
  )
  expect((await listed(ledger)).map((one) => one.state)).toEqual([state])
})

test('a decision that is taken back is none; one that nobody can read is unclear', async () => {
  await using ledger = await testLedger()
  const numbers = { interventionGuid: 'guid-a' }
  const decision = item('1.2', 'A', numbers, { state: 'attention', reason: 'decision-code-unknown' })
  await save(ledger, item('1.1', 'A', numbers, confirmed), decision)
  expect((await listed(ledger)).map((one) => one.decision)).toEqual(['unclear'])
  await save(ledger, { ...decision, state: 'withdrawn', reason: null })
  expect(await listed(ledger, { decision: 'none' })).toHaveLength(1)
})

test('lists are cut by who referred, state, decision, cause and the time found', async () => {
  await using ledger = await testLedger()
  const day = (date: string) => ({
    foundAt: `2026-03-${date}T00:00:00.000Z`,
    since: `2026-03-${date}T00:00:00.000Z`,
  })
  await save(
    ledger,
    item('1.1', 'A', { interventionGuid: 'a' }, { ...confirmed, ...day('01') }),
    item('1.1', 'B', { interventionGuid: 'b' }, { state: 'attention', reason: 'case-closed', ...day('02') }),
    item('2.1', 'C', { referralId: 'c' }, { state: 'attention', reason: 'consent-missing', ...day('03') }),
    item('2.2', 'D', { refIopGuid: 'd' }, { ...confirmed, decision: 'accepted', ...day('04') }),
  )
  const keys = async (more: Partial<StrandQuery>) =>
    (await listed(ledger, more)).flatMap(({ items }) => items)
  expect(await keys({})).toEqual(['2.2 D', '2.1 C', '1.1 B', '1.1 A'])
  expect(await keys({ side: 'caseworker' })).toEqual(['2.2 D', '2.1 C'])
  expect(await keys({ state: 'attention' })).toEqual(['2.1 C', '1.1 B'])
  expect(await keys({ decision: 'accepted' })).toEqual(['2.2 D'])
  expect(await keys({ under: [{ flow: '1.1', reason: 'case-closed' }] })).toEqual(['1.1 B'])
  expect(await keys({ under: [] })).toEqual([])
  expect(
    await keys({ foundFrom: '2026-03-02T00:00:00.000Z', foundBefore: '2026-03-04T00:00:00.000Z' }),
  ).toEqual(['2.1 C', '1.1 B'])
})

test('pages follow one another without gap or overlap, also where many changed at the same moment', async () => {
  await using ledger = await testLedger()
  const items = Array.from({ length: 25 }, (_, index) =>
    item(
      '1.1',
      `k${index}`,
      { interventionGuid: `guid-${index}` },
      {
        since: `2026-03-01T00:00:0${Math.floor(index / 10)}.000Z`,
      },
    ),
  )
  await ledger.store.forDeployment('gambella').save(items, [])
  const seen: string[] = []
  for (;;) {
    const last = seen.at(-1)
    const after = last === undefined ? null : (JSON.parse(last) as { changedAt: string; strand: string })
    const page = await ledger.store.strands.page(everything, after, 4)
    if (page.length === 0) break
    seen.push(...page.map(({ changedAt, strand }) => JSON.stringify({ changedAt, strand })))
  }
  expect(new Set(seen).size).toBe(25)
  expect(seen).toHaveLength(25)
  expect(seen).toEqual(seen.toSorted().toReversed())
})

/** What the tables that are made from items hold. */
function madeOf(path: string): readonly unknown[] {
  const database = new DatabaseSync(path)
  try {
    return [
      'select deployment, strand, side, state, flow, reason, found_at, changed_at from strand order by 1, 2',
      'select * from settled_count where count > 0 order by deployment, flow, what',
      'select deployment, flow, key, strand from item order by 1, 2, 3',
    ].map((query) => database.prepare(query).all())
  } finally {
    database.close()
  }
}

test('made anew from the items they are what was kept beside them', async () => {
  await using ledger = await testLedger()
  await save(
    ledger,
    item('1.1', 'A', { interventionGuid: 'a' }),
    item('1.1', 'A', { interventionGuid: 'a' }, confirmed),
    item('1.2', 'A', { interventionGuid: 'a' }, { state: 'attention', reason: 'ping-rejected' }),
    item('1.2', 'B', {}, { state: 'handled', reason: null }),
    item('1.2', 'C', {}, { ...confirmed, version: 'rejected 0a1b', decision: 'rejected' }),
    item('2.2', 'iop-1', { refIopGuid: 'iop-1' }, confirmed),
    item('2.1', 'r-1', { referralId: 'r-1', refIopGuid: 'iop-1' }, { state: 'withdrawn', reason: null }),
    item('2.1', 'r-1', { referralId: 'r-1', refIopGuid: 'iop-1' }, confirmed),
    item('2.2', 'iop-2', { refIopGuid: 'iop-2' }),
  )
  const kept = madeOf(ledger.path)
  const db = openSqlite(ledger.path, ownSurroundings)
  await migrate(db, sqliteWords, '0008-console')
  await migrate(db, sqliteWords)
  await db.destroy()
  expect(madeOf(ledger.path)).toEqual(kept)
})

test('settled items are counted as they settle and as they come back', async () => {
  await using ledger = await testLedger()
  const one = item('1.1', 'A', { interventionGuid: 'a' })
  const counts = async () => (await ledger.store.operators.status('gambella')).map((flow) => flow.counts)[0]
  await save(ledger, one, item('1.1', 'B', { interventionGuid: 'b' }, { state: 'handled', reason: null }))
  expect(await counts()).toMatchObject({ confirmed: 0, waiting: 1, handled: 1 })
  await save(ledger, { ...one, ...confirmed })
  expect(await counts()).toMatchObject({ confirmed: 1, waiting: 0, handled: 1 })
  await save(ledger, one)
  expect(await counts()).toMatchObject({ confirmed: 0, waiting: 1, handled: 1 })
})
