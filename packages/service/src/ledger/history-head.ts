import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'
import type { LedgerTables } from './schema.ts'

/** Where the history of a deployment ends: its last entry. */
export interface HistoryHead {
  readonly position: number
  readonly hash: string
}

/** The head of each history, kept beside it, so that a history whose tail is gone does not look whole. */
interface HeadTable {
  deployment: string
  position: number
  hash: string
}

function heads(db: Kysely<LedgerTables>) {
  return db.withTables<{ event_head: HeadTable }>()
}

/** Gives every history that stands there its head. Back: the histories stay, their heads go. */
export const headMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await db.schema
      .createTable('event_head')
      .addColumn('deployment', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('event_head_key', ['deployment'])
      .execute()
    await sql`insert into event_head (deployment, position, hash)
      select deployment, position, hash from event e
      where position = (select max(position) from event x where x.deployment = e.deployment)`.execute(db)
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('event_head').execute()
  },
}

/** A head as people keep it elsewhere: `POSITION:HASH`. */
export function headText({ position, hash }: HistoryHead): string {
  return `${position}:${hash}`
}

/** A head as a person gives it back, null when it is none. */
export function headOf(text: string): HistoryHead | null {
  const [, position, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/i.exec(text.trim()) ?? []
  if (position === undefined || hash === undefined) return null
  return { position: Number(position), hash: hash.toLowerCase() }
}

/** The head of a deployment's history as it is kept; null before the first entry. */
export async function readHead(db: Kysely<LedgerTables>, deployment: string): Promise<HistoryHead | null> {
  const row = await heads(db)
    .selectFrom('event_head')
    .select(['position', 'hash'])
    .where('deployment', '=', deployment)
    .executeTakeFirst()
  return row ?? null
}

/** Makes the head of a history that begins. */
export async function beginHead(
  db: Kysely<LedgerTables>,
  deployment: string,
  head: HistoryHead,
): Promise<void> {
  await heads(db)
    .insertInto('event_head')
    .values({ deployment, ...head })
    .execute()
}

/**
 * Moves a head on, from where it stands only: one that somebody took away or set back is not mended in passing, and
 * stays to be found.
 */
export async function moveHead(
  db: Kysely<LedgerTables>,
  deployment: string,
  from: HistoryHead,
  to: HistoryHead,
): Promise<void> {
  await heads(db)
    .updateTable('event_head')
    .set({ ...to })
    .where('deployment', '=', deployment)
    .where('position', '=', from.position)
    .execute()
}

/** Every deployment of which there is an item, an entry or a head, by name: one step in an index each. */
export async function recordedDeployments(db: Kysely<LedgerTables>): Promise<readonly string[]> {
  const names = new Set<string>()
  for (const table of ['item', 'event', 'event_head'] as const) {
    for (let after: string | null = null; ;) {
      const all = heads(db).selectFrom(table).select('deployment').orderBy('deployment').limit(1)
      const row: { deployment: string } | undefined = await (
        after === null ? all : all.where('deployment', '>', after)
      ).executeTakeFirst()
      if (row === undefined) break
      names.add(row.deployment)
      after = row.deployment
    }
  }
  return [...names].toSorted()
}
