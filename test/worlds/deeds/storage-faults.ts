import { closeSync, existsSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { copyLedger } from '../engine/machine.ts'
import { hour, minute, type World } from '../world.ts'
import { until, windowOf } from './arm.ts'
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
  onDisk(
    world,
    windowOf(random),
    `pragma max_page_count = ${count + random.below(3)}`,
    'pragma max_page_count = 1073741823',
  )
  world.fire('F55')
  return 'F55: the disk of the ledger is full'
}

const readOnly: Deed = (world, random) => {
  if (world.machine === null) return null
  onDisk(world, windowOf(random), 'pragma query_only = 1', 'pragma query_only = 0')
  world.fire('F56')
  return 'F56: the ledger is read-only'
}

/** A disk that lied about the last commits: the log of changes is cut anywhere. */
const tornWrite: Deed = (world, random) => {
  if (world.machine === null) return null
  world.crash((1 + random.below(20)) * minute, () => {
    isSetBack(world)
    const log = `${world.ledgerPath}-wal`
    if (!existsSync(log)) return
    const { size } = statSync(log)
    truncateSync(log, Math.max(0, size - random.below(Math.min(size, 65_536) + 1)))
  })
  world.fire('F57')
  return 'F57: the process dies, and the end of its last writes is not on the disk'
}

/** A page turns bad: the service must say so, and somebody brings the last backup back. */
const badPage: Deed = (world, random) => {
  if (world.machine === null) return null
  backUp(world)
  world.crash(null, () => {
    const file = openSync(world.ledgerPath, 'r+')
    try {
      const pages = Math.floor(statSync(world.ledgerPath).size / page)
      const at = random.below(Math.max(1, pages)) * page + random.below(page)
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
  world.fire('F58')
  void world.boot()
  // Whether it was seen at once or not: the file is not to be trusted any more.
  until(world, (20 + random.below(60)) * minute, () => {
    world.crash(minute, () => bringBack(world))
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
function isSetBack(world: World): void {
  world.deeds.setBacks.push(world.time.now())
  for (const pause of world.pauses) pause.until ??= world.time.now()
}

/** A copy of one moment, as a backup makes it. */
function backUp(world: World): void {
  copyLedger(world.ledgerPath, backupOf(world), false)
}

/** A backup is brought back hours later; the journal of sends lies where it lay. */
const restored: Deed = (world, random) => {
  if (world.machine === null) return null
  backUp(world)
  const ms = (1 + random.below(5)) * hour
  until(world, ms, () => {
    if (world.machine === null) return
    world.fire('F59')
    world.say('F59 strikes: an old backup is brought back')
    world.crash(minute, () => bringBack(world))
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
