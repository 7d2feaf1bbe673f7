import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { LedgerTables } from './schema.ts'

/** Tells an open ledger's own connection something, for tests: `max_page_count = 50`, `query_only = 1`. */
export async function pragma(db: Kysely<LedgerTables>, words: string): Promise<void> {
  await sql.raw(`pragma ${words}`).execute(db)
}
