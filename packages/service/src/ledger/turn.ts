import type { Kysely, Transaction } from 'kysely'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import type { LeaseTable, LedgerTables } from './schema.ts'
import type { Surroundings } from './surroundings.ts'

/** A lease lives this long after its last beat: a dead holder of another machine is followed within it. */
export const leaseMs = 8_000
const beatMs = 2_000
const pollMs = 250

/** How a caller waits for its turn. */
export interface TurnOptions {
  /** How long at most to wait while another flow of the deployment runs. */
  readonly waitMs: number
  /** Milliseconds since 1970, UTC; all who share a ledger must go by the same clock. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** What came of asking for a turn. */
export type Lease =
  | {
      readonly kind: 'taken'
      /** Fences writes: see `holdFence`. */
      readonly token: string
      readonly release: () => Promise<void>
    }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'no-turn' }

/** This run's turn went to another process, because this one gave no sign of life. It must not write any more. */
export class TurnLost extends LedgerFailure {
  override readonly name = 'TurnLost'

  constructor() {
    super('Another process has taken the turn.')
  }
}

/** Whether the turn is still the token's. */
export async function holdsTurn(
  db: Kysely<LedgerTables>,
  deployment: string,
  token: string,
): Promise<boolean> {
  const lease = await db
    .selectFrom('lease')
    .select('token')
    .where('deployment', '=', deployment)
    .executeTakeFirst()
  return lease?.token === token
}

/** The flow that runs in a deployment at an ISO time; null = none does, or its process has died. */
export async function flowUnderWay(
  db: Kysely<LedgerTables>,
  deployment: string,
  now: string,
  { lifeOf }: Pick<Surroundings, 'lifeOf'>,
): Promise<Flow | null> {
  const held = await db
    .selectFrom('lease')
    .selectAll()
    .where('deployment', '=', deployment)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return held === undefined || lifeOf(held) === 'dead' ? null : held.flow
}

/** Throws TurnLost unless the turn is still the token's; inside the transaction of the write it protects. */
export async function holdFence(
  transaction: Transaction<LedgerTables>,
  deployment: string,
  token: string,
): Promise<void> {
  if (!(await holdsTurn(transaction, deployment, token))) throw new TurnLost()
}

function expiry(now: number): string {
  return new Date(now + leaseMs).toISOString()
}

/** Takes the lease if nobody holds it, or answers whose it is. */
async function tryToTake(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  token: string,
  now: number,
  { holder, lifeOf }: Surroundings,
): Promise<LeaseTable | null> {
  return db.transaction().execute(async (transaction) => {
    const held = await transaction
      .selectFrom('lease')
      .selectAll()
      .where('deployment', '=', deployment)
      .executeTakeFirst()
    const free =
      held === undefined || held.expires_at <= new Date(now).toISOString() || lifeOf(held) === 'dead'
    if (!free) return held
    const lease = { flow, token, ...holder(), expires_at: expiry(now) }
    await transaction
      .insertInto('lease')
      .values({ deployment, ...lease })
      .onConflict((conflict) => conflict.column('deployment').doUpdateSet(lease))
      .execute()
    return null
  })
}

/** Beats while the run goes on; never keeps the process alive. */
function keepBeating(
  db: Kysely<LedgerTables>,
  deployment: string,
  token: string,
  now: () => number,
  every: Surroundings['every'],
): () => Promise<void> {
  let beating: Promise<unknown> = Promise.resolve()
  const stop = every(beatMs, () => {
    beating = db
      .updateTable('lease')
      .set({ expires_at: expiry(now()) })
      .where('deployment', '=', deployment)
      .where('token', '=', token)
      .execute()
      // A beat that cannot be written costs the turn, and the fence of the next write says so.
      .catch(() => null)
  })
  return async () => {
    stop()
    await beating
  }
}

/**
 * Asks for the turn of a deployment: one run at a time, whatever the flow (`flows.md`, Common 1). The same flow under
 * way is answered at once; for another one it waits. A holder whose process has died on this machine is followed at
 * once, one of another machine when its lease runs out.
 */
export async function takeTurn(
  db: Kysely<LedgerTables>,
  deployment: string,
  flow: Flow,
  options: TurnOptions,
  surroundings: Surroundings,
): Promise<Lease> {
  const token = surroundings.newId()
  const until = options.now() + options.waitMs
  let firstSeen: LeaseTable | null = null
  for (;;) {
    const now = options.now()
    const held = await tryToTake(db, deployment, flow, token, now, surroundings)
    if (held === null) break
    if (held.flow === flow) {
      // Of a holder elsewhere nothing is known until its lease beats or runs out.
      const sign = firstSeen?.token === held.token && firstSeen.expires_at !== held.expires_at
      if (sign || surroundings.lifeOf(held) === 'alive') return { kind: 'under-way' }
      if (firstSeen?.token !== held.token) firstSeen = held
    } else if (now >= until) return { kind: 'no-turn' }
    await options.sleep(held.flow === flow ? pollMs : Math.min(pollMs, until - now))
  }
  const stopBeating = keepBeating(db, deployment, token, options.now, surroundings.every)
  return {
    kind: 'taken',
    token,
    release: async () => {
      await stopBeating()
      await db.deleteFrom('lease').where('deployment', '=', deployment).where('token', '=', token).execute()
    },
  }
}
