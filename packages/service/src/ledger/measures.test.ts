import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision, Flow, ItemState } from '@ping-primero/core/domain/flow.ts'
import type { ItemNumbers, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { itemWith, testLedger, type TestLedger } from './item.fixture.ts'
import { recountMeasures } from './measure-recount.ts'
import { measuredOf } from './measures.ts'
import { openSqlite } from './sqlite.ts'
import { ownSurroundings } from './surroundings.ts'

const deployment = 'gambella'

/** Counts anew, and gives how many counts were others, with what is counted now. */
async function recounted({ path }: TestLedger) {
  const db = openSqlite(path, ownSurroundings)
  try {
    const differed = await db.transaction().execute((within) => recountMeasures(within, deployment))
    const counted = await db
      .selectFrom('measure')
      .select(['flow', 'day', 'state', 'decision', 'count'])
      .orderBy('day')
      .orderBy('state')
      .execute()
    const spanned = await db
      .selectFrom('measure_span')
      .select(['flow', 'day', 'span', 'least', 'count'])
      .orderBy('span')
      .execute()
    return { differed, counted, spanned }
  } finally {
    await db.destroy()
  }
}

/** Saves an item at the revision that the ledger has of it. */
async function save({ store }: TestLedger, item: LedgerItem): Promise<void> {
  const ledger = store.forDeployment(deployment)
  const [stored] = await ledger.get(item.flow, [item.key])
  const { conflicts } = await ledger.save([{ ...item, revision: stored?.revision ?? 0 }], [])
  expect(conflicts).toEqual([])
}

const at = (day: number, hour = 0): string =>
  `2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`

test('each item is counted under the day on which it was found, a referral with the decision that stands on it', async () => {
  await using ledger = await testLedger()
  const numbers = { interventionGuid: 'a' }
  const found = itemWith({ key: 'a', numbers, foundAt: at(1, 22), foundOn: '2026-03-02', since: at(1, 22) })
  await save(ledger, found)
  await save(ledger, itemWith({ key: 'b', numbers: { interventionGuid: 'b' }, foundOn: '2026-03-02' }))
  await save(ledger, { ...found, state: 'confirmed', reason: null, since: at(1, 23), confirmedAt: at(1, 23) })
  const decided = itemWith({
    flow: '1.2',
    key: 'a',
    numbers,
    foundAt: at(4),
    foundOn: '2026-03-04',
    since: at(4),
  })
  await save(ledger, { ...decided, decision: 'accepted' })
  const { differed, counted, spanned } = await recounted(ledger)
  expect(differed).toBe(0)
  expect(counted).toEqual([
    { flow: '1.1', day: '2026-03-02', state: 'confirmed', decision: 'accepted', count: 1 },
    { flow: '1.1', day: '2026-03-02', state: 'waiting', decision: 'none', count: 1 },
    { flow: '1.2', day: '2026-03-04', state: 'waiting', decision: 'accepted', count: 1 },
  ])
  expect(spanned).toEqual([
    { flow: '1.1', day: '2026-03-02', span: 'days-to-decided', least: 2, count: 1 },
    { flow: '1.1', day: '2026-03-02', span: 'minutes-to-confirmed', least: 60, count: 1 },
  ])
})

test('a decision that came before its referral was known counts on it from then on', async () => {
  await using ledger = await testLedger()
  const confirmed = { state: 'confirmed', reason: null } as const
  await save(ledger, itemWith({ flow: '2.1', key: 'r', numbers: { referralId: 'r' }, ...confirmed }))
  const decided = { ...confirmed, decision: 'rejected' } as const
  await save(ledger, itemWith({ flow: '2.2', key: 'i', numbers: { refIopGuid: 'i' }, ...decided }))
  const bound = { referralId: 'r', refIopGuid: 'i' }
  await save(ledger, itemWith({ flow: '2.1', key: 'r', numbers: bound, ...confirmed }))
  const { differed, counted } = await recounted(ledger)
  expect(differed).toBe(0)
  expect(counted.map(({ flow, decision }) => [flow, decision])).toEqual([
    ['2.1', 'rejected'],
    ['2.2', 'rejected'],
  ])
})

test('a decision that was taken back counts no more', () => {
  const strand = {
    strand: 'unhcr a',
    key: 'a',
    reason: null,
    found_on: '2026-03-01',
    confirmed_at: null,
  } as const
  const referral = {
    ...strand,
    flow: '1.1',
    state: 'confirmed',
    since: at(1),
    found_at: at(1),
    decision: null,
  } as const
  const decision = { ...strand, flow: '1.2', since: at(3), found_at: at(3), decision: 'rejected' } as const
  const decisions = (state: ItemState) =>
    measuredOf([referral, { ...decision, state }]).counted.map((one) => one.decision)
  expect(decisions('confirmed')).toEqual(['rejected', 'rejected'])
  expect(decisions('withdrawn')).toEqual(['none', 'rejected'])
})

test('how long it took is counted of just those that count as accepted or rejected', () => {
  const strand = { strand: 'unhcr a', key: 'a', reason: null, found_on: '2026-03-01', since: at(3) } as const
  const took = (state: ItemState, decision: Decision | null) =>
    measuredOf([
      { ...strand, flow: '1.1', state, found_at: at(1), confirmed_at: at(1), decision: null },
      { ...strand, flow: '1.2', state: 'confirmed', found_at: at(3), confirmed_at: at(3), decision },
    ]).spanned.flatMap(({ span, least }) => (span === 'days-to-decided' ? least : []))
  expect(took('confirmed', 'rejected')).toEqual([2])
  expect(took('confirmed', null)).toEqual([])
  expect(took('handled', 'accepted')).toEqual([])
})

const step = fc.record({
  flow: fc.constantFrom<Flow>('1.1', '1.2', '2.1', '2.2'),
  which: fc.integer({ min: 1, max: 2 }),
  /** The number that binds a decision to its referral is often learnt later. */
  bound: fc.boolean(),
  state: fc.constantFrom<ItemState>('confirmed', 'waiting', 'attention', 'withdrawn', 'handled'),
  decision: fc.constantFrom<Decision | null>('accepted', 'rejected', null),
  day: fc.integer({ min: 1, max: 28 }),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never

function numbersOf({ flow, which, bound }: Step): ItemNumbers {
  if (flow === '1.1' || flow === '1.2') return { interventionGuid: `guid-${which}` }
  if (flow === '2.1')
    return { referralId: `referral-${which}`, ...(bound ? { refIopGuid: `iop-${which}` } : {}) }
  return { refIopGuid: `iop-${which}`, ...(bound ? { referralId: `referral-${which}` } : {}) }
}

test('whatever is saved in whatever order, what was counted at each save is what is counted anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
      await using ledger = await testLedger()
      for (const one of steps) {
        const { flow, which, state, decision, day } = one
        const [stored] = await ledger.store.forDeployment(deployment).get(flow, [`${which}`])
        const isOpen = state === 'waiting' || state === 'attention'
        const foundAt = stored?.foundAt ?? at(day)
        await save(
          ledger,
          itemWith({
            ...stored,
            flow,
            key: `${which}`,
            numbers: { ...stored?.numbers, ...numbersOf(one) },
            state,
            reason: isOpen ? 'not-yet-tried' : null,
            since: at(day, 3),
            foundAt,
            foundOn: foundAt.slice(0, 10),
            confirmedAt: stored?.confirmedAt ?? (state === 'confirmed' ? at(day, 3) : null),
            decision,
          }),
        )
      }
      const { differed, counted } = await recounted(ledger)
      expect(differed).toBe(0)
      const keys = new Set(steps.map(({ flow, which }) => `${flow} ${which}`))
      expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(keys.size)
    }),
    { numRuns: 40 },
  )
})
