import { copyFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refusalOf } from '../../packages/service/src/refusals/refusal.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  balance,
  copyFiles,
  databaseOf,
  everythingOnce,
  openCopy,
  peopleAct,
  referOut,
  runAllOn,
  unsettled,
} from './scene.ts'
import { databaseNow, day, inShort, openedLedgers, turnOf, uncertain } from './set-back.ts'

let world: World
const ledgers = openedLedgers()

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await ledgers.close()
  await world.stop()
})

test('a database set back learns of lost sends before anything is sent, and finds them in proGres', async () => {
  const before = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const { later } = databaseNow(world)
  world.advance(day)
  const after = peopleAct(world, 1_000)
  await runAllOn(world, world.store)
  const store = await ledgers.open(later('with'))
  expect(await turnOf(world, store)).toEqual({ recovered: 6, journalLost: false })
  const held = await unsettled(world, store)
  expect(held.map(inShort)).toEqual(held.map(() => ({ ...uncertain, sent: true })))
  expect(held).toHaveLength(6)
  const [first] = held
  const history = await store.operators.history(world.deployment.name, '2.1', first?.key ?? '')
  expect(history.map(({ what, state, reason }) => ({ what, state, reason }))).toEqual([
    { what: 'send-recovered', state: 'attention', reason: 'outcome-unknown' },
  ])
  await runAllOn(world, store)
  expect(await unsettled(world, store)).toEqual([])
  for (const deeds of [before, after]) expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
  expect(await turnOf(world, store)).toEqual({ recovered: 0, journalLost: false })
})

test('what the ledger knew as unsent and sent later is uncertain after it is set back', async () => {
  referOut(world, 1, 0)
  world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'status', status: 503 }, times: 1 })
  await world.run('2.1')
  const { later } = databaseNow(world)
  world.advance(day)
  await world.run('2.1')
  const store = await ledgers.open(later('with'))
  expect((await unsettled(world, store)).map(inShort)).toEqual([
    { state: 'waiting', reason: 'ping-unavailable', step: 'none', sent: false },
  ])
  expect(await turnOf(world, store)).toEqual({ recovered: 1, journalLost: false })
  expect((await unsettled(world, store)).map(inShort)).toEqual([{ ...uncertain, sent: true }])
})

test('what was sent once more while the clock was a day behind is uncertain after the ledger is set back', async () => {
  referOut(world, 1, 0)
  world.ping.settings.processing = { afterChecks: 1, fails: () => 'IOP-9000: no' }
  await world.run('2.1')
  const { later } = databaseNow(world)
  expect((await unsettled(world, world.store)).map(inShort)).toMatchObject([
    { reason: 'ping-processing', sent: true },
  ])
  await world.run('2.1')
  world.advance(-day)
  const act = { by: 'the focal point', at: new Date(world.now()).toISOString() }
  const { name } = world.deployment
  await world.store.operators.retry(name, { flow: '2.1', reason: 'ping-rejected' }, act)
  world.ping.settings.processing = { afterChecks: 0 }
  expect(await world.run('2.1')).toMatchObject({ confirmed: 1 })
  const store = await ledgers.open(later('with'))
  expect(await turnOf(world, store)).toEqual({ recovered: 1, journalLost: false })
  expect((await unsettled(world, store)).map(inShort)).toEqual([{ ...uncertain, sent: true }])
})

test("yesterday's file put under today's log is refused, or does no harm", async () => {
  const before = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const whole = copyFiles(world.directory, world.directory, ['', '-wal'])
  await (await openCopy(whole)).close()
  world.advance(day)
  const after = peopleAct(world, 1_000)
  await runAllOn(world, world.store)
  const mixed = copyFiles(world.directory, world.directory)
  copyFileSync(databaseOf(whole), databaseOf(mixed))
  const end = await ledgers.open(mixed).then(
    (store) => runAllOn(world, store),
    (error: unknown) => refusalOf(error).code,
  )
  expect([undefined, 'ledger-damaged']).toContain(end)
  for (const deeds of [before, after]) expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
})

test('a database that is gone altogether is told all sends by the journal', async () => {
  const deeds = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const store = await ledgers.open(copyFiles(world.directory, world.directory, ['.sends']))
  world.advance(day)
  await runAllOn(world, store)
  expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
})
