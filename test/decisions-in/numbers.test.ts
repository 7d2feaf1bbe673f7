import { afterEach, beforeEach, expect, test } from 'vitest'
import { onSend, refer, referAgain, type Scene } from '../referrals-out/scene.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => world.stop())

/** What the ledger has of a referral's record in proGres. */
async function learnt(referralId: string) {
  const [item] = await world.host.ledger.get('2.1', [referralId])
  const { refIopGuid, refIopNumber } = item?.numbers ?? {}
  return { refIopGuid, refIopNumber }
}

const nothing = { refIopGuid: undefined, refIopNumber: undefined }

/** The records that proGres has of a service, as a ledger that learnt them has them. */
function records(scene: Pick<Scene, 'rowId'>): readonly { refIopGuid: string; refIopNumber: string }[] {
  return world.ping.store
    .referralsOfService(scene.rowId)
    .map(({ guid, number }) => ({ refIopGuid: guid, refIopNumber: number }))
}

/** Requests that a run of 2.2 makes to PING, without the sign-in. */
async function requestsOfRun(): Promise<readonly string[]> {
  world.ping.traffic.reset()
  await world.run('2.2')
  return world.ping.traffic
    .entries()
    .map(({ path }) => path)
    .filter((path) => !path.includes('oauth2'))
}

const list = '/primes/fetch/paging/v3/retrievedatawithpaging'

test('a REF-IOP number is learnt before the decision where the list shows it, and nothing is asked for it', async () => {
  world.ping.settings.decisionListColumns = 'return-keys'
  const scenes = [refer(world, 1), refer(world, 2)]
  await world.run('2.1')
  expect(await requestsOfRun()).toEqual([list])
  for (const scene of scenes) expect([await learnt(scene.referralId)]).toEqual(records(scene))
  const before = await world.host.ledger.get(
    '2.1',
    scenes.map(({ referralId }) => referralId),
  )
  expect(await requestsOfRun()).toEqual([list])
  expect(
    await world.host.ledger.get(
      '2.1',
      scenes.map(({ referralId }) => referralId),
    ),
  ).toEqual(before)
})

test('where the list shows no more than ids and statuses, nothing more is asked, and the decision tells the number', async () => {
  const scene = refer(world, 1)
  await world.run('2.1')
  expect(await requestsOfRun()).toEqual([list])
  expect(await learnt(scene.referralId)).toEqual(nothing)
  const [record] = records(scene)
  world.ping.act.decide(record?.refIopGuid ?? '', { decision: 'accepted' })
  await world.run('2.2')
  expect(await learnt(scene.referralId)).toEqual(record)
})

test('of two records of one row neither is taken for the only referral of it', async () => {
  world.ping.settings.decisionListColumns = 'return-keys'
  const scene = refer(world, 1)
  await world.run('2.1')
  const [first] = world.ping.store.referralsOfService(scene.rowId)
  world.ping.act.receive({ ...first?.fields })
  await world.run('2.2')
  expect(records(scene)).toHaveLength(2)
  expect(await learnt(scene.referralId)).toEqual(nothing)
})

test('a second referral of a row learns its own number, not that of the first', async () => {
  world.ping.settings.decisionListColumns = 'return-keys'
  const scene = refer(world, 1)
  await world.run('2.1')
  const [first] = records(scene)
  world.ping.act.decide(first?.refIopGuid ?? '', { decision: 'rejected', reason: 'Not applicable' })
  await world.run('2.2')
  world.advance(60_000)
  const again = referAgain(world, scene)
  await world.run('2.1')
  await world.run('2.2')
  const [, second] = records(scene)
  expect([await learnt(scene.referralId), await learnt(again)]).toEqual([first, second])
})

test('details that are read after a send of which nobody knows tell the numbers of others as well', async () => {
  const known = refer(world, 1)
  await world.run('2.1')
  const uncertain = refer(world, 2)
  world.ping.faults.add(onSend({ kind: 'reset-after' }, { times: 1 }))
  await world.run('2.1')
  await world.run('2.2')
  expect([await learnt(known.referralId), await learnt(uncertain.referralId)]).toEqual([
    ...records(known),
    ...records(uncertain),
  ])
})

test('a dry run learns nothing', async () => {
  world.ping.settings.decisionListColumns = 'return-keys'
  const scene = refer(world, 1)
  await world.run('2.1')
  await world.run('2.2', { dryRun: true })
  expect(await learnt(scene.referralId)).toEqual(nothing)
})
