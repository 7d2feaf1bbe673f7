import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import type { DeploymentContents } from './deployment-contents.ts'
import { LedgerUnavailable, storageTrouble } from './unavailable.ts'

const countRows = z.array(z.object({ deployment: z.string(), count: z.number() }))
const headRows = z.array(z.object({ deployment: z.string(), position: z.number(), hash: z.string() }))

/** Counts what an open database holds. */
function readContents(database: DatabaseSync): readonly DeploymentContents[] {
  const all = (text: string): unknown => database.prepare(text).all()
  const counted = (table: 'item' | 'event'): ReadonlyMap<string, number> =>
    new Map(
      countRows
        .parse(all(`select deployment, count(*) as count from ${table} group by deployment`))
        .map(({ deployment, count }) => [deployment, count]),
    )
  const [items, events] = [counted('item'), counted('event')]
  const heads = new Map(
    headRows
      .parse(
        all(`select deployment, position, hash from event e
          where position = (select max(position) from event x where x.deployment = e.deployment)`),
      )
      .map(({ deployment, position, hash }) => [deployment, `${position}:${hash}`]),
  )
  return [...new Set([...items.keys(), ...events.keys()])].toSorted().map((deployment) => ({
    deployment,
    items: items.get(deployment) ?? 0,
    events: events.get(deployment) ?? 0,
    head: heads.get(deployment) ?? null,
  }))
}

/**
 * Examines a ledger's file whole, by SQLite's integrity check, and says what it holds. Throws LedgerUnavailable for
 * what is damaged or no ledger at all.
 */
export function examineLedger(path: string): readonly DeploymentContents[] {
  let database: DatabaseSync | null = null
  try {
    database = new DatabaseSync(path, { readOnly: true })
    const [first] = database.prepare('pragma integrity_check(1)').all()
    if (first?.['integrity_check'] !== 'ok') {
      throw new LedgerUnavailable('Its examination failed.', null, 'ledger-damaged')
    }
    const tables = database.prepare("select 1 from sqlite_master where name = 'kysely_migration'").all()
    if (tables.length === 0) throw new LedgerUnavailable('It is no ledger.', null, 'ledger-damaged')
    return readContents(database)
  } catch (error) {
    const other =
      error instanceof z.ZodError ? new LedgerUnavailable('It is no ledger.', null, 'ledger-damaged') : error
    throw storageTrouble(other) ?? other
  } finally {
    database?.close()
  }
}
