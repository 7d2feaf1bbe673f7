import type { CreateTableBuilder, Kysely } from 'kysely'
import type { LedgerTables } from './schema.ts'

/** The columns of a table, and what names a row of it. */
export interface TableForm {
  readonly name: keyof LedgerTables
  readonly texts: readonly string[]
  readonly integers?: readonly string[]
  readonly optionalTexts?: readonly string[]
  readonly key: readonly string[]
}

/** Makes a table. */
export async function createTable(db: Kysely<LedgerTables>, form: TableForm): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(form.name)
  for (const name of form.texts) table = table.addColumn(name, 'text', (column) => column.notNull())
  for (const name of form.integers ?? [])
    table = table.addColumn(name, 'integer', (column) => column.notNull())
  for (const name of form.optionalTexts ?? []) table = table.addColumn(name, 'text')
  await table.addPrimaryKeyConstraint(`${form.name}_key`, [...form.key]).execute()
}
