/** A rotation of `LEDGER_KEY` (`interface.md`, Secrets) says nothing new to anybody: what was told or refused stays so. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runFlow, type Flow } from '@ping-primero/core'
import { startWorld, type World } from '../support/world.ts'
import * as answers from '../decisions-in/scene.ts'
import * as decisions from '../decisions-out/scene.ts'
import * as incoming from '../referrals-in/scene.ts'
import { onSend, refer } from '../referrals-out/scene.ts'

const hour = 3_600_000
let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

/** An hour later, under a new key, the one before kept. */
async function runRotated(flow: Flow): Promise<void> {
  world.advance(hour)
  const keys = { current: 'another key of the tests, long enough too', old: [world.host.keys.current] }
  const request = { deployment: world.deployment, flow, dryRun: false, since: null, only: null }
  await runFlow(request, { ...world.host, keys })
}

test('1.2: a decision is not told again when its case is saved', async () => {
  const one = decisions.decided(world, 1)
  await world.run('1.2')
  world.primero.act.updateCase('caseworker1', one.caseId, { address_current: 'Elsewhere' })
  await runRotated('1.2')
  expect(decisions.timesTold(world, one)).toBe(1)
})

test('1.2: a changed decision is told', async () => {
  const one = decisions.decided(world, 1)
  await world.run('1.2')
  decisions.decide(world, one, 'rejected', 'No place')
  await runRotated('1.2')
  expect(decisions.shown(world, one)).toMatchObject({ status: 125080004 })
})

test('1.1: a refusal is not reported again', async () => {
  const bad = incoming.refer(world, 0, { type: 'Accessibility' })
  await world.run('1.1')
  await runRotated('1.1')
  expect(incoming.shown(world, bad).comments).toHaveLength(1)
})

test('1.1: content that Primero refused is not sent again', async () => {
  incoming.refer(world, 0)
  const body = '{"errors":[{"status":422,"detail":["/name_first"]}]}'
  const posts = world.primero.faults.add({
    method: 'POST',
    path: /\/cases$/,
    fault: { kind: 'status', status: 422, body },
  })
  await world.run('1.1')
  await runRotated('1.1')
  expect(posts.fired()).toBe(1)
})

test('2.1: a referral that PING refused is not sent again', async () => {
  refer(world, 0)
  const refusal = { kind: 'status', status: 200, body: '{"ErrorMessage":"PNG-7: no"}' } as const
  const sends = world.ping.faults.add(onSend(refusal))
  await world.run('2.1')
  await runRotated('2.1')
  expect(sends.fired()).toBe(1)
})

test('2.2: a decision that stands in Primero is not brought there again', async () => {
  const [one] = answers.accepted(world, 1)
  if (one === undefined) throw new Error('There is one.')
  // proGres goes on showing it as decided.
  world.ping.faults.add({ body: /SHP-2284/, fault: { kind: 'status', status: 503 } })
  await world.run('2.2')
  const before = world.primero.traffic.counts()['respond-referral']
  world.ping.faults.clear()
  await runRotated('2.2')
  expect(world.primero.traffic.counts()['respond-referral']).toBe(before)
  expect(await answers.itemOf(world, one)).toMatchObject({ state: 'confirmed' })
})
