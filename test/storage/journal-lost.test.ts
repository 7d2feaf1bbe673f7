/** A ledger whose journal of sends is gone, or is another one: what it doubts, and for how long. */
import { readFileSync, rmSync, truncateSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorld, type World } from '../support/world.ts'
import {
  copyFiles,
  databaseOf,
  letGoWhatIsAbsent,
  memory,
  openCopy,
  referOut,
  runOn,
  unsettled,
} from './scene.ts'
import { databaseNow, day, inShort, journalOf, openedLedgers, turnOf, uncertain } from './set-back.ts'

let world: World
const ledgers = openedLedgers()

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  await ledgers.close()
  await world.stop()
})

test('the first start has no doubt, nor has one without a single send', async () => {
  const rows = referOut(world, 2, 0)
  expect(await world.host.ledger.doubt()).toEqual({ sends: null, tellings: null })
  expect(await turnOf(world, world.store)).toEqual({ recovered: 0, journalLost: false })
  await world.run('2.1')
  await world.run('2.1')
  expect(rows.map((rowId) => world.ping.store.referralsOfService(rowId).length)).toEqual([1, 1])
  expect(await world.host.ledger.doubt()).toEqual({ sends: null, tellings: null })
})

test('without a journal nothing that may have been sent is sent: it is looked for, or let go by a person', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow(world)
  world.advance(day)
  const [sent] = referOut(world, 1, 10)
  await world.run('2.1')
  const [unsent] = referOut(world, 1, 20)
  world.advance(1_000)
  const store = await ledgers.open(later('without'))
  await runOn(world, store, '2.1')
  const at = new Date(world.now()).toISOString()
  const doubt = await store.forDeployment(world.deployment.name).doubt()
  expect(doubt.sends?.slice(0, 16)).toBe(at.slice(0, 16))
  const held = await unsettled(world, store)
  expect(held.map(({ numbers }) => numbers.serviceUniqueId)).toEqual([unsent])
  expect(held.map(inShort)).toEqual([{ ...uncertain, sent: false }])
  world.advance(day)
  const [later2] = referOut(world, 1, 30)
  await runOn(world, store, '2.1')
  const times = (): readonly number[] =>
    [sent, unsent, later2].map((rowId) => world.ping.store.referralsOfService(rowId ?? '').length)
  expect(times()).toEqual([1, 0, 1])
  expect(await letGoWhatIsAbsent(world, store)).toBe(1)
  await runOn(world, store, '2.1')
  expect(times()).toEqual([1, 1, 1])
  expect(await unsettled(world, store)).toEqual([])
})

test('a release from before the doubt lets nothing go that the doubt holds', async () => {
  const [rowId] = referOut(world, 1, 0)
  world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'reset-before' }, times: 1 })
  await world.run('2.1')
  await letGoWhatIsAbsent(world, world.store)
  const { later } = databaseNow(world)
  await world.run('2.1')
  expect(world.ping.store.referralsOfService(rowId ?? '')).toHaveLength(1)
  // proGres does not show it, so that only the ledger's own caution is left.
  world.ping.faults.add({ path: /retrieve/, fault: { kind: 'status', status: 503 } })
  const store = await ledgers.open(later('without'))
  world.advance(1_000)
  await runOn(world, store, '2.1')
  await runOn(world, store, '2.1')
  expect((await unsettled(world, store)).map(({ reason }) => reason)).toEqual(['outcome-unknown'])
  expect(world.ping.store.referralsOfService(rowId ?? '')).toHaveLength(1)
})

test('a referral sent, forgotten and revoked is not dropped in silence', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow(world)
  world.advance(day)
  const [rowId] = referOut(world, 1, 10)
  await world.run('2.1')
  const [caseOfRow] = [...world.primero.store.cases()].filter(({ data }) =>
    JSON.stringify(data['services_section']).includes(rowId ?? 'none'),
  )
  const [referral] = world.primero.store.referralsOf(caseOfRow?.id ?? '')
  if (caseOfRow === undefined || referral === undefined) throw new Error('there is no referral')
  world.primero.store.putReferral({ ...referral, status: 'revoked' })
  const store = await ledgers.open(later('without'))
  await runOn(world, store, '2.1')
  world.advance(1_000)
  await runOn(world, store, '2.1')
  const known = await store.forDeployment(world.deployment.name).get('2.1', [referral.id])
  expect(known.map(({ state, reason }) => ({ state, reason }))).toEqual([
    { state: 'attention', reason: 'revoked-after-sending' },
  ])
})

test('a journal shorter than the database knows it is as good as none', async () => {
  referOut(world, 3, 0)
  await world.run('2.1')
  await turnOf(world, world.store)
  const copy = copyFiles(world.directory, world.directory)
  truncateSync(journalOf(copy), readFileSync(journalOf(copy), 'utf8').indexOf('\n') + 1)
  const store = await ledgers.open(copy)
  expect(await turnOf(world, store)).toEqual({ recovered: 0, journalLost: true })
  expect(await turnOf(world, store)).toEqual({ recovered: 0, journalLost: false })
})

test('a journal that is another one vouches for nothing that was sent before it began', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow(world)
  world.advance(day)
  const [forgotten] = referOut(world, 1, 10)
  await world.run('2.1')
  // The journal is lost, and another one grows beyond its length.
  rmSync(journalOf(world.directory))
  world.advance(1_000)
  referOut(world, 8, 20)
  await runOn(world, world.store, '2.1')
  await letGoWhatIsAbsent(world, world.store)
  await runOn(world, world.store, '2.1')
  const old = later('with')
  const fresh = copyFiles(world.directory, world.directory, ['.sends'])
  for (const directory of [old, fresh]) {
    world.advance(1_000)
    const store = await ledgers.open(directory)
    expect(await turnOf(world, store)).toMatchObject({ recovered: 8 })
    const held = world.ping.faults.add({ path: /retrieve/, fault: { kind: 'status', status: 503 } })
    await runOn(world, store, '2.1')
    held.remove()
    expect(world.ping.store.referralsOfService(forgotten ?? '')).toHaveLength(1)
  }
})

test('two deployments that begin at the same moment on a new ledger do not take the journal for lost', async () => {
  const store = await ledgers.open(copyFiles(world.directory, memory, []))
  const first = await Promise.all([turnOf(world, store, 'one'), turnOf(world, store, 'two')])
  expect(first).toEqual([
    { recovered: 0, journalLost: false },
    { recovered: 0, journalLost: false },
  ])
  expect(await turnOf(world, store, 'one')).toEqual({ recovered: 0, journalLost: false })
})

test('a new database beside a journal that began late doubts every deployment, not the first alone', async () => {
  const directory = copyFiles(world.directory, memory, [])
  const first = await openCopy(directory)
  for (const name of ['one', 'two']) await turnOf(world, first, name)
  rmSync(journalOf(directory))
  for (const name of ['one', 'two']) await turnOf(world, first, name)
  await first.close()
  for (const end of ['', '-wal', '-shm']) rmSync(`${databaseOf(directory)}${end}`, { force: true })
  const head = readFileSync(journalOf(directory), 'utf8').split('\n', 1)[0] ?? ''
  const { since } = JSON.parse(head) as { readonly since: string | null }
  const second = await ledgers.open(directory)
  const doubts: unknown[] = []
  for (const name of ['one', 'two']) {
    await turnOf(world, second, name)
    doubts.push((await second.forDeployment(name).doubt()).sends)
  }
  expect(since).not.toBeNull()
  expect(doubts).toEqual([since, since])
})
