import { afterEach, expect, test } from 'vitest'
import { hasRunBefore } from '../support/known-ledger.ts'
import { startWorld, type World, type WorldOptions } from '../support/world.ts'
import {
  countsIn,
  decided,
  finish,
  handle,
  hour,
  inProgres,
  itemOf,
  onSend,
  open,
  reasonsIn,
  refer,
  referAgain,
  release,
  sent,
} from './scene.ts'

let world: World

afterEach(() => finish(world))

const start = async (options: WorldOptions = {}): Promise<void> => {
  world = await startWorld(options)
}

test('(hazard 35) sends the first of two referrals of one service and holds the second', async () => {
  await start()
  const scene = refer(world, 0)
  const second = referAgain(world, scene)
  const report = await world.run('2.1')
  expect([countsIn(report), reasonsIn(report)]).toEqual([
    { found: 2, confirmed: 1, attention: 1 },
    { 'referral-repeated': [second] },
  ])
  expect((await itemOf(world, scene.referralId)).state).toBe('confirmed')
  expect(inProgres(world, scene)).toHaveLength(1)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, attention: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('(hazard 35) holds a second referral made after the first was sent', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  const second = referAgain(world, scene)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'referral-repeated': [second] })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test.each(['rejected', 'accepted'] as const)(
  '2.1-22 sends a second referral of a service when the first was %s, and tells the two apart',
  async (status) => {
    await start()
    const scene = refer(world, 0)
    await world.run('2.1')
    decided(world, scene.referralId, status)
    const second = referAgain(world, scene)
    expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
    expect(inProgres(world, scene)).toHaveLength(2)
    const [one, two] = [await itemOf(world, scene.referralId), await itemOf(world, second)]
    expect(one.numbers.transactionId).not.toBe(two.numbers.transactionId)
    expect([...world.ping.store.transactions.keys()]).toEqual([
      one.numbers.transactionId,
      two.numbers.transactionId,
    ])
  },
)

test('a held second referral goes by itself once the first is decided', async () => {
  await start()
  const scene = refer(world, 0)
  const second = referAgain(world, scene)
  await world.run('2.1')
  decided(world, scene.referralId, 'rejected')
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect((await itemOf(world, second)).state).toBe('confirmed')
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('a person may release the second referral as a new one', async () => {
  await start()
  const scene = refer(world, 0)
  const second = referAgain(world, scene)
  await world.run('2.1')
  expect(await release(world, second)).toBe(1)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('a first referral revoked after sending holds the second until a person handled it', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.revoke('caseworker1', scene.caseId, scene.referralId)
  const second = referAgain(world, scene)
  expect(reasonsIn(await world.run('2.1'))).toEqual({
    'revoked-after-sending': [scene.referralId],
    'referral-repeated': [second],
  })
  await handle(world, scene.referralId)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('a first referral revoked after sending holds the second until that one is released', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  world.advance(hour)
  world.primero.act.revoke('caseworker1', scene.caseId, scene.referralId)
  const second = referAgain(world, scene)
  await world.run('2.1')
  await release(world, second)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'revoked-after-sending': [scene.referralId] })
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('a first referral revoked before it was sent does not stand in the way of the second', async () => {
  await start()
  const scene = refer(world, 0)
  world.primero.act.revoke('caseworker1', scene.caseId, scene.referralId)
  const second = referAgain(world, scene)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect((await itemOf(world, second)).state).toBe('confirmed')
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('a first referral of which nobody knows whether it arrived holds the second', async () => {
  await start()
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  world.advance(hour)
  const second = referAgain(world, scene)
  expect(reasonsIn(await world.run('2.1'))).toEqual({
    'outcome-unknown': [scene.referralId],
    'referral-repeated': [second],
  })
  expect(inProgres(world, scene)).toEqual([])
})

test('what proGres has of a first referral never confirms the second, whose outcome is unknown', async () => {
  await start()
  const scene = refer(world, 0)
  await world.run('2.1')
  decided(world, scene.referralId, 'rejected')
  const second = referAgain(world, scene)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [second] })
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'outcome-unknown': [second] })
  await release(world, second)
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(2)
})

test('both reasons of a repeated referral that overrides consent are shown at once', async () => {
  await start()
  const scene = open(world, 0, { case: { consent_for_services: false, disclosure_other_orgs: false } })
  const overriding = { refer: { consent_overridden: true } }
  const [first, second] = [referAgain(world, scene, overriding), referAgain(world, scene, overriding)]
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'consent-overridden': [first, second] })
  expect((await itemOf(world, first)).about).toEqual([])
  expect((await itemOf(world, second)).about).toEqual(['referral-repeated'])
  await release(world, second)
  await world.run('2.1')
  expect(sent(world)).toEqual([scene.rowId])
  expect((await itemOf(world, second)).state).toBe('confirmed')
  await world.run('2.1')
  expect((await itemOf(world, first)).about).toEqual(['referral-repeated'])
})

test('sends once what an answer of Primero shows twice', async () => {
  await start()
  const scene = refer(world, 0)
  world.primero.faults.add({
    method: 'GET',
    path: /\/referrals$/,
    fault: {
      kind: 'rewrite',
      with: (answer) => {
        const { data, ...rest } = JSON.parse(String(answer.body))
        return { ...answer, body: JSON.stringify({ ...rest, data: [...data, ...data] }) }
      },
    },
  })
  expect(countsIn(await world.run('2.1'))).toEqual({ found: 1, confirmed: 1 })
  expect(inProgres(world, scene)).toHaveLength(1)
})

test('holds the second while the first one, which a person handled because UNHCR has it, is undecided', async () => {
  await start()
  await hasRunBefore(world)
  const scene = refer(world, 0)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  const unlisted = world.ping.faults.add({ body: /SHP-2795/, fault: { kind: 'status', status: 500 } })
  expect(reasonsIn(await world.run('2.1'))).toMatchObject({ 'outcome-unknown': [scene.referralId] })
  unlisted.remove()
  await handle(world, scene.referralId)
  world.advance(hour)
  const second = referAgain(world, scene)
  expect(reasonsIn(await world.run('2.1'))).toEqual({ 'referral-repeated': [second] })
  expect(inProgres(world, scene)).toHaveLength(1)
})
