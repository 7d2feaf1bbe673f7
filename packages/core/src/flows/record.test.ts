import { expect, test } from 'vitest'
import type { Finding } from '../ledger/item.ts'
import type { Ledger, LedgerEvent, LedgerItem } from '../ledger/ledger.ts'
import { recordFindings } from './record.ts'
import { ledgerItem } from './scene.fixture.ts'

const now = '2026-11-21T08:00:00.000Z'

function finding(key: string, version: string | null = null): Finding {
  return { flow: '2.2', key, numbers: {}, individual: null, version }
}

function item(key: string, given: Partial<LedgerItem> = {}): LedgerItem {
  return ledgerItem({ flow: '2.2', key, seenRun: 'run-2', ...given })
}

interface Saved {
  readonly items: readonly string[]
  readonly events: readonly string[]
}

/** A ledger that holds some items; `meddle` is what a person does to it just before a save. */
function recorder(stored: readonly LedgerItem[], meddle: (held: Map<string, LedgerItem>) => void = () => {}) {
  const held = new Map(stored.map((one) => [one.key, one]))
  const saves: Saved[] = []
  const ledger = {
    get: async (_flow: string, keys: readonly string[]) => keys.flatMap((key) => held.get(key) ?? []),
    save: async (items: readonly LedgerItem[], events: readonly { what: string }[]) => {
      meddle(held)
      saves.push({ items: items.map(({ key }) => key), events: events.map(({ what }) => what) })
      const isStale = (one: LedgerItem): boolean => (held.get(one.key)?.revision ?? 0) !== one.revision
      const conflicts = items.filter(isStale).map(({ key }) => key)
      for (const one of items) if (!isStale(one)) held.set(one.key, { ...one, revision: one.revision + 1 })
      return { conflicts }
    },
  }
  return {
    saves,
    held,
    record: async (findings: readonly Finding[]) => {
      const recorded = await recordFindings(findings, {
        ledger: ledger as unknown as Ledger,
        flow: '2.2',
        runId: 'run-2',
        timezone: 'Etc/UTC',
        now: () => now,
        event: (of, what) => ({ what: `${what} ${of.key}` }) as unknown as LedgerEvent,
      })
      return { keys: [...recorded.items.keys()], entered: recorded.entered, items: recorded.items }
    },
  }
}

test('what no ledger knows enters it and is told of; what it knows and what says nothing new is not saved', async () => {
  const { record, saves, held } = recorder([item('known')])
  const { keys, entered, items } = await record([finding('known'), finding('new'), finding('new')])
  expect([keys, entered]).toEqual([['known', 'new'], 1])
  expect(saves).toEqual([{ items: ['new'], events: ['found new'] }])
  expect(items.get('new')).toEqual(held.get('new'))
  expect(items.get('new')).toMatchObject({ foundAt: now, seenRun: 'run-2', revision: 1 })
})

test('nothing is saved where nothing is new', async () => {
  const { record, saves } = recorder([item('known')])
  expect(await record([finding('known')])).toMatchObject({ keys: ['known'], entered: 0 })
  expect(await record([])).toMatchObject({ keys: [], entered: 0 })
  expect(saves).toEqual([])
})

test('what was settled and says something new enters anew; what is open already only changes', async () => {
  const { record, saves } = recorder([
    item('settled', { state: 'confirmed', version: 'v1' }),
    item('open', { version: 'v1' }),
    item('seen', { seenRun: 'run-1', version: 'v2' }),
    item('over', { state: 'handled', individual: null, version: null, numbers: {} }),
  ])
  const findings = [finding('settled', 'v2'), finding('open', 'v2'), finding('seen', 'v2')]
  const over = { ...finding('over'), numbers: { caseId: 'c' } }
  const { entered } = await record([...findings, over])
  expect(entered).toBe(1)
  expect(saves).toEqual([{ items: ['settled', 'open', 'seen', 'over'], events: ['listed-again settled'] }])
})

test('what a person changed between reading and saving is read again, and recorded over what they did', async () => {
  let meddled = false
  const { record, saves, held } = recorder(
    [item('settled', { state: 'confirmed', version: 'v1' })],
    (now_) => {
      if (meddled) return
      meddled = true
      now_.set('settled', item('settled', { state: 'handled', version: 'v1', revision: 7 }))
    },
  )
  const { entered, items, keys } = await record([finding('other'), finding('settled', 'v2')])
  expect(saves.map((one) => one.items)).toEqual([['other', 'settled'], ['settled']])
  expect([entered, keys.toSorted()]).toEqual([2, ['other', 'settled']])
  expect(items.get('settled')).toEqual(held.get('settled'))
  expect(items.get('settled')).toMatchObject({ state: 'waiting', version: 'v2', revision: 8 })
})

test('what a person settled meanwhile and that says nothing new does not enter', async () => {
  let meddled = false
  const { record } = recorder([item('one', { state: 'withdrawn' })], (held) => {
    if (meddled) return
    meddled = true
    held.set('one', item('one', { state: 'handled', revision: 7 }))
  })
  const { entered, items } = await record([finding('one')])
  expect([entered, items.get('one')?.state]).toEqual([0, 'handled'])
})
