import { afterEach, expect, test } from 'vitest'
import type { EventCode } from '@ping-primero/core/ledger/ledger.ts'
import { refer } from '../referrals-in/scene.ts'
import { startWorld, type World } from '../support/world.ts'
import { playAll } from './scene.ts'

let world: World
afterEach(() => world.stop())

async function written(): Promise<readonly { readonly what: EventCode }[]> {
  const all = []
  for await (const page of world.store.operators.entries(world.deployment.name)) all.push(...page)
  return all
}

/** What this project did in the two systems, by what they hold and were asked: the names of the history for it. */
function effects(): Partial<Record<EventCode, number>> {
  const ours = [...world.primero.store.cases()].flatMap(({ id }) =>
    world.primero.store.history(id).filter(({ userName }) => userName === 'ping_integration'),
  )
  const told = world.ping.store.history.filter(({ by }) => by === 'gateway')
  const interventions = told.filter(({ on }) => on === 'intervention').map(({ status }) => status)
  const onReferrals = told.filter(({ on }) => on === 'referral')
  const made = new Set(onReferrals.map(({ guid }) => guid))
  const { createReferral } = world.deployment.ping.processes
  const taken = [...world.ping.store.transactions.values()].filter(
    ({ process }) => process === createReferral,
  )
  const answered = world.primero.traffic
    .entries()
    .filter(
      ({ method, path, status }) => method === 'PATCH' && path.includes('/referrals/') && status === 200,
    )
  const sends = world.ping.traffic.entries().filter(({ path }) => path.endsWith('/asyncdata'))
  return {
    'case-created': ours.filter(({ action }) => action === 'create').length,
    'service-appended': ours.filter(
      ({ action, changes }) =>
        action === 'update' && changes.some(({ field }) => field === 'services_section'),
    ).length,
    'status-reported': interventions.filter((status) => status === 125080002).length,
    'refusal-reported': interventions.filter((status) => status === 125080001).length,
    'decision-sent': interventions.filter((status) => status === 125080003 || status === 125080004).length,
    'send-intended': sends.length,
    'referral-sent': taken.flatMap(({ items }) => items).length,
    'decision-applied': answered.length,
    'sync-reported': onReferrals.length - made.size,
  }
}

test('every effect that the two systems saw is an entry of the history, and every entry of an effect was one', async () => {
  world = await startWorld()
  await playAll(world)
  const seen = effects()
  const counted = Object.groupBy(await written(), ({ what }) => what)
  const told = Object.keys(seen).map((what) => [what, counted[what as EventCode]?.length ?? 0])
  expect(Object.fromEntries(told)).toEqual(seen)
  expect(Object.values(seen).every((count) => count > 0)).toBe(true)
})

test('what a person does to a whole flow is an entry of the flow, and of no item', async () => {
  world = await startWorld()
  const { operators } = world.store
  const act = (minute: number) => ({ by: 'Beza T.', at: `2026-11-20T09:0${minute}:00.000Z` })
  await operators.pause('sandbox', '2.1', 'the mapping is under review', act(1))
  await operators.pause('sandbox', '2.1', 'paused already', act(2))
  await operators.resume('sandbox', '2.1', act(3))
  await operators.resume('sandbox', '2.1', act(4))
  expect(await operators.history('sandbox', '2.1', '*')).toEqual([
    { ...act(1), flow: '2.1', key: '*', what: 'paused', why: 'the mapping is under review' },
    { ...act(3), flow: '2.1', key: '*', what: 'resumed' },
  ])
  expect(await written()).toHaveLength(2)
  expect(await operators.find({ number: '*', deployment: 'sandbox', pseudonyms: [] })).toEqual([])
})

test('trying again is an act even where it made no item due but let a system be asked at once', async () => {
  world = await startWorld()
  const { operators } = world.store
  const act = { by: 'Beza T.', at: '2026-11-20T09:00:00.000Z' }
  await operators.retry('sandbox', { flow: null, reason: null }, act)
  await operators.retry('sandbox', { items: [] }, act)
  expect(await written()).toEqual([])
  const pause = { system: 'ping', since: act.at, nextProbe: '2026-11-20T10:00:00.000Z' } as const
  await world.host.ledger.savePause('ping', pause)
  await operators.retry('sandbox', { items: [] }, act)
  expect(await world.host.ledger.pauses()).toEqual([pause])
  await operators.retry('sandbox', { flow: '1.2', reason: null }, act)
  expect(await world.host.ledger.pauses()).toEqual([])
  expect(await operators.history('sandbox', '1.2', '*')).toEqual([
    { ...act, flow: '1.2', key: '*', what: 'retried' },
  ])
  expect(await written()).toHaveLength(1)
})

test('a run on its way adds what it did to an item that a person settled meanwhile, and the history stays whole', async () => {
  world = await startWorld()
  const { ledger } = world.host
  const intervention = refer(world, 1)
  world.ping.faults.add({ path: /ingestion/, fault: { kind: 'status', status: 503 } })
  await world.run('1.1')
  const [item] = await ledger.get('1.1', [intervention.guid])
  expect(item?.state).toBe('waiting')
  const act = { by: 'Beza T.', at: new Date(world.now()).toISOString() }
  await world.store.operators.handle('sandbox', [{ flow: '1.1', key: intervention.guid }], 'by phone', act)
  const [handled] = await ledger.get('1.1', [intervention.guid])
  if (handled === undefined) throw new Error('the item has left the ledger')
  const late = {
    at: act.at,
    flow: '1.1',
    key: handled.key,
    what: 'status-reported',
    state: 'confirmed',
  } as const
  await ledger.save([handled], [late])
  expect(await world.store.operators.verify('sandbox')).toMatchObject({ whole: true })
})
