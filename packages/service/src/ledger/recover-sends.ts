import type { Kysely, Transaction } from 'kysely'
import { newItem } from '@ping-primero/core/ledger/item.ts'
import type { LedgerDoubt, LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { keysPerQuery } from './chunks.ts'
import { knownDeployments } from './status.ts'
import { itemOf } from './row.ts'
import { writeSaves } from './save.ts'
import type { LedgerTables } from './schema.ts'
import type { SendEntry, SendJournal } from './send-journal.ts'

/** What a look at the journal of sends brought to light. */
export interface RecoveredSends {
  /** Sends that the database had lost and now knows again. */
  readonly recovered: number
  /** The journal itself is gone, or shorter than it was: what was sent until now is in doubt. */
  readonly journalLost: boolean
}

/** What a comparison is lent. */
interface Recovery {
  readonly newId: () => string
  /** Throws unless the turn is still the caller's. */
  readonly fence: (transaction: Transaction<LedgerTables>) => Promise<void>
}

/**
 * Notes that what these deployments told up to now may be forgotten; and what they sent too, when the journal is
 * another one from now on (null = it is as it was).
 */
export async function markDoubt(
  db: Kysely<LedgerTables>,
  deployments: readonly string[],
  at: string,
  newJournal: string | null,
): Promise<void> {
  const sends = newJournal === null ? {} : { journal: newJournal, checked: 0, sends_doubt: at }
  for (const deployment of deployments) {
    const doubt = { tellings_doubt: at, ...sends }
    await db
      .insertInto('journal')
      .values({ deployment, journal: '', checked: 0, sends_doubt: null, ...doubt })
      .onConflict((conflict) => conflict.column('deployment').doUpdateSet(doubt))
      .execute()
  }
}

/** What a deployment's ledger may have forgotten. */
export async function readDoubt(db: Kysely<LedgerTables>, deployment: string): Promise<LedgerDoubt> {
  const row = await db
    .selectFrom('journal')
    .select(['sends_doubt', 'tellings_doubt'])
    .where('deployment', '=', deployment)
    .executeTakeFirst()
  return { sends: row?.sends_doubt ?? null, tellings: row?.tellings_doubt ?? null }
}

/** Of some entries of a deployment those that the database knows. */
async function knownOf(
  db: Kysely<LedgerTables>,
  deployment: string,
  entries: readonly SendEntry[],
): Promise<ReadonlySet<SendEntry>> {
  const rows = await db
    .selectFrom('event')
    .select(['key', 'at'])
    .where('deployment', '=', deployment)
    .where('flow', '=', '2.1')
    .where('key', 'in', [...new Set(entries.map(({ key }) => key))])
    .where('what', '=', 'send-intended')
    .execute()
  const known = new Set(rows.map(({ key, at }) => `${key} ${at}`))
  return new Set(entries.filter(({ key, at }) => known.has(`${key} ${at}`)))
}

/**
 * The last send of each referral, where the database does not know it. In the order of the journal: the clock of one
 * send may have been wrong.
 */
async function lostSends(
  db: Kysely<LedgerTables>,
  journal: SendJournal,
  deployment: string,
  from: number,
): Promise<readonly SendEntry[]> {
  const lost = new Map<string, SendEntry>()
  for (const some of entriesOf(journal, deployment, from)) {
    const known = await knownOf(db, deployment, some)
    for (const entry of some) {
      if (known.has(entry)) lost.delete(entry.key)
      else lost.set(entry.key, entry)
    }
  }
  return [...lost.values()]
}

function recoveredItem(stored: LedgerItem | undefined, entry: SendEntry, now: string): LedgerItem | null {
  const { at, key, numbers } = entry
  if (stored?.state === 'confirmed' || stored?.state === 'handled') return null
  const found = { flow: '2.1', key, numbers, individual: null, version: null } as const
  const item = stored ?? { ...newItem(found, '', at, 'Etc/UTC'), seenRun: null }
  return {
    ...item,
    state: 'attention',
    reason: 'outcome-unknown',
    about: [],
    since: now,
    attempts: 0,
    nextTry: null,
    step: 'intended',
    intentAt: item.intentAt ?? at,
    sentAt: at,
    releasedAt: null,
    numbers: { ...numbers, ...item.numbers },
    settledRun: null,
  }
}

/** Puts sends that the database lost back into the ledger. */
async function putBack(
  db: Kysely<LedgerTables>,
  deployment: string,
  lost: readonly SendEntry[],
  now: string,
): Promise<number> {
  const rows = await db
    .selectFrom('item')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('flow', '=', '2.1')
    .where(
      'key',
      'in',
      lost.map(({ key }) => key),
    )
    .execute()
  const stored = new Map(rows.map((row) => [row.key, itemOf(row)]))
  const items = lost
    .map((entry) => recoveredItem(stored.get(entry.key), entry, now))
    .filter((item) => item !== null)
  const events = items.map(({ flow, key, state, reason }): LedgerEvent => {
    const why = reason === null ? {} : { reason }
    return { at: now, flow, key, what: 'send-recovered', state, ...why }
  })
  await writeSaves(db, deployment, [{ items, events }])
  return items.length
}

/** The entries of a deployment from a byte on, some at a time. */
function* entriesOf(journal: SendJournal, deployment: string, from: number): Generator<readonly SendEntry[]> {
  let some: SendEntry[] = []
  for (const entry of journal.entries(from)) {
    if (entry.deployment !== deployment) continue
    some.push(entry)
    if (some.length < keysPerQuery) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

/**
 * Compares the journal of sends with the database, before anything is sent. The database keeps how far it has read which
 * journal: a database that is set back has read less of it, so that everything it lost lies after that place. An entry
 * whose event it does not know becomes an uncertain send. A journal that is gone, another one, or shorter than it was
 * cannot vouch for what was sent until now: that is in doubt. A first start, and a ledger of a program that kept no
 * journal, has none.
 */
export async function recoverSends(
  db: Kysely<LedgerTables>,
  journal: SendJournal,
  deployment: string,
  now: string,
  { newId, fence }: Recovery,
): Promise<RecoveredSends> {
  return db.transaction().execute(async (transaction) => {
    await fence(transaction)
    // Under the write lock: nobody begins a journal or adds to it between this look and what follows from it.
    const state = journal.state()
    const head = state ?? { journal: newId(), since: null }
    const marks = await transaction.selectFrom('journal').selectAll().execute()
    const journalLost = marks.some(
      (mark) => mark.journal !== head.journal || mark.checked > (state?.size ?? 0),
    )
    if (journalLost) {
      const known = await knownDeployments(transaction)
      const names = new Set([...marks.map((mark) => mark.deployment), ...known, deployment])
      await markDoubt(transaction, [...names], now, head.journal)
    }
    if (state === null) journal.begin(journalLost ? { ...head, since: now } : head)
    const mark = marks.find((one) => one.deployment === deployment)
    const from = journalLost ? 0 : (mark?.checked ?? 0)
    let recovered = 0
    if (state !== null && state.size > from) {
      const lost = await lostSends(transaction, journal, deployment, from)
      for (let at = 0; at < lost.length; at += keysPerQuery) {
        recovered += await putBack(transaction, deployment, lost.slice(at, at + keysPerQuery), now)
      }
    }
    const checked = state?.size ?? 0
    if (mark === undefined || checked !== mark.checked || journalLost) {
      // A database that is younger than this journal knows nothing from before it began: each of its marks says so.
      const { since } = head
      const younger = since !== null && marks.every((one) => (one.sends_doubt ?? '') >= since)
      const before = younger ? since : null
      const told = recovered > 0 ? { tellings_doubt: now } : {}
      await transaction
        .insertInto('journal')
        .values({
          deployment,
          journal: head.journal,
          checked,
          sends_doubt: before,
          tellings_doubt: before,
          ...told,
        })
        .onConflict((conflict) => conflict.column('deployment').doUpdateSet({ checked, ...told }))
        .execute()
    }
    return { recovered, journalLost }
  })
}
