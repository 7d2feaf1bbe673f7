import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LedgerItem } from '@ping-primero/core'
import type { LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { refusalOf } from '../../packages/service/src/refusals/refusal.ts'
import { startWorld, type World } from '../support/world.ts'
import {
  balance,
  copyFiles,
  databaseOf,
  everythingOnce,
  journalled,
  letGoWhatIsAbsent,
  memory,
  openCopy,
  peopleAct,
  referOut,
  runAllOn,
  runOn,
  unsettled,
} from './scene.ts'

let world: World
let opened: LedgerStore[] = []

beforeEach(async () => {
  world = await startWorld()
})
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close()
  await world.stop()
})

const day = 86_400_000
const journalOf = (directory: string): string => `${databaseOf(directory)}.sends`

async function open(directory: string): Promise<LedgerStore> {
  const store = await openCopy(directory)
  opened.push(store)
  return store
}

/** The database as it is now, and later the journal of that later time beside it: a database that was set back. */
function databaseNow(): { readonly later: (journal: 'with' | 'without') => string } {
  const old = copyFiles(world.directory, world.directory, ['', '-wal'])
  return {
    later: (journal) => {
      if (journal === 'with') copyFileSync(journalOf(world.directory), journalOf(old))
      return old
    },
  }
}

/** Takes the turn of 2.1 and gives it back. */
async function turnOf(store: LedgerStore, deployment = world.deployment.name) {
  const turn = await store.turn(deployment, '2.1', { waitMs: 0, ...world.host.clock })
  if (turn.kind !== 'taken') throw new Error('The turn was not to be had.')
  await turn.release()
  return turn.sends
}

function inShort({ state, reason, step, sentAt }: LedgerItem): unknown {
  return { state, reason, step, sent: sentAt !== null }
}

const uncertain = { state: 'attention', reason: 'outcome-unknown', step: 'intended' } as const

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

test('a database set back learns of lost sends before anything is sent, and finds them in proGres', async () => {
  const before = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const { later } = databaseNow()
  world.advance(day)
  const after = peopleAct(world, 1_000)
  await runAllOn(world, world.store)
  const store = await open(later('with'))
  expect(await turnOf(store)).toEqual({ recovered: 6, journalLost: false })
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
  expect(await turnOf(store)).toEqual({ recovered: 0, journalLost: false })
})

test('what the ledger knew as unsent and sent later is uncertain after it is set back', async () => {
  referOut(world, 1, 0)
  world.ping.faults.add({ path: /asyncdata$/, fault: { kind: 'status', status: 503 }, times: 1 })
  await world.run('2.1')
  const { later } = databaseNow()
  world.advance(day)
  await world.run('2.1')
  const store = await open(later('with'))
  expect((await unsettled(world, store)).map(inShort)).toEqual([
    { state: 'waiting', reason: 'ping-unavailable', step: 'none', sent: false },
  ])
  expect(await turnOf(store)).toEqual({ recovered: 1, journalLost: false })
  expect((await unsettled(world, store)).map(inShort)).toEqual([{ ...uncertain, sent: true }])
})

test('what was sent once more while the clock was a day behind is uncertain after the ledger is set back', async () => {
  referOut(world, 1, 0)
  world.ping.settings.processing = { afterChecks: 1, fails: () => 'IOP-9000: no' }
  await world.run('2.1')
  const { later } = databaseNow()
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
  const store = await open(later('with'))
  expect(await turnOf(store)).toEqual({ recovered: 1, journalLost: false })
  expect((await unsettled(world, store)).map(inShort)).toEqual([{ ...uncertain, sent: true }])
})

test('the journal serves several deployments, each for itself', async () => {
  referOut(world, 2, 0)
  await turnOf(world.store, 'other')
  const { later } = databaseNow()
  await world.run('2.1')
  const store = await open(later('with'))
  expect(await turnOf(store, 'other')).toEqual({ recovered: 0, journalLost: false })
  expect(await turnOf(store)).toEqual({ recovered: 2, journalLost: false })
  expect(await store.forDeployment('other').unsettled('2.1', null, 10)).toEqual([])
})

test('a journal cut anywhere in its last line is read up to there, and written on in a new line', async () => {
  referOut(world, 3, 0)
  const { later } = databaseNow()
  await world.run('2.1')
  const old = later('with')
  const whole = readFileSync(journalOf(old), 'utf8')
  const lastLine = whole.slice(0, -1).lastIndexOf('\n') + 1
  for (let size = lastLine; size < whole.length; size += 3) {
    const copy = copyFiles(old, memory)
    truncateSync(journalOf(copy), size)
    const store = await openCopy(copy)
    expect(await turnOf(store), `cut at ${size}`).toEqual({ recovered: 2, journalLost: false })
    await store.close()
    rmSync(copy, { recursive: true })
  }
  truncateSync(journalOf(old), whole.length - 5)
  const store = await open(old)
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
  const { later } = databaseNow()
  await world.run('2.1')
  const sent = world.ping.store.referrals.size
  const old = later('with')
  writeFileSync(journalOf(old), spoil(readFileSync(journalOf(old), 'utf8')))
  const store = await open(old)
  await expect(runOn(world, store, '2.1')).rejects.toMatchObject({ trouble: 'journal-unreadable' })
  expect(world.ping.store.referrals.size).toBe(sent)
})

test('the first start has no doubt, nor has one without a single send', async () => {
  const rows = referOut(world, 2, 0)
  expect(await world.host.ledger.doubt()).toEqual({ sends: null, tellings: null })
  expect(await turnOf(world.store)).toEqual({ recovered: 0, journalLost: false })
  await world.run('2.1')
  await world.run('2.1')
  expect(rows.map((rowId) => world.ping.store.referralsOfService(rowId).length)).toEqual([1, 1])
  expect(await world.host.ledger.doubt()).toEqual({ sends: null, tellings: null })
})

test('without a journal nothing that may have been sent is sent: it is looked for, or let go by a person', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow()
  world.advance(day)
  const [sent] = referOut(world, 1, 10)
  await world.run('2.1')
  const [unsent] = referOut(world, 1, 20)
  world.advance(1_000)
  const store = await open(later('without'))
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
  const { later } = databaseNow()
  await world.run('2.1')
  expect(world.ping.store.referralsOfService(rowId ?? '')).toHaveLength(1)
  // proGres does not show it, so that only the ledger's own caution is left.
  world.ping.faults.add({ path: /retrieve/, fault: { kind: 'status', status: 503 } })
  const store = await open(later('without'))
  world.advance(1_000)
  await runOn(world, store, '2.1')
  await runOn(world, store, '2.1')
  expect((await unsettled(world, store)).map(({ reason }) => reason)).toEqual(['outcome-unknown'])
  expect(world.ping.store.referralsOfService(rowId ?? '')).toHaveLength(1)
})

test('a referral sent, forgotten and revoked is not dropped in silence', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow()
  world.advance(day)
  const [rowId] = referOut(world, 1, 10)
  await world.run('2.1')
  const [caseOfRow] = [...world.primero.store.cases()].filter(({ data }) =>
    JSON.stringify(data['services_section']).includes(rowId ?? 'none'),
  )
  const [referral] = world.primero.store.referralsOf(caseOfRow?.id ?? '')
  if (caseOfRow === undefined || referral === undefined) throw new Error('there is no referral')
  world.primero.store.putReferral({ ...referral, status: 'revoked' })
  const store = await open(later('without'))
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
  await turnOf(world.store)
  const copy = copyFiles(world.directory, world.directory)
  truncateSync(journalOf(copy), readFileSync(journalOf(copy), 'utf8').indexOf('\n') + 1)
  const store = await open(copy)
  expect(await turnOf(store)).toEqual({ recovered: 0, journalLost: true })
  expect(await turnOf(store)).toEqual({ recovered: 0, journalLost: false })
})

test('a journal that is another one vouches for nothing that was sent before it began', async () => {
  referOut(world, 1, 0)
  await world.run('2.1')
  const { later } = databaseNow()
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
    const store = await open(directory)
    expect(await turnOf(store)).toMatchObject({ recovered: 8 })
    const held = world.ping.faults.add({ path: /retrieve/, fault: { kind: 'status', status: 503 } })
    await runOn(world, store, '2.1')
    held.remove()
    expect(world.ping.store.referralsOfService(forgotten ?? '')).toHaveLength(1)
  }
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
  const end = await openCopy(mixed).then(
    async (store) => {
      opened.push(store)
      return runAllOn(world, store)
    },
    (error: unknown) => refusalOf(error).code,
  )
  expect([undefined, 'ledger-damaged']).toContain(end)
  for (const deeds of [before, after]) expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
})

test('a database that is gone altogether is told all sends by the journal', async () => {
  const deeds = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const store = await open(copyFiles(world.directory, world.directory, ['.sends']))
  world.advance(day)
  await runAllOn(world, store)
  expect(balance(world, deeds)).toEqual(everythingOnce(deeds))
})

test('two deployments that begin at the same moment on a new ledger do not take the journal for lost', async () => {
  const store = await open(copyFiles(world.directory, memory, []))
  const first = await Promise.all([turnOf(store, 'one'), turnOf(store, 'two')])
  expect(first).toEqual([
    { recovered: 0, journalLost: false },
    { recovered: 0, journalLost: false },
  ])
  expect(await turnOf(store, 'one')).toEqual({ recovered: 0, journalLost: false })
})

test('a new database beside a journal that began late doubts every deployment, not the first alone', async () => {
  const directory = copyFiles(world.directory, memory, [])
  const first = await open(directory)
  for (const name of ['one', 'two']) await turnOf(first, name)
  rmSync(journalOf(directory))
  for (const name of ['one', 'two']) await turnOf(first, name)
  await first.close()
  opened = []
  for (const end of ['', '-wal', '-shm']) rmSync(`${databaseOf(directory)}${end}`, { force: true })
  const head = readFileSync(journalOf(directory), 'utf8').split('\n', 1)[0] ?? ''
  const { since } = JSON.parse(head) as { readonly since: string | null }
  const second = await open(directory)
  const doubts: unknown[] = []
  for (const name of ['one', 'two']) {
    await turnOf(second, name)
    doubts.push((await second.forDeployment(name).doubt()).sends)
  }
  expect(since).not.toBeNull()
  expect(doubts).toEqual([since, since])
})
