import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { Kysely, SqliteAdapter, SqliteDialect, SqliteDriver, sql } from 'kysely'
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

/** How long SQLite itself waits for another writer at opening. Nothing else goes on meanwhile. */
const openTimeoutMs = 5_000

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

/** SQLITE_BUSY, of whichever kind (the kind stands in the higher bits): another connection is writing. */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    (error.errcode & 0xff) === 5
  )
}

/**
 * A connection that waits for other writers without stopping this process, so that its turn keeps beating. Trying a
 * statement again is safe: inside a transaction, which begins with the write lock, none is ever refused as busy.
 */
function patient(connection: DatabaseConnection, { elapsed, pause }: Surroundings): DatabaseConnection {
  return {
    executeQuery: async <Row>(query: CompiledQuery): Promise<QueryResult<Row>> => {
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
  #connection: DatabaseConnection | null = null

  constructor(database: SqliteDatabase, surroundings: Surroundings) {
    super({ database })
    this.#surroundings = surroundings
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection()
    this.#connection ??= patient(connection, this.#surroundings)
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

  constructor(database: SqliteDatabase, surroundings: Surroundings) {
    super({ database })
    this.#database = database
    this.#surroundings = surroundings
  }

  override createDriver(): Driver {
    return new PatientSqliteDriver(this.#database, this.#surroundings)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/**
 * Opens (and makes, readable by its owner only) a SQLite file: WAL, every commit on the disk before it counts.
 * Throws what the system says when it cannot.
 */
export function openSqlite(path: string, surroundings: Surroundings): Kysely<LedgerTables> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(path, { timeout: openTimeoutMs, enableForeignKeyConstraints: true })
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
    database.exec(`pragma busy_timeout = ${surroundings.busyTimeoutMs}`)
    chmodSync(path, 0o600)
  } catch (error) {
    database.close()
    throw error
  }
  return new Kysely<LedgerTables>({ dialect: new LedgerSqliteDialect(connection(database), surroundings) })
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
