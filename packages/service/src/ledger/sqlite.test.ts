import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrate } from './migrations.ts'
import { openSqlite, sqliteWords } from './sqlite.ts'
import { ownSurroundings } from './surroundings.ts'
import { sqliteCode } from './unavailable.ts'

const constraint = 19

test('what the database rolled back by itself is told by its own error', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-sqlite-'))
  const db = openSqlite(join(directory, 'ledger.db'), ownSurroundings)
  await migrate(db, sqliteWords)
  const found = await db
    .transaction()
    .execute(async (transaction) => {
      const row = sql`('sandbox', '1.1', '2026-03-01')`
      await sql`insert into cursor values ${row}`.execute(transaction)
      await sql`insert or rollback into cursor values ${row}`.execute(transaction)
    })
    .catch(sqliteCode)
  expect(found).toBe(constraint)
  expect(await db.selectFrom('cursor').selectAll().execute()).toEqual([])
  await db.destroy()
  rmSync(directory, { recursive: true })
})
