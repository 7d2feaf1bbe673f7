import { copyFileSync } from 'node:fs'
import type { LedgerItem } from '@ping-primero/core'
import type { LedgerStore } from '../../packages/service/src/ledger/store.ts'
import type { World } from '../support/world.ts'
import { copyFiles, databaseOf, openCopy } from './scene.ts'

export const day = 86_400_000

export const journalOf = (directory: string): string => `${databaseOf(directory)}.sends`

/** Copies of a ledger that are opened in a test, and closed after it. */
export function openedLedgers() {
  const opened: LedgerStore[] = []
  return {
    open: async (directory: string): Promise<LedgerStore> => {
      const store = await openCopy(directory)
      opened.push(store)
      return store
    },
    close: async (): Promise<void> => {
      for (const store of opened.splice(0)) await store.close()
    },
  }
}

/** The database as it is now, and later the journal of that later time beside it: a database that was set back. */
export function databaseNow(world: World): { readonly later: (journal: 'with' | 'without') => string } {
  const old = copyFiles(world.directory, world.directory, ['', '-wal'])
  return {
    later: (journal) => {
      if (journal === 'with') copyFileSync(journalOf(world.directory), journalOf(old))
      return old
    },
  }
}

/** Takes the turn of 2.1 and gives it back. */
export async function turnOf(world: World, store: LedgerStore, deployment = world.deployment.name) {
  const turn = await store.turn(deployment, '2.1', { waitMs: 0, ...world.host.clock })
  if (turn.kind !== 'taken') throw new Error('The turn was not to be had.')
  await turn.release()
  return turn.sends
}

/** How an item stands, in short. */
export function inShort({ state, reason, step, sentAt }: LedgerItem): unknown {
  return { state, reason, step, sent: sentAt !== null }
}

/** How a send stands of which nobody knows whether it arrived. */
export const uncertain = { state: 'attention', reason: 'outcome-unknown', step: 'intended' } as const
