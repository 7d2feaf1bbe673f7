import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startCommand } from '../../packages/service/src/cli.fixture.ts'
import { backUpLedger } from '../../packages/service/src/ledger/backup.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { refusalOf } from '../../packages/service/src/refusals/refusal.ts'
import { runOnce } from '../../packages/service/src/commands/run/run-once.ts'
import type { ServiceEvent } from '../../packages/service/src/log/service-event.ts'
import { accounts } from '../support/accounts.ts'
import { ledgerKey, startWorld, type World } from '../support/world.ts'
import {
  accepted,
  backUp,
  balance,
  copyFiles,
  databaseOf,
  decisionsOf,
  everythingOnce,
  letGoWhatIsAbsent,
  openCopy,
  peopleAct,
  referOut,
  restore,
  runAllOn,
  runOn,
  unhcrAccepts,
  unsettled,
} from './scene.ts'
import { unfitFiles } from './unfit-files.ts'

let world: World

beforeEach(async () => {
  world = await startWorld()
})
afterEach(() => world.stop())

const day = 86_400_000

/** The code with which an act is refused. */
async function refusalFrom(act: () => unknown): Promise<string> {
  try {
    await act()
  } catch (error) {
    return refusalOf(error).code
  }
  throw new Error('It was not refused.')
}

/** Runs a command with the ledger of a directory, as its own process. */
async function command(directory: string, ...args: readonly string[]) {
  const env = { LEDGER_URL: `sqlite:${databaseOf(directory)}` }
  const { code, stdout } = await startCommand({ args: [...args, '--json'], cwd: world.directory, env }).ended
  return { code, answer: JSON.parse(stdout) }
}

test('a backup taken while the service has the ledger open holds all of it, for its owner alone', async () => {
  peopleAct(world, 0)
  await runAllOn(world, world.store)
  const to = join(world.directory, 'backup.db')
  const { code, answer } = await command(world.directory, 'backup', '--to', to)
  const check = await world.store.operators.verify('sandbox')
  const head = check.whole ? check.head : null
  expect({ code, answer }).toEqual({
    code: 0,
    answer: {
      file: to,
      bytes: statSync(to).size,
      deployments: [
        { deployment: 'sandbox', items: 13, events: head?.position, head: `${head?.position}:${head?.hash}` },
      ],
    },
  })
  expect(statSync(to).mode & 0o777).toBe(0o600)
  expect(readdirSync(world.directory).filter((name) => name.includes('.part-'))).toEqual([])
})

test('a backup never overwrites, and what cannot be one leaves no file', async () => {
  const to = join(world.directory, 'backup.db')
  writeFileSync(to, 'another')
  expect(await refusalFrom(() => backUp(world, to))).toBe('backup-exists')
  expect(readFileSync(to, 'utf8')).toBe('another')
  expect(await refusalFrom(() => backUp(world, join(world.directory, 'nowhere', 'backup.db')))).toBe(
    'backup-unwritable',
  )
  const nothing = join(world.directory, 'none.db')
  expect(await refusalFrom(() => backUpLedger(nothing, `${nothing}.copy`, ownSurroundings.newId))).toBe(
    'ledger-missing',
  )
  expect(existsSync(nothing)).toBe(false)
})

test('a damaged ledger gives no backup', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const copy = copyFiles(world.directory, world.directory)
  await (await openCopy(copy)).close()
  const bytes = readFileSync(databaseOf(copy))
  bytes.fill(0xff, 4_096, 5 * 4_096)
  writeFileSync(databaseOf(copy), bytes)
  const to = join(copy, 'backup.db')
  expect(await refusalFrom(() => backUpLedger(databaseOf(copy), to, ownSurroundings.newId))).toBe(
    'ledger-damaged',
  )
  expect(readdirSync(copy).filter((name) => name.startsWith('backup'))).toEqual([])
})

/** Yesterday's backup, and a ledger directory in which a day of work has passed since. */
async function dayAfterBackup() {
  const before = peopleAct(world, 0)
  await runAllOn(world, world.store)
  const backup = backUp(world)
  world.advance(day)
  unhcrAccepts(world, before.outgoing)
  const after = peopleAct(world, 1_000)
  await runAllOn(world, world.store)
  return { backup, deeds: [before, after], present: copyFiles(world.directory, world.directory) }
}

test("yesterday's backup restored beside its journal: nothing twice, nothing lost, nobody asked", async () => {
  const { backup, deeds, present } = await dayAfterBackup()
  expect(await restore(world, present, backup)).toMatchObject({ sendsInDoubt: false })
  const store = await openCopy(present)
  for (const _ of ['found again', 'confirmed']) {
    world.advance(60_000)
    await runAllOn(world, store)
  }
  for (const one of deeds) expect(balance(world, one)).toEqual(everythingOnce(one))
  expect(await unsettled(world, store)).toEqual([])
  const decided = deeds[0]?.outgoing ?? []
  expect(decisionsOf(world, decided)).toEqual(decided.map(() => accepted))
  const counts = await store.forDeployment(world.deployment.name).counts('2.2', '')
  expect([counts.waiting, counts.attention]).toEqual([0, 0])
  await store.close()
})

test('what 1.1 delivered since the backup is in the restored ledger again, confirmed by reading it in Primero', async () => {
  const { backup, deeds, present } = await dayAfterBackup()
  await restore(world, present, backup)
  const store = await openCopy(present)
  const ledger = store.forDeployment(world.deployment.name)
  const writesToCases = (): readonly (number | undefined)[] => {
    const counts = world.primero.traffic.counts()
    return [counts['create-case'], counts['update-case']]
  }
  const referred = (deeds[1]?.referred ?? []).map(({ guid }) => guid)
  expect(await ledger.get('1.1', referred)).toEqual([])
  const writes = writesToCases()
  for (const _ of ['found', 'confirmed']) {
    world.advance(60_000)
    await runAllOn(world, store)
  }
  const items = await ledger.get('1.1', referred)
  expect(items.map(({ state, step }) => [state, step])).toEqual(
    referred.map(() => ['confirmed', 'confirmed']),
  )
  expect(writesToCases()).toEqual(writes)
  expect(await store.operators.verify(world.deployment.name)).toMatchObject({ whole: true })
  await store.close()
})

test('a run says in its log what the journal knew, and that a journal is gone', async () => {
  const { backup, present } = await dayAfterBackup()
  await restore(world, present, backup)
  const store = await openCopy(present)
  const env = { ...accounts, LEDGER_KEY: ledgerKey }
  const log: ServiceEvent[] = []
  const order = { flow: '2.1', dryRun: false, since: null, only: null, waitMs: 0 } as const
  const read = { deployment: world.deployment, problems: [] }
  const context = { env, clock: world.host.clock, json: true, user: 'the administrator' }
  const said = async (): Promise<readonly ServiceEvent[]> => {
    log.length = 0
    await runOnce(read, order, store, (event) => log.push(event), context)
    return log.filter(({ event }) => event === 'sends-recovered' || event === 'journal-lost')
  }
  expect(await said()).toEqual([{ event: 'sends-recovered', flow: '2.1', count: 6 }])
  expect(await said()).toEqual([])
  rmSync(`${databaseOf(present)}.sends`)
  expect(await said()).toEqual([{ event: 'journal-lost', flow: '2.1' }])
  await store.close()
})

test("yesterday's backup restored without its journal: nothing twice, and what is not in proGres goes by a person", async () => {
  const { backup, deeds, present } = await dayAfterBackup()
  const waiting = referOut(world, 2, 5_000)
  rmSync(`${databaseOf(present)}.sends`)
  world.advance(60_000)
  expect(await restore(world, present, backup)).toMatchObject({ sendsInDoubt: true })
  const store = await openCopy(present)
  world.advance(60_000)
  const since = referOut(world, 1, 6_000)
  await runAllOn(world, store)
  const times = (rows: readonly string[]): readonly number[] =>
    rows.map((rowId) => world.ping.store.referralsOfService(rowId).length)
  expect([times(waiting), times(since)]).toEqual([[0, 0], [1]])
  expect(await letGoWhatIsAbsent(world, store)).toBe(2)
  await runAllOn(world, store)
  expect(times(waiting)).toEqual([1, 1])
  for (const one of deeds) expect(balance(world, one)).toEqual(everythingOnce(one))
  expect(await unsettled(world, store)).toEqual([])
  await store.close()
})

test.each([
  ['beside its journal', '2.1', ['.sends']],
  ['beside its journal', '2.2', ['.sends']],
  ['without its journal', '2.1', []],
  ['without its journal', '2.2', []],
] as const)(
  'what was sent and decided since the backup comes to its end, restored %s, %s first',
  async (_how, first, files) => {
    referOut(world, 1, 0)
    await runAllOn(world, world.store)
    const backup = backUp(world)
    world.advance(day)
    const applied = referOut(world, 2, 50)
    await world.run('2.1')
    unhcrAccepts(world, applied)
    await world.run('2.2')
    const unapplied = referOut(world, 2, 80)
    await world.run('2.1')
    unhcrAccepts(world, unapplied)
    const present = copyFiles(world.directory, world.directory, files)
    world.advance(60_000)
    await restore(world, present, backup)
    const store = await openCopy(present)
    world.advance(60_000)
    await runOn(world, store, first)
    await runAllOn(world, store)
    const rows = [...applied, ...unapplied]
    expect(decisionsOf(world, rows)).toEqual(rows.map(() => accepted))
    expect(await unsettled(world, store)).toEqual([])
    const counts = await store.forDeployment(world.deployment.name).counts('2.2', '')
    expect([counts.waiting, counts.attention]).toEqual([0, 0])
    await store.close()
  },
)

test('a restore keeps the ledger that stood there, and enters the history with who did it', async () => {
  const { backup, present } = await dayAfterBackup()
  const { code, answer } = await command(present, 'restore', '--from', backup, '--by', 'the administrator')
  const { aside } = answer
  expect({ code, answer }).toEqual({
    code: 0,
    answer: {
      from: backup,
      deployments: [
        {
          deployment: 'sandbox',
          items: 13,
          events: expect.any(Number),
          head: expect.stringMatching(/^\d+:\w{64}$/),
        },
      ],
      aside: expect.stringMatching(/ledger\.db\.before-[\dT-]+Z$/),
      sendsInDoubt: false,
    },
  })
  const kept = new DatabaseSync(aside, { readOnly: true })
  expect(kept.prepare('select count(*) as items from item').get()).toEqual({ items: 32 })
  kept.close()
  expect(new Set(readdirSync(dirname(aside)))).toEqual(
    new Set(['ledger.db', 'ledger.db.sends', basename(aside)]),
  )
  const store = await openCopy(present)
  const history = await store.operators.history('sandbox', '2.1', '*')
  expect(history).toEqual([
    { at: expect.any(String), flow: '2.1', key: '*', what: 'restored', by: 'the administrator' },
  ])
  expect(await store.operators.verify('sandbox')).toMatchObject({ whole: true })
  await store.close()
})

test('a restore is refused while another has the ledger open, and changes nothing', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const backup = backUp(world)
  const before = readdirSync(world.directory).toSorted()
  expect(await refusalFrom(() => restore(world, world.directory, backup))).toBe('ledger-in-use')
  expect(readdirSync(world.directory).toSorted()).toEqual(before)
  await runOn(world, world.store, '2.1')
})

test('what is no good ledger is not restored, and changes nothing', async () => {
  peopleAct(world, 0, 2)
  await runAllOn(world, world.store)
  const backup = backUp(world)
  const present = copyFiles(world.directory, world.directory)
  await (await openCopy(present)).close()
  const stood = readFileSync(databaseOf(present))
  for (const [code, from] of unfitFiles(world.directory, backup, databaseOf(present))) {
    expect(await refusalFrom(() => restore(world, present, from)), from).toBe(code)
    expect(readFileSync(databaseOf(present)).equals(stood)).toBe(true)
    expect(readdirSync(present).toSorted()).toEqual(['ledger.db', 'ledger.db.sends'])
  }
})

test('a ledger that is damaged beyond reading gives way to its backup', async () => {
  const { backup, deeds, present } = await dayAfterBackup()
  writeFileSync(databaseOf(present), 'nothing that SQLite would know '.repeat(400))
  rmSync(`${databaseOf(present)}-wal`)
  const { aside } = await restore(world, present, backup)
  expect(readFileSync(aside ?? '', 'utf8')).toContain('nothing that SQLite would know')
  const store = await openCopy(present)
  await runAllOn(world, store)
  for (const one of deeds) expect(balance(world, one)).toEqual(everythingOnce(one))
  await store.close()
})

test('a ledger copied by hand with its log is restored whole', async () => {
  const { deeds, present } = await dayAfterBackup()
  const byHand = copyFiles(world.directory, world.directory, ['', '-wal'])
  await restore(world, present, databaseOf(byHand))
  const store = await openCopy(present)
  expect(await store.operators.verify('sandbox')).toMatchObject({ whole: true })
  await runAllOn(world, store)
  for (const one of deeds) expect(balance(world, one)).toEqual(everythingOnce(one))
  await store.close()
})

test('on an empty machine the backup becomes the ledger', async () => {
  const { backup, deeds } = await dayAfterBackup()
  const empty = copyFiles(world.directory, world.directory, [])
  expect(await restore(world, empty, backup)).toMatchObject({ aside: null, sendsInDoubt: true })
  const store = await openCopy(empty)
  world.advance(60_000)
  await runAllOn(world, store)
  expect(await letGoWhatIsAbsent(world, store)).toBe(0)
  for (const one of deeds) expect(balance(world, one)).toEqual(everythingOnce(one))
  await store.close()
})
