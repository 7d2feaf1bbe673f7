import { chmodSync, statSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { DEFAULT_MIGRATION_TABLE, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver, sql } from 'kysely'
import type {
  CompiledQuery,
  DatabaseConnection,
  Driver,
  QueryResult,
  SqliteDatabase,
  SqliteStatement,
} from 'kysely'
import type { DialectWords } from './migrations.ts'
import type { LedgerTables } from './schema.ts'
import type { Surroundings } from './surroundings.ts'
import { LedgerUnavailable, sqliteCode } from './unavailable.ts'

/** How long and how often a statement is tried again after that, with the process going on. */
const patienceMs = 30_000
const pauseMs = 10

/** Statements kept prepared; texts beyond it are prepared anew. */
const keptStatements = 80

function isBindable(value: unknown): value is SQLInputValue {
  return (
    value === null || ['string', 'number', 'bigint'].includes(typeof value) || value instanceof Uint8Array
  )
}

function bound(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (!isBindable(value)) throw new TypeError(`The ledger cannot keep a value of type ${typeof value}.`)
    return value
  })
}

function statementFor(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bound(parameters)),
    run: (parameters) => statement.run(...bound(parameters)),
    iterate: (parameters) => statement.iterate(...bound(parameters)),
  }
}

/** `node:sqlite` in the form that kysely's dialect takes, with its statements kept. */
function connection(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    close: () => database.close(),
    prepare: (text) => {
      const known = kept.get(text)
      if (known !== undefined) return known
      // Every transaction here writes: taking the write lock at its start means that none fails half-way for it.
      const statement = statementFor(database.prepare(text === 'begin' ? 'begin immediate' : text))
      if (kept.size >= keptStatements) kept.clear()
      kept.set(text, statement)
      return statement
    },
  }
}

/** SQLITE_BUSY: another connection is writing. */
function isBusy(error: unknown): boolean {
  return sqliteCode(error) === 5
}

/**
 * A connection that waits for other writers without stopping this process, so that its turn keeps beating. Trying a
 * statement again is safe: inside a transaction, which begins with the write lock, none is ever refused as busy.
 */
function patient(
  connection: DatabaseConnection,
  { elapsed, pause }: Surroundings,
  isTransaction: () => boolean,
): DatabaseConnection {
  return {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
      // A full disk has rolled it back already, and asking again would hide that.
      if (query.sql === 'rollback' && !isTransaction()) return { rows: [] }
      const until = elapsed() + patienceMs
      for (;;) {
        try {
          return await connection.executeQuery<Row>(query)
        } catch (error) {
          if (!isBusy(error) || elapsed() > until) throw error
        }
        await pause(pauseMs)
      }
    },
    streamQuery: <Row>(query: CompiledQuery, size: number) => connection.streamQuery<Row>(query, size),
  }
}

class PatientSqliteDriver extends SqliteDriver {
  readonly #surroundings: Surroundings
  readonly #isTransaction: () => boolean
  #connection: DatabaseConnection | null = null

  constructor(database: SqliteDatabase, surroundings: Surroundings, isTransaction: () => boolean) {
    super({ database })
    this.#surroundings = surroundings
    this.#isTransaction = isTransaction
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    this.#connection ??= patient(connection, this.#surroundings, this.#isTransaction)
    return this.#connection
  }
}

/** SQLite rolls table changes back like any others, which is what lets two processes migrate at once. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class LedgerSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase
  readonly #surroundings: Surroundings
  readonly #isTransaction: () => boolean

  constructor(database: DatabaseSync, surroundings: Surroundings) {
    const spoken = connection(database)
    super({ database: spoken })
    this.#database = spoken
    this.#surroundings = surroundings
    this.#isTransaction = () => database.isTransaction
  }

  override createDriver(): Driver {
    return new PatientSqliteDriver(this.#database, this.#surroundings, this.#isTransaction)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/** The largest file that is examined whole at opening: some tens of milliseconds. */
const examinedBytes = 32 * 1024 * 1024

/** Whether the last process that had a ledger open did not close it, or one has it open now. */
function wasLeftOpen(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** Examines the structure of a database; its commits are atomic, so only a disk that lost or changed pages can break it. */
function examine(database: DatabaseSync): void {
  const found = database.prepare('pragma quick_check(1)').get()?.['quick_check']
  if (found !== 'ok') throw new LedgerUnavailable('Its examination failed.', null, 'ledger-damaged')
}

/** By this a database is ours before it has a table ("PgPr"). */
const applicationId = 0x50_67_50_72

/**
 * Refuses the database of another program, and a file that holds something and no table, before anything in it is
 * changed. A new one is marked as ours before all else, so that it is known again when the process that makes it is cut
 * off before its first table.
 */
function requireOwn(database: DatabaseSync, path: string): void {
  const names = database.prepare('select name from sqlite_master').all()
  const tables = names.map(({ name }) => name)
  if (tables.includes(DEFAULT_MIGRATION_TABLE) && isOurs(tables)) return
  const isEmpty = statSync(path).size === 0
  const mark = database.prepare('pragma application_id').get()?.['application_id']
  if (tables.length > 0 || (!isEmpty && mark !== applicationId)) {
    throw new LedgerUnavailable(`Found: ${path}.`, null, 'ledger-foreign')
  }
  if (mark !== applicationId) database.exec(`pragma application_id = ${applicationId}`)
}

/** Other programs keep their migrations in tables of the same name: ours have a table of items, or no other one yet. */
function isOurs(tables: readonly unknown[]): boolean {
  return tables.includes('item') || tables.every((name) => /^(?:sqlite|kysely)_/.test(String(name)))
}

/**
 * Opens (and makes, readable by its owner only) a SQLite file: WAL, every commit on the disk before it counts. After
 * an unclean end a file of usual size is examined; larger ones are by every backup. Throws what the system says when
 * it cannot, and LedgerUnavailable for a damaged one, or one of another program.
 */
export function openSqlite(path: string, surroundings: Surroundings): Kysely<LedgerTables> {
  const leftOpen = wasLeftOpen(path)
  const database = surroundings.openDatabase(path)
  try {
    requireOwn(database, path)
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
    database.exec(`pragma busy_timeout = ${surroundings.busyTimeoutMs}`)
    chmodSync(path, 0o600)
    if (leftOpen && statSync(path).size <= examinedBytes) examine(database)
  } catch (error) {
    database.close()
    throw error
  }
  return new Kysely<LedgerTables>({ dialect: new LedgerSqliteDialect(database, surroundings) })
}

/** A database in memory, which goes with its connection. */
export function openInMemory(surroundings: Surroundings): Kysely<LedgerTables> {
  const database = surroundings.openDatabase(':memory:')
  return new Kysely<LedgerTables>({ dialect: new LedgerSqliteDialect(database, surroundings) })
}

/** What SQLite must be told in its own words. */
export const sqliteWords: DialectWords = {
  forbidChange: async (db, table) => {
    for (const act of ['update', 'delete']) {
      await sql`create trigger ${sql.ref(`${table}_no_${act}`)} before ${sql.raw(act)} on ${sql.ref(table)}
        begin select raise(abort, 'the history is only ever added to'); end`.execute(db)
    }
  },
}
