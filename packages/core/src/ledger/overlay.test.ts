import { expect, test } from 'vitest'
import { ledgerItem } from '../flows/scene.fixture.ts'
import type { Ledger, LedgerItem } from './ledger.ts'
import { dryLedger } from './overlay.ts'
import { unsettledPages } from './walk.ts'

/** A ledger that holds nothing but these items. */
function holding(items: LedgerItem[]): Ledger {
  const place = ({ foundAt, key }: { readonly foundAt: string; readonly key: string }): string =>
    `${foundAt} ${key}`
  return {
    unsettled: async (_flow: unknown, after: LedgerItem | null, limit: number) =>
      items.filter((item) => after === null || place(item) > place(after)).slice(0, limit),
  } as unknown as Ledger
}

test('(P22) a dry run comes to its end though another run finds the same item after it', async () => {
  const stored: LedgerItem[] = []
  const ledger = dryLedger(holding(stored))
  const found = ledgerItem({ key: 'one', foundAt: '2026-11-20T08:00:00.000Z' })
  await ledger.save([found], [])
  stored.push({ ...found, foundAt: '2026-11-20T08:00:05.000Z' })
  const keys: string[] = []
  for await (const page of unsettledPages(ledger, '2.1', 1)) {
    keys.push(...page.map(({ key }) => key))
    if (keys.length > 5) break
  }
  expect(new Set(keys)).toEqual(new Set(['one']))
  expect(keys.length).toBeLessThanOrEqual(2)
})
