import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { HistoryFaultCode } from '../../packages/service/src/ledger/history-check.ts'
import { startWorld, type World } from '../support/world.ts'
import { expose, operator, playAll, type Exposed } from './scene.ts'

let world: World
let ledger: Exposed
/** How many entries there are: about sixty, of every kind. */
let entries = 0

beforeAll(async () => {
  world = await startWorld()
  await playAll(world)
  ledger = await expose(world)
  const check = await ledger.check()
  entries = check.whole ? check.entries : 0
})
beforeEach(() => ledger.restore())
afterAll(async () => {
  await ledger[Symbol.asyncDispose]()
  await world.stop()
})

type Row = Record<string, string | number | null>

function rows(table: 'event' | 'item'): Row[] {
  const order = table === 'event' ? 'position' : 'flow, key'
  return ledger.file.prepare(`select * from ${table} order by ${order}`).all() as Row[]
}

const positions = () => Array.from({ length: entries }, (_, index) => index + 1)

function fault(code: HistoryFaultCode, position: number) {
  return { whole: false, code, position, item: null }
}

/** Does damage, sees that it and nothing else is found, and mends it. */
async function finds(damage: string, code: HistoryFaultCode, position: number): Promise<void> {
  ledger.file.exec(damage)
  expect(await ledger.check(), damage).toEqual(fault(code, position))
  ledger.restore()
}

test('a history nobody touched is whole, and holds every kind of entry that flows and persons make', async () => {
  const last = rows('event').at(-1)
  expect(await ledger.check()).toEqual({
    whole: true,
    entries,
    head: { position: entries, hash: last?.['hash'] },
  })
  expect(entries).toBeGreaterThan(60)
  expect([...new Set(rows('event').map(({ what }) => String(what)))].toSorted()).toEqual([
    'case-created',
    'decision-applied',
    'decision-sent',
    'found',
    'handled',
    'paused',
    'referral-sent',
    'refusal-reported',
    'released',
    'resumed',
    'retried',
    'send-intended',
    'service-appended',
    'state-changed',
    'status-reported',
    'sync-reported',
  ])
})

test('every entry that is dropped is found missing', async () => {
  for (const at of positions()) await finds(`delete from event where position = ${at}`, 'entry-missing', at)
})

test('several entries that are dropped are found by the first of them', async () => {
  for (const at of positions().slice(0, -5)) {
    await finds(`delete from event where position between ${at} and ${at + 3}`, 'entry-missing', at)
    await finds(`delete from event where position in (${at}, ${at + 2}, ${at + 5})`, 'entry-missing', at)
  }
})

test('a tail that is cut off is found wherever it is cut', async () => {
  for (const at of positions()) await finds(`delete from event where position >= ${at}`, 'entry-missing', at)
})

test('every column of every entry is guarded', async () => {
  const columns = Object.keys(rows('event')[0] ?? {}).filter((column) => column !== 'position')
  expect(columns).toHaveLength(11)
  for (const at of positions()) {
    for (const column of columns) {
      const altered = `update event set "${column}" = coalesce("${column}", '') || 'x' where position = ${at}`
      await finds(altered, column === 'deployment' ? 'entry-missing' : 'entry-altered', at)
    }
    await finds(`update event set position = position + 1000 where position = ${at}`, 'entry-missing', at)
  }
})

test('every value that is taken out of an entry, or emptied, is found', async () => {
  for (const row of rows('event')) {
    for (const column of ['state', 'reason', 'transaction_id', 'by', 'why']) {
      const to = row[column] === null ? "''" : 'null'
      const position = Number(row['position'])
      await finds(
        `update event set "${column}" = ${to} where position = ${position}`,
        'entry-altered',
        position,
      )
    }
  }
})

test('every two neighbours that change places are found', async () => {
  for (const at of positions().slice(0, -1)) {
    const swap = `update event set position = -1 where position = ${at};
      update event set position = ${at} where position = ${at + 1};
      update event set position = ${at + 1} where position = -1`
    await finds(swap, 'entry-altered', at)
  }
})

/** Puts a copy of an entry at another position. */
function copied(from: number, to: string): string {
  const columns = Object.keys(rows('event')[0] ?? {}).map((column) => `"${column}"`)
  const values = columns.map((column) => (column === '"position"' ? to : column))
  return `insert into event (${columns.join()}) select ${values.join()} from event where position = ${from}`
}

test('every entry that stands there twice is found, with the others moved up', async () => {
  for (const at of positions()) {
    const twice = `update event set position = -position where position > ${at};
      update event set position = 1 - position where position < 0; ${copied(at, `${at + 1}`)}`
    await finds(twice, 'entry-altered', at + 1)
  }
})

test('an entry that is put before, between or after the others is found', async () => {
  await finds(copied(5, '0'), 'entry-inserted', 1)
  await finds(copied(5, '-7'), 'entry-inserted', 1)
  await finds(copied(5, '5.5'), 'entry-inserted', 6)
  await finds(copied(5, `${entries + 1}`), 'entry-altered', entries + 1)
  await finds(copied(5, "'last'"), 'entry-inserted', entries + 1)
})

test('a head that is altered or gone is found', async () => {
  await finds('delete from event_head', 'head-missing', entries)
  await finds('update event_head set position = position + 1', 'entry-missing', entries + 1)
  await finds('update event_head set position = position - 1', 'head-differs', entries - 1)
  await finds(`update event_head set hash = '${'0'.repeat(64)}'`, 'head-differs', entries)
  await finds("update event_head set deployment = 'elsewhere'", 'head-missing', entries)
})

test('what is written after a tail or a head was taken away hides nothing', async () => {
  const act = { by: operator, at: '2026-12-01T00:00:00.000Z' }
  for (const [damage, code, position] of [
    [`delete from event where position > ${entries - 3}`, 'entry-missing', entries - 2],
    ['delete from event_head', 'head-missing', entries + 1],
    [`update event_head set position = 3`, 'head-differs', 3],
    ['delete from event', 'entry-missing', 1],
  ] as const) {
    ledger.file.exec(damage)
    await ledger.store.operators.pause('sandbox', '1.2', 'a closer look', act)
    expect(await ledger.check(), damage).toEqual(fault(code, position))
    await ledger.store.operators.resume('sandbox', '1.2', { ...act, at: '2026-12-01T01:00:00.000Z' })
    ledger.file.exec("delete from switch where flow = '1.2'")
    ledger.restore()
  }
})

/** Writes the chain from a position on anew, and its head, as whoever knows how it is made. */
function rewrite(from: number): void {
  let previous = ''
  const put = ledger.file.prepare('update event set hash = ? where position = ?')
  ledger.file.exec('begin')
  for (const { hash, ...entry } of rows('event')) {
    const { position = 0 } = entry
    const sorted = Object.entries(entry)
      .filter(([, value]) => value !== null)
      .sort(([left], [right]) => (left < right ? -1 : 1))
    const made = createHash('sha256')
      .update(previous + JSON.stringify(Object.fromEntries(sorted)))
      .digest('hex')
    if (Number(position) < from) expect(made).toBe(hash)
    put.run(made, position)
    previous = made
  }
  ledger.file.exec('commit')
  ledger.file.exec(
    'update event_head set (position, hash) = (select position, hash from event order by position desc limit 1)',
  )
}

test('a chain written anew together with its head is found by any head that was kept from there on', async () => {
  const kept = rows('event').map(({ position, hash }) => ({ position: Number(position), hash: String(hash) }))
  for (const at of positions()) {
    ledger.file.exec(
      `update event set at = '2026-11-20T08:00:00.000Z' where position = ${at} and at <> '2026-11-20T08:00:00.000Z'`,
    )
    const changed = ledger.file.prepare('select changes() as n').get()?.['n'] === 1
    rewrite(at)
    expect(await ledger.check()).toMatchObject({ whole: true, entries })
    if (changed) {
      const [here, last] = [kept.slice(at - 1, at), kept.slice(-1)]
      expect(await ledger.check(here)).toEqual(fault('kept-head-differs', at))
      expect(await ledger.check(last)).toEqual(fault('kept-head-differs', entries))
      expect(await ledger.check(kept)).toEqual(fault('kept-head-differs', at))
    }
    expect(await ledger.check(kept.slice(0, at - 1))).toMatchObject({ whole: true })
    ledger.restore()
  }
  expect(await ledger.check(kept)).toMatchObject({ whole: true })
})

test('a tail cut off together with its head is found by a head that was kept', async () => {
  const kept = rows('event')
    .slice(-1)
    .map(({ position, hash }) => ({ position: Number(position), hash: String(hash) }))
  for (const at of positions().slice(1)) {
    ledger.file.exec(`delete from event where position >= ${at}`)
    rewrite(entries + 1)
    expect(await ledger.check(kept)).toEqual(fault('kept-head-differs', at))
    ledger.restore()
  }
})

test('an item that was changed, taken out or put in behind the back of its history is found', async () => {
  const items = rows('item')
  expect(items).toHaveLength(14)
  for (const item of items) {
    const { flow, key } = item
    const where = `where flow = '${flow}' and key = '${key}'`
    for (const state of ['confirmed', 'waiting', 'attention', 'withdrawn', 'handled']) {
      if (state === item['state']) continue
      ledger.file.exec(`update item set state = '${state}', reason = null ${where}`)
      const check = await ledger.check()
      expect(check).toMatchObject({ whole: false, code: 'item-differs', item: { flow } })
      ledger.restore()
    }
    ledger.file.exec(`update item set reason = 'consent-withdrawn' ${where}`)
    expect(await ledger.check()).toMatchObject({ code: 'item-differs' })
    ledger.restore()
    ledger.file.exec(`delete from item ${where}`)
    expect(await ledger.check()).toMatchObject({ code: 'item-missing', item: { flow, number: key } })
    ledger.restore()
    ledger.file.exec(`update item set key = 'another' ${where}`)
    expect(await ledger.check()).toMatchObject({ code: 'item-unrecorded', position: null, item: { flow } })
    ledger.restore()
  }
})
