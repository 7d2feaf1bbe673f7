import { DEFAULT_MIGRATION_TABLE, Migrator, sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'
import { beginningMigration } from './beginning.ts'
import { headMigration } from './history-head.ts'
import { ledgerKeyMigration } from './ledger-key.ts'
import { measureMigration } from './measure-migration.ts'
import type { LedgerTables } from './schema.ts'
import { chosenStrandMigration, rareDecisionMigration, strandMigration } from './strand-migration.ts'
import { createTable, type TableForm } from './table-form.ts'
import { LedgerUnavailable } from './unavailable.ts'

/** What a database must be told in its own words. */
export interface DialectWords {
  /** Makes a table refuse every UPDATE and DELETE. */
  readonly forbidChange: (db: Kysely<LedgerTables>, table: 'event') => Promise<void>
}

/** The numbers and pseudonyms by which items are found: an index each. */
const indexedItemTexts = [
  'intervention_number',
  'intervention_guid',
  'primero_id',
  'case_id',
  'case_id_display',
  'service_unique_id',
  'referral_id',
  'ref_iop_number',
  'ref_iop_guid',
  'transaction_id',
  'individual',
] as const

const forms: readonly TableForm[] = [
  {
    name: 'item',
    texts: ['deployment', 'flow', 'key', 'state', 'about', 'since', 'found_at', 'step'],
    integers: ['attempts', 'look_due', 'revision'],
    optionalTexts: [
      'reason',
      'next_try',
      'version',
      'delivered_version',
      'fingerprint',
      'refused_at',
      'intent_at',
      'sent_at',
      'reported_fingerprint',
      'released_at',
      'seen_run',
      'settled_run',
      ...indexedItemTexts,
    ],
    key: ['deployment', 'flow', 'key'],
  },
  {
    name: 'event',
    texts: ['deployment', 'at', 'flow', 'key', 'what', 'hash'],
    integers: ['position'],
    optionalTexts: ['state', 'reason', 'transaction_id', 'by', 'why'],
    key: ['deployment', 'position'],
  },
  {
    name: 'run',
    texts: ['deployment', 'id', 'flow', 'started_at', 'finished_at'],
    integers: [
      'confirmed',
      'waiting',
      'attention',
      'withdrawn',
      'handled',
      'requests_ping',
      'requests_primero',
    ],
    optionalTexts: ['stopped_by'],
    key: ['deployment', 'id'],
  },
  {
    name: 'switch',
    texts: ['deployment', 'flow', 'paused_at', 'paused_by', 'why'],
    optionalTexts: ['resumed_at', 'resumed_by'],
    key: ['deployment', 'flow', 'paused_at'],
  },
  { name: 'cursor', texts: ['deployment', 'flow', 'at'], key: ['deployment', 'flow'] },
  {
    name: 'seen',
    texts: ['deployment', 'shelf', 'id', 'version'],
    key: ['deployment', 'shelf', 'id'],
  },
  {
    name: 'pause',
    texts: ['deployment', 'system', 'since', 'next_probe'],
    key: ['deployment', 'system'],
  },
  {
    name: 'lease',
    texts: ['deployment', 'flow', 'token', 'host', 'process', 'expires_at'],
    key: ['deployment'],
  },
]

async function createIndexes(db: Kysely<LedgerTables>): Promise<void> {
  const { schema } = db
  await schema
    .createIndex('item_state')
    .on('item')
    .columns(['deployment', 'flow', 'state', 'found_at', 'key'])
    .execute()
  // Partial, so that the hundred thousand settled items weigh nothing when the few unsettled ones are walked.
  await sql`create index item_unsettled on item (deployment, flow, found_at, key)
    where state in ('waiting', 'attention')`.execute(db)
  await sql`create index item_look_due on item (deployment, flow, state, found_at, key)
    where look_due = 1`.execute(db)
  await sql`create index item_settled_run on item (deployment, flow, settled_run, state)
    where settled_run is not null`.execute(db)
  for (const column of indexedItemTexts) {
    await sql`create index ${sql.ref(`item_${column}`)} on item (${sql.ref(column)}, deployment, flow)
      where ${sql.ref(column)} is not null`.execute(db)
  }
  await schema
    .createIndex('event_item')
    .on('event')
    .columns(['deployment', 'flow', 'key', 'position'])
    .execute()
  await schema.createIndex('run_last').on('run').columns(['deployment', 'flow', 'finished_at']).execute()
  await schema.createIndex('seen_version').on('seen').columns(['deployment', 'shelf', 'version']).execute()
}

/** What the ledger knows of the journal of sends. Back: the journal itself stays, and is compared anew. */
const journalMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await createTable(db, {
      name: 'journal',
      texts: ['deployment', 'journal'],
      integers: ['checked'],
      optionalTexts: ['sends_doubt', 'tellings_doubt'],
      key: ['deployment'],
    })
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('journal').execute()
  },
}

/** Credentials that were refused. Back: they are tried once more. */
const refusedCredentialMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await createTable(db, {
      name: 'refused_credential',
      texts: ['account', 'credential', 'why', 'since', 'tried_at', 'next_try'],
      integers: ['attempts'],
      key: ['account', 'credential'],
    })
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('refused_credential').execute()
  },
}

/** What trouble a run had. Back: it is not said any more. */
const hinderedMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await db.schema.alterTable('run').addColumn('hindered_by', 'text').execute()
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.alterTable('run').dropColumn('hindered_by').execute()
  },
}

/** Who has entered the console, and what was pressed there. Back: everybody signs in again. */
const consoleMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await createTable(db, {
      name: 'console_session',
      texts: ['id', 'account', 'roles', 'started_at', 'seen_at'],
      optionalTexts: ['ended_at'],
      key: ['id'],
    })
    await createTable(db, {
      name: 'console_act',
      texts: ['value', 'session', 'at'],
      optionalTexts: ['outcome'],
      key: ['value'],
    })
  },
  down: async (db: Kysely<LedgerTables>) => {
    await db.schema.dropTable('console_act').execute()
    await db.schema.dropTable('console_session').execute()
  },
}

/** The step that makes the first tables. */
const firstStep = '0001-ledger'

function migrations(words: DialectWords): Record<string, Migration> {
  return {
    [firstStep]: {
      up: async (db: Kysely<LedgerTables>) => {
        for (const form of forms) await createTable(db, form)
        await createIndexes(db)
        await words.forbidChange(db, 'event')
      },
    },
    '0002-journal': journalMigration,
    '0003-history-head': headMigration,
    '0004-refused-credential': refusedCredentialMigration,
    '0005-beginning': beginningMigration,
    '0006-ledger-key': ledgerKeyMigration,
    '0007-run-hindered': hinderedMigration,
    '0008-console': consoleMigration,
    '0009-strand': strandMigration,
    '0010-chosen-strand': chosenStrandMigration,
    '0011-rare-decision': rareDecisionMigration,
    '0012-measure': measureMigration,
  }
}

/**
 * Brings the tables to the newest form, or to that of `name`, forward or back. Several processes may do it at once.
 * Gives whether it made the first of them. Throws what the database says, and LedgerUnavailable for tables that a newer
 * program made.
 */
export async function migrate(
  db: Kysely<LedgerTables>,
  words: DialectWords,
  name?: string,
): Promise<boolean> {
  const known = migrations(words)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } })
  const newer = (await migrationsIn(db)).filter((one) => !Object.hasOwn(known, one))
  if (newer.length > 0) {
    throw new LedgerUnavailable('', null, 'ledger-newer')
  }
  const { error, results } = await (name === undefined
    ? migrator.migrateToLatest()
    : migrator.migrateTo(name))
  if (error !== undefined) throw error
  return results?.some((step) => step.migrationName === firstStep && step.direction === 'Up') ?? false
}

/** The names of the steps that brought a database to its form. */
async function migrationsIn(db: Kysely<LedgerTables>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === DEFAULT_MIGRATION_TABLE)) return []
  const rows = await db
    .withTables<{ [DEFAULT_MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(DEFAULT_MIGRATION_TABLE)
    .select('name')
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}
