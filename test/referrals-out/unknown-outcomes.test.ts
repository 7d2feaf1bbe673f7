/** What was sent without an answer is looked for in proGres (`flows.md`, 2.1). */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hasRunBefore } from '../support/known-ledger.ts'
import { startWorld, type World } from '../support/world.ts'
import { referred } from '../decisions-in/scene.ts'
import { finish, hour, itemOf, onSend, refer, referAgain } from './scene.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => finish(world))

test('is found behind more records without details than are read in one run', async () => {
  for (let place = 1; place <= 205; place += 1) referred(world, place)
  const others = new Set(world.ping.store.referrals.keys())
  world.ping.faults.add({
    when: ({ body }) => {
      const asked = /SHP-2796[^]*?([0-9a-f-]{36})/.exec(body)?.[1]
      return asked !== undefined && others.has(asked)
    },
    fault: { kind: 'status', status: 200, body: '{"Data":"No Data Available","ErrorMessage":null}' },
  })
  const { referralId, rowId } = refer(world, 900)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { when: ({ body }) => body.includes(rowId) }))
  for (const _ of ['sent', 'looked for', 'found']) {
    await world.run('2.1', { only: referralId })
    world.advance(hour)
  }
  expect(await itemOf(world, referralId)).toMatchObject({ state: 'confirmed' })
}, 60_000)

test('`--only` settles nothing else', async () => {
  await hasRunBefore(world)
  const [one, two] = [refer(world, 0), refer(world, 1)]
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 2 }))
  const unlisted = world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 500 } })
  await world.run('2.1')
  unlisted.remove()
  world.advance(hour)
  expect(await world.run('2.1', { only: one.referralId })).toMatchObject({ found: 1, confirmed: 1 })
  expect(await itemOf(world, two.referralId)).toMatchObject({ reason: 'outcome-unknown' })
})

test('is found of a row whose earlier referral was revoked before it was sent', async () => {
  const first = refer(world, 0)
  world.ping.knobs.power = 'down'
  await world.run('2.1')
  world.ping.knobs.power = 'up'
  world.primero.act.revoke('caseworker1', first.caseId, first.referralId)
  world.advance(hour)
  expect(await world.run('2.1')).toMatchObject({ withdrawn: 1 })
  const second = referAgain(world, first)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  const unlisted = world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 500 } })
  await world.run('2.1')
  unlisted.remove()
  world.advance(hour)
  await world.run('2.1')
  expect(await itemOf(world, second)).toMatchObject({ state: 'confirmed' })
})
