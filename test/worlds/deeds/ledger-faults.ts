import { rmSync } from 'node:fs'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { hour, minute, type World } from '../world.ts'
import { refusalOf, until } from './arm.ts'
import type { Deed } from './people.ts'
import { isSetBack } from './storage-faults.ts'

/** After so long without a send all that was sent is to be seen, whatever hides new records meanwhile. */
const quietMs = 4 * hour

/**
 * Whether nothing is on its way to proGres: a send that PING has taken and proGres does not show yet is known to nobody but
 * the ledger that is lost, and to its journal.
 */
function isQuiet({ ping, chronicle, time }: World): boolean {
  return [...ping.store.transactions.values()]
    .filter(({ process }) => process === 'SHP-2731')
    .every(
      (transaction) =>
        transaction.items.every(({ outcome }) => outcome.state !== 'queued') &&
        time.now() - chronicle.timeOf(transaction) > quietMs,
    )
}

/** Somebody points the service at another ledger, or its volume is not mounted: it finds none, and begins one. */
const anotherLedger: Deed = (world) => {
  if (world.machine === null) return null
  let over = false
  until(world, 24 * hour, () => {
    over = true
  })
  const look = (): void => {
    if (over) return
    const isSound = world.settings.env['LEDGER_KEY'] === world.sound.env['LEDGER_KEY']
    if (world.machine === null || !isSound || !isQuiet(world)) {
      world.time.after(30 * minute, null, look)
      return
    }
    over = true
    world.crash(minute, () => {
      for (const end of ['', '-wal', '-shm', '.sends']) rmSync(`${world.ledgerPath}${end}`, { force: true })
      isSetBack(world)
      world.deeds.begunAnew.push(world.time.now())
      world.fire('F89')
      world.say('F89 strikes: the service finds an empty ledger')
    })
  }
  look()
  return 'F89 is to come: the service will find another ledger, an empty one'
}

/** Somebody starts a run with the key of another ledger. */
const anotherKey: Deed = (world, random) => {
  const { machine } = world
  const known = machine?.database()?.prepare('select count(*) as count from ledger_key').get()?.['count']
  if (machine === null || known === undefined || known === 0) return null
  const flow = random.pick(flows)
  world.settings.env['LEDGER_KEY'] = 'the key of another ledger, of forty characters'
  const mend = (): void => {
    world.settings.env['LEDGER_KEY'] = world.sound.env['LEDGER_KEY']
  }
  // Where the process dies first, its run never ends.
  until(world, 20 * minute, mend)
  const start = async (): Promise<void> => {
    await world.attempt(machine, flow)
    mend()
    const tried = world.tried.findLast((one) => one.flow === flow)
    if (tried === undefined || refusalOf(tried) !== 'ledger-key-differs') return
    world.fire('F90')
    world.say(`F90 strikes ${flow}`)
  }
  void start()
  return `F90: ${flow} is started under the key of another ledger`
}

/** What is wrong with whose ledger it is. */
export const ledgerFaults: Readonly<Record<string, Deed>> = {
  F89: anotherLedger,
  F90: anotherKey,
}
