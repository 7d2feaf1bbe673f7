import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { caseOf } from '@ping-primero/sandbox'
import type { HistoryCheck } from '../../packages/service/src/ledger/history-check.ts'
import type { HistoryHead } from '../../packages/service/src/ledger/history-head.ts'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { decided as decidedByUnhcr } from '../decisions-in/scene.ts'
import { decided as decidedInPrimero } from '../decisions-out/scene.ts'
import { childAt, refer as referToPrimero } from '../referrals-in/scene.ts'
import { onSend, refer as referToUnhcr } from '../referrals-out/scene.ts'
import type { World } from '../support/world.ts'

/** Who acts in these tests. */
export const operator = 'Beza T. (focal point)'

/**
 * Everything that the flows do and that a person may do, once at least: referrals both ways, one of them to a child
 * who has a case, one refused, one whose sending ends without an answer; decisions both ways; a flow paused and
 * resumed, items tried again, let go and settled outside.
 */
export async function playAll(world: World): Promise<void> {
  const { operators } = world.store
  const { name } = world.deployment
  const act = () => {
    world.advance(1_000)
    return { by: operator, at: new Date(world.now()).toISOString() }
  }
  world.primero.act.createCase('caseworker1', caseOf(childAt(1), { case_id: 'case-of-one' }))
  for (const place of [1, 2, 3, 5, 6, 7]) referToPrimero(world, place)
  const refused = referToPrimero(world, 4, { type: 'Accessibility' })
  decidedInPrimero(world, 31)
  decidedInPrimero(world, 32, 'rejected')
  decidedByUnhcr(world, 51)
  decidedByUnhcr(world, 52, { decision: 'rejected', reason: 'duplicate' })
  await world.run('1.1')
  await world.run('1.2')
  await world.run('2.2')
  world.advance(60_000)
  const uncertain = referToUnhcr(world, 71)
  world.ping.faults.add(onSend({ kind: 'reset-before' }, { times: 1 }))
  await world.run('2.1')
  for (const place of [72, 73]) referToUnhcr(world, place)
  await world.run('2.1')
  await operators.pause(name, '2.1', 'the mapping is under review', act())
  await operators.pause(name, '2.1', 'again', act())
  await operators.resume(name, '2.1', act())
  await operators.resume(name, '2.1', act())
  await operators.retry(name, { flow: '1.1', reason: null }, act())
  await operators.release(name, [{ flow: '2.1', key: uncertain.referralId }], act())
  world.advance(3_600_000)
  await world.run('2.1')
  world.advance(3_600_000)
  await world.run('2.1')
  await operators.handle(name, [{ flow: '1.1', key: refused.guid }], 'UNHCR was told by phone', act())
}

/** A ledger whose file others can reach into, as whoever would tamper with it. */
export interface Exposed extends AsyncDisposable {
  readonly file: DatabaseSync
  readonly check: (kept?: readonly HistoryHead[]) => Promise<HistoryCheck>
  /** Puts history, heads and items back as they were. */
  readonly restore: () => void
  readonly store: LedgerStore
}

/** A copy of a world's ledger without the triggers that keep its history from being changed. */
export async function expose(world: World): Promise<Exposed> {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-audit-'))
  const path = join(directory, 'ledger.db')
  const own = new DatabaseSync(join(world.directory, 'ledger.db'))
  own.exec('pragma wal_checkpoint(truncate)')
  own.close()
  copyFileSync(join(world.directory, 'ledger.db'), path)
  const file = new DatabaseSync(path, { timeout: 5_000 })
  file.exec('pragma synchronous = off; drop trigger event_no_update; drop trigger event_no_delete')
  const tables = ['event', 'event_head', 'item']
  for (const table of tables) file.exec(`create table kept_${table} as select * from ${table}`)
  const store = await openLedger(`sqlite:${path}`)
  return {
    file,
    store,
    check: (kept) => store.operators.verify(world.deployment.name, kept),
    restore: () => {
      const put = tables.map(
        (table) => `delete from ${table}; insert into ${table} select * from kept_${table};`,
      )
      file.exec(`begin; ${put.join(' ')} commit`)
    },
    [Symbol.asyncDispose]: async () => {
      await store.close()
      file.close()
      rmSync(directory, { recursive: true })
    },
  }
}
