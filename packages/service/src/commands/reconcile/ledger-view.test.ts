import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { itemWith } from '../../ledger/item.fixture.ts'
import { openLedger } from '../../ledger/store.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { openLedgerView, type LedgerView } from './ledger-view.ts'

let directory = ''
let store: LedgerStore
let view: LedgerView
const clock = { now: () => Date.parse('2026-03-01T12:00:00Z'), sleep: async () => {} }

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-view-'))
  const url = `sqlite:${join(directory, 'ledger.db')}`
  store = await openLedger(url)
  const found = (key: string, foundAt: string) => itemWith({ key, foundAt, state: 'confirmed', reason: null })
  await store
    .forDeployment('sandbox')
    .save(
      [
        found('b', '2026-02-01T00:00:00.000Z'),
        found('a', '2026-02-01T00:00:00.000Z'),
        found('c', '2026-02-03T00:00:00.000Z'),
        found('d', '2026-01-01T00:00:00.000Z'),
      ],
      [],
    )
  await store.forDeployment('another').save([found('e', '2026-02-02T00:00:00.000Z')], [])
  view = openLedgerView(url, 'sandbox')
})
afterAll(async () => {
  await view.close()
  await store.close()
  rmSync(directory, { recursive: true })
})

test('settled items come in their order from a time on, page by page, of one deployment', async () => {
  const keys = async (after: Parameters<LedgerView['itemsSince']>[2]): Promise<readonly string[]> =>
    (await view.itemsSince('1.1', '2026-02-01T00:00:00.000Z', after, 2)).map(({ key }) => key)
  expect(await keys(null)).toEqual(['a', 'b'])
  expect(await keys({ foundAt: '2026-02-01T00:00:00.000Z', key: 'b' })).toEqual(['c'])
  expect(await keys({ foundAt: '2026-02-03T00:00:00.000Z', key: 'c' })).toEqual([])
})

test('whether a run holds the turn', async () => {
  expect(await view.isTurnTaken(clock.now())).toBe(false)
  const turn = await store.turn('sandbox', '1.1', { waitMs: 0, ...clock })
  expect(await view.isTurnTaken(clock.now())).toBe(true)
  expect(await view.isTurnTaken(clock.now() + 60_000)).toBe(false)
  if (turn.kind === 'taken') await turn.release()
  expect(await view.isTurnTaken(clock.now())).toBe(false)
})
