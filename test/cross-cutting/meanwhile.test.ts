/** Persons act by command while a run is under way (`architecture.md`, the ledger: revisions). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFlow, type Ledger, type LedgerItem } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import { decide, decided, hour, shown, type Asked } from '../decisions-out/scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

/** A decision that PING refused once, so that it needs a person. */
async function refusedOnce(): Promise<Asked> {
  const one = decided(world, 1)
  const body = '{"ErrorMessage":"no"}'
  world.ping.faults.add({ path: /\/data$/, fault: { kind: 'status', status: 400, body }, times: 1 })
  await world.run('1.2')
  world.advance(hour)
  return one
}

async function handle(one: Asked): Promise<void> {
  const act = { by: 'tester', at: new Date(world.now()).toISOString() }
  const key = one.interventions[0]?.guid ?? ''
  await world.store.operators.handle('sandbox', [{ flow: '1.2', key }], 'told by telephone', act)
}

async function runOver(changed: Partial<Ledger>): Promise<void> {
  const request = {
    deployment: world.deployment,
    flow: '1.2',
    dryRun: false,
    since: null,
    only: null,
  } as const
  await runFlow(request, { ...world.host, ledger: { ...world.host.ledger, ...changed } })
}

test('(P1) a decision reversed while a person handles the old one is told', async () => {
  const one = await refusedOnce()
  decide(world, one, 'rejected', 'No place')
  let handled = false
  const { save } = world.host.ledger
  await runOver({
    save: async (items: readonly LedgerItem[], events) => {
      if (!handled && items.some(({ version }) => version?.startsWith('rejected'))) {
        handled = true
        await handle(one)
      }
      return save(items, events)
    },
  })
  expect(handled).toBe(true)
  world.advance(hour)
  await world.run('1.2')
  expect(shown(world, one)).toMatchObject({ status: 125080004 })
})

test('(P10) an item that a person handles before a run has come to it breaks no balance', async () => {
  const one = await refusedOnce()
  let handled = false
  const { doubt } = world.host.ledger
  await runOver({
    doubt: async () => {
      if (!handled) await handle(one)
      handled = true
      return doubt()
    },
  })
  expect(handled).toBe(true)
  expect(world.log.filter(({ event }) => event === 'conservation-broken')).toEqual([])
})
