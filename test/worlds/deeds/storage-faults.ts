import { closeSync, existsSync, openSync, readSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { copyLedger } from '../engine/machine.ts'
import { wordingOf } from '../engine/ledger-file.ts'
import { hour, minute, type Tried, type World } from '../world.ts'
import { refusalOf, until, watchRuns, windowOf } from './arm.ts'
import type { Deed } from './people.ts'

const page = 4096

/** Something is wrong with the disk for every connection to the ledger, the present one and later ones. */
function onDisk(world: World, ms: number, wrong: string, sound: string): void {
  world.disk.onOpen = (database) => database.exec(wrong)
  world.machine?.database()?.exec(wrong)
  until(world, ms, () => {
    world.disk.onOpen = () => {}
    world.machine?.database()?.exec(sound)
  })
}

const diskFull: Deed = (world, random) => {
  const { machine } = world
  const count = machine?.database()?.prepare('pragma page_count').get()?.['page_count']
  if (typeof count !== 'number') return null
  const ms = windowOf(random)
  watchRuns(world, ms, 'F55', isLedgerTrouble)
  onDisk(
    world,
    ms,
    `pragma max_page_count = ${count + random.below(3)}`,
    'pragma max_page_count = 1073741823',
  )
  return 'F55: the disk of the ledger is full'
}

const readOnly: Deed = (world, random) => {
  if (world.machine === null) return null
  const ms = windowOf(random)
  watchRuns(world, ms, 'F56', isLedgerTrouble)
  onDisk(world, ms, 'pragma query_only = 1', 'pragma query_only = 0')
  return 'F56: the ledger is read-only'
}

/** Whether the ledger ended or refused a run. */
function isLedgerTrouble(tried: Tried): boolean {
  return refusalOf(tried)?.startsWith('ledger-') === true
}

/** What the ledger says, read from a copy: reading tidies up what a dead process left. */
function wordingOnCopy(world: World): string | null {
  const copy = join(world.directory, 'looked-at')
  copyLedger(world.ledgerPath, copy, false)
  const wording = wordingOf(copy, true)
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  return wording
}

/** A disk that lied about the last commits: the log of changes is cut anywhere. */
const tornWrite: Deed = (world, random) => {
  if (world.machine === null) return null
  world.crash((1 + random.below(20)) * minute, () => {
    isSetBack(world)
    const before = wordingOnCopy(world)
    const log = `${world.ledgerPath}-wal`
    if (!existsSync(log)) return
    const { size } = statSync(log)
    truncateSync(log, Math.max(0, size - random.below(Math.min(size, 65_536) + 1)))
    if (wordingOnCopy(world) === before) return
    world.fire('F57')
    world.say('F57 strikes: the last commits are gone')
  })
  return 'F57: the process dies, and the end of its last writes is not on the disk'
}

/** The first pages of the tables that every run reads; what stood in the log of changes lies over none of them any more. */
function rootPages(world: World): readonly [number, ...number[]] {
  const database = new DatabaseSync(world.ledgerPath)
  const found = database
    .prepare(`select rootpage from sqlite_master where name in ('item', 'lease', 'event', 'switch')`)
    .all()
  database.close()
  const [first = 1, ...others] = found.map(({ rootpage }) => Number(rootpage))
  return [first, ...others]
}

/** A page turns bad: the service must say so, and somebody brings the last backup back. */
const badPage: Deed = (world, random) => {
  if (world.machine === null || !backUp(world)) return null
  world.crash(null, () => {
    const pageInUse = random.pick(rootPages(world))
    const file = openSync(world.ledgerPath, 'r+')
    try {
      const pages = Math.floor(statSync(world.ledgerPath).size / page)
      const anyPage = random.below(Math.max(1, pages)) * page + random.below(page)
      // The head of a page is always read with it; the rest of most is empty.
      const at = random.chance(0.7) ? (pageInUse - 1) * page : anyPage
      const byte = Buffer.alloc(16)
      readSync(file, byte, 0, 16, at)
      writeSync(
        file,
        byte.map((value) => value ^ 0xff),
        0,
        16,
        at,
      )
    } finally {
      closeSync(file)
    }
  })
  const bad: World['deeds']['badPages'][number] = { from: world.time.now(), until: null }
  world.deeds.badPages.push(bad)
  const ms = (40 + random.below(60)) * minute
  watchRuns(world, ms, 'F58', isLedgerTrouble)
  const start = async (): Promise<void> => {
    await world.boot()
    if (world.machine === null) world.fire('F58')
  }
  void start()
  // Whether it was seen at once or not: the file is not to be trusted any more.
  until(world, ms, () => {
    world.crash(minute, () => bringBack(world))
    bad.until = world.time.now()
    world.say('somebody brings the last backup back')
  })
  return 'F58: a page of the ledger turns bad'
}

function backupOf(world: World): string {
  return join(world.directory, 'backup')
}

/** The ledger as it was; the journal of sends stays. */
function bringBack(world: World): void {
  copyLedger(backupOf(world), world.ledgerPath, false)
  isSetBack(world)
}

/** The ledger is not what it was: what operators paused lately may be forgotten with the rest. */
export function isSetBack(world: World): void {
  world.deeds.setBacks.push(world.time.now())
  for (const pause of world.pauses) pause.until ??= world.time.now()
}

/** A copy of one moment, as a backup makes it; says whether there was one: of a ledger that is damaged nobody makes one. */
function backUp(world: World): boolean {
  const copy = join(world.directory, 'looked-at')
  copyLedger(world.ledgerPath, copy, false)
  const whole = isWhole(copy)
  if (whole) copyLedger(copy, backupOf(world), false)
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  return whole
}

function isWhole(path: string): boolean {
  try {
    const database = new DatabaseSync(path)
    const found = database.prepare('pragma integrity_check').get()
    database.close()
    return found?.['integrity_check'] === 'ok'
  } catch {
    return false
  }
}

/** A backup is brought back hours later; the journal of sends lies where it lay. */
const restored: Deed = (world, random) => {
  if (world.machine === null || !backUp(world)) return null
  const ms = (1 + random.below(5)) * hour
  until(world, ms, () => {
    if (world.machine === null) return
    world.crash(minute, () => {
      const before = wordingOnCopy(world)
      bringBack(world)
      if (wordingOnCopy(world) === before) return
      world.fire('F59')
      world.say('F59 strikes: an old backup is brought back')
    })
  })
  return 'F59 is to come: a backup is made, and will be brought back'
}

/** What goes wrong under the ledger. */
export const storageFaults: Readonly<Record<string, Deed>> = {
  F55: diskFull,
  F56: readOnly,
  F57: tornWrite,
  F58: badPage,
  F59: restored,
}
