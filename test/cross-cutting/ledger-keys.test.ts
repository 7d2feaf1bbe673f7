/** A ledger is kept with its own keys: under others every pseudonym and case id would be new (F90). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { flows, type Flow } from '@ping-primero/core'
import { runOnce } from '../../packages/service/src/commands/run/run-once.ts'
import { itemsOfNumber } from '../../packages/service/src/commands/with-ledger.ts'
import type { Refusal } from '../../packages/service/src/refusals/refusal.ts'
import { refer } from '../referrals-out/scene.ts'
import { accounts } from '../support/accounts.ts'
import { startWorld, type World } from '../support/world.ts'

// Without commas: those stand between former keys.
const ledgerKey = 'a first key of the tests which is long enough'
const another = 'another key of the tests which is long enough'
const third = 'a third key of the tests which is long enough'
let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

function envWith(current: string, old: readonly string[] = []): Record<string, string> {
  return {
    ...accounts,
    LEDGER_KEY: current,
    LEDGER_KEYS_OLD: old.join(','),
  }
}

/** Runs a flow under some keys; gives its refusal, null where it ran. */
async function runUnder(
  current: string,
  old: readonly string[] = [],
  flow: Flow = '2.1',
  dryRun = false,
): Promise<Refusal | null> {
  const order = { flow, dryRun, since: null, only: null, waitMs: 0 }
  const context = { env: envWith(current, old), clock: world.host.clock, json: true, user: 'tester' }
  const read = { deployment: world.deployment, problems: [] }
  const result = await runOnce(read, order, world.store, () => {}, context)
  world.advance(60_000)
  return result.ok ? null : result.refusal
}

function forgetTraffic(): void {
  world.ping.traffic.reset()
  world.primero.traffic.reset()
}

test.each(flows)('%s under another key is refused before anything leaves', async (flow) => {
  expect(await runUnder(ledgerKey)).toBeNull()
  refer(world, 0)
  forgetTraffic()
  const refusal = await runUnder(another, [], flow)
  expect(refusal).toMatchObject({ code: 'ledger-key-differs', owner: 'administrator' })
  expect(refusal?.message).toContain(world.store.path)
  expect(refusal?.message).not.toContain(another)
  expect([world.ping.traffic.total(), world.primero.traffic.total()]).toEqual([0, 0])
})

test('a rotation goes through, and from then on needs the old key as well', async () => {
  expect(await runUnder(ledgerKey)).toBeNull()
  expect(await runUnder(another, [ledgerKey])).toBeNull()
  expect(await runUnder(third, [ledgerKey, another])).toBeNull()
  forgetTraffic()
  expect(await runUnder(another)).toMatchObject({ code: 'ledger-key-differs' })
  expect(await runUnder(ledgerKey)).toMatchObject({ code: 'ledger-key-differs' })
  expect(await runUnder(third, [another])).toMatchObject({ code: 'ledger-key-differs' })
  // The ids of cases hang on the oldest.
  expect(await runUnder(third, [another, ledgerKey])).toMatchObject({ code: 'ledger-key-differs' })
  expect(await runUnder('a key that no ledger has seen in any run so far', [ledgerKey, third])).toMatchObject(
    {
      code: 'ledger-key-differs',
    },
  )
  expect([world.ping.traffic.total(), world.primero.traffic.total()]).toEqual([0, 0])
  expect(await runUnder(third, [ledgerKey, another])).toBeNull()
})

test('a dry run keeps no key, and is held to those that are kept', async () => {
  expect(await runUnder(another, [], '2.1', true)).toBeNull()
  expect(await runUnder(ledgerKey)).toBeNull()
  expect(await runUnder(another, [], '2.1', true)).toMatchObject({ code: 'ledger-key-differs' })
})

test('whoever looks for an individual number under another key is told so, and not that there is none', async () => {
  const scene = refer(world, 0)
  expect(await runUnder(ledgerKey)).toBeNull()
  const look = (current: string) => {
    const context = { env: envWith(current), clock: world.host.clock, json: true, user: 'tester' }
    return itemsOfNumber(context, world.store, [world.deployment.name], scene.child.number)
  }
  expect(await look(ledgerKey)).toMatchObject({ ok: true })
  expect(await look(another)).toMatchObject({ ok: false, refusal: { code: 'ledger-key-differs' } })
})

test('each deployment has keys of its own, and no key can be read from the ledger', async () => {
  const { keys } = world.store
  const at = new Date(world.now()).toISOString()
  expect(await keys.adopt('kenya', { current: ledgerKey, old: [] }, at)).toBeNull()
  expect(await keys.adopt('gambella', { current: another, old: [] }, at)).toBeNull()
  expect(await keys.compare('kenya', { current: another, old: [] })).toBe('missing')
  expect(await keys.compare('kenya', { current: ledgerKey, old: [] })).toBeNull()
})

test('of two processes that begin a ledger together with different keys one is refused', async () => {
  const at = new Date(world.now()).toISOString()
  const both = [ledgerKey, another].map((current) =>
    world.store.keys.adopt('kenya', { current, old: [] }, at),
  )
  expect(new Set(await Promise.all(both))).toEqual(new Set(['missing', null]))
})
