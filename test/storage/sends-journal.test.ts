/** The journal of sends itself: what is written into it, and how much of it is believed. */
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import { copyFiles, journalled, memory, openCopy, peopleAct, referOut, runAllOn, runOn } from './scene.ts'
import { databaseNow, journalOf, openedLedgers, turnOf } from './set-back.ts'

let world: World
const ledgers = openedLedgers()

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await ledgers.close()
  await world.stop()
})

test('every send stands in the journal before its request leaves, by system ids alone', async () => {
  const [rowId] = referOut(world, 1, 0)
  const seen: (readonly string[])[] = []
  world.ping.faults.add({
    path: /asyncdata$/,
    fault: { kind: 'delay', ms: 0 },
    when: () => seen.push(journalled(world.directory)) > 0,
  })
  await world.run('2.1')
  const [item] = await world.host.ledger.get('2.1', seen[0] ?? [])
  const [head, line] = readFileSync(journalOf(world.directory), 'utf8').split('\n', 2)
  expect(JSON.parse(head ?? '')).toEqual({ journal: expect.any(String), since: null })
  expect(JSON.parse(line ?? '')).toEqual({
    at: item?.sentAt,
    deployment: 'sandbox',
    key: item?.key,
    numbers: {
      referralId: item?.numbers.referralId,
      primeroId: item?.numbers.primeroId,
      caseId: item?.numbers.caseId,
      caseIdDisplay: item?.numbers.caseIdDisplay,
      serviceUniqueId: rowId,
    },
  })
  expect(statSync(journalOf(world.directory)).mode & 0o777).toBe(0o600)
})

test('flows that send no referral write no line', async () => {
  peopleAct(world, 0, 0)
  await runAllOn(world, world.store)
  expect(journalled(world.directory)).toEqual([])
})

test('the journal serves several deployments, each for itself', async () => {
  referOut(world, 2, 0)
  await turnOf(world, world.store, 'other')
  const { later } = databaseNow(world)
  await world.run('2.1')
  const store = await ledgers.open(later('with'))
  expect(await turnOf(world, store, 'other')).toEqual({ recovered: 0, journalLost: false })
  expect(await turnOf(world, store)).toEqual({ recovered: 2, journalLost: false })
  expect(await store.forDeployment('other').unsettled('2.1', null, 10)).toEqual([])
})

test('a journal cut anywhere in its last line is read up to there, and written on in a new line', async () => {
  referOut(world, 3, 0)
  const { later } = databaseNow(world)
  await world.run('2.1')
  const old = later('with')
  const whole = readFileSync(journalOf(old), 'utf8')
  const lastLine = whole.slice(0, -1).lastIndexOf('\n') + 1
  for (let size = lastLine; size < whole.length; size += 3) {
    const copy = copyFiles(old, memory)
    truncateSync(journalOf(copy), size)
    const store = await openCopy(copy)
    expect(await turnOf(world, store), `cut at ${size}`).toEqual({ recovered: 2, journalLost: false })
    await store.close()
    rmSync(copy, { recursive: true })
  }
  truncateSync(journalOf(old), whole.length - 5)
  const store = await ledgers.open(old)
  referOut(world, 1, 50)
  world.advance(1_000)
  await runOn(world, store, '2.1')
  expect(journalled(old).slice(0, 2)).toEqual(journalled(world.directory).slice(0, 2))
  expect(journalled(old).length).toBeGreaterThan(2)
})

test.each([
  ['in the middle', (text: string) => text.replace('{"at"', '{at')],
  ['by a line of another program', (text: string) => `${text}{"at":"yesterday"}\n`],
  ['by a block of zeros with a line after it', (text: string) => `${text}\0\0\0\0\n`],
])('a journal that is broken %s is refused plainly, and nothing is sent', async (_where, spoil) => {
  referOut(world, 2, 0)
  const { later } = databaseNow(world)
  await world.run('2.1')
  const sent = world.ping.store.referrals.size
  const old = later('with')
  writeFileSync(journalOf(old), spoil(readFileSync(journalOf(old), 'utf8')))
  const store = await ledgers.open(old)
  await expect(runOn(world, store, '2.1')).rejects.toMatchObject({ trouble: 'journal-unreadable' })
  expect(world.ping.store.referrals.size).toBe(sent)
})
