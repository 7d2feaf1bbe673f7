/**
 * What is remembered of credentials that a system refused (`flows.md`, Common 5). An account is who signs in where; a
 * credential is an account with everything that proves it. Both are known by keyed fingerprints alone.
 */

/** Why a credential was not taken. */
export type RefusalKind =
  /** User name or password is not right; Primero says the same of a locked account (primero-contract §1.3). */
  | 'wrong'
  /** The account is locked, so that even the right password is refused. */
  | 'locked'
  /** The password is right, and the account is not activated. */
  | 'inactive'
  /** Not the credential is refused but what came with it: the client id, the scope, or that it never arrived. */
  | 'configuration'

/** A credential that was refused and not taken since. Times are ISO 8601 in UTC. */
export interface RefusedCredential {
  /** Fingerprint of the credential. */
  readonly credential: string
  readonly why: RefusalKind
  /** When it was first refused. */
  readonly since: string
  /** When it was last refused. */
  readonly triedAt: string
  /** Not tried again by itself before. */
  readonly nextTry: string
  /** Wrong attempts that the account has counted for it, as far as they are ours. */
  readonly attempts: number
}

/** One refusal, as it has just been heard. */
export interface HeardRefusal {
  readonly credential: string
  readonly why: RefusalKind
  /** Milliseconds since 1970, UTC. */
  readonly at: number
  /** Wrong attempts in a row by which the system locks an account without saying so; null where it does not. */
  readonly locksAt: number | null
}

/** Primero keeps an account locked for so long (primero-contract §1.3), and nothing is gained by asking sooner. */
export const refusedForMs = 30 * 60_000
/** Wrong attempts of ours after which an account is asked seldom: those that are left are for whoever mends it. */
const attemptsBeforeRest = 4
const restMs = 6 * 60 * 60_000

/** An end that lies further ahead than any may was put there by a clock that was wrong. */
function isToCome(nextTry: string, now: number): boolean {
  const ahead = Date.parse(nextTry) - now
  return ahead > 0 && ahead <= restMs
}

/**
 * The refusal for which a credential is not to be tried now; null = it may be. One that was changed may be at once,
 * unless its account is known to be locked.
 */
export function heldBack(
  refused: readonly RefusedCredential[],
  credential: string,
  now: number,
): RefusedCredential | null {
  const standing = refused.filter(({ nextTry }) => isToCome(nextTry, now))
  const own = standing.find((one) => one.credential === credential)
  return own ?? standing.find(({ why }) => why === 'locked') ?? null
}

/** What is remembered of an account once a credential of it was refused. */
export function afterRefusal(
  refused: readonly RefusedCredential[],
  { credential, why, at, locksAt }: HeardRefusal,
): readonly RefusedCredential[] {
  const lockIsOver = refused.some((one) => one.why === 'locked' && Date.parse(one.nextTry) <= at)
  const counted = lockIsOver ? refused.map(countedAnew) : refused
  const before = counted.find((one) => one.credential === credential)
  const others = counted.filter((one) => one.credential !== credential)
  const attempts = (before?.attempts ?? 0) + (why === 'wrong' ? 1 : 0)
  const inARow = attempts + others.reduce((sum, one) => sum + one.attempts, 0)
  const isLocked = why === 'locked' || (why === 'wrong' && locksAt !== null && inARow >= locksAt)
  const rests = why === 'wrong' && !isLocked && inARow >= attemptsBeforeRest
  const now = new Date(at).toISOString()
  const heard: RefusedCredential = {
    credential,
    why: isLocked ? 'locked' : why,
    since: before?.since ?? now,
    triedAt: now,
    nextTry: new Date(at + (rests ? restMs : refusedForMs)).toISOString(),
    attempts,
  }
  return [...others, heard]
}

/** What is remembered of an account once a credential of it was taken: the system counts anew, others stay refused. */
export function afterAcceptance(
  refused: readonly RefusedCredential[],
  credential: string,
  now: number,
): readonly RefusedCredential[] {
  return refused.filter((one) => one.credential !== credential && isToCome(one.nextTry, now)).map(countedAnew)
}

function countedAnew(one: RefusedCredential): RefusedCredential {
  return { ...one, why: one.why === 'locked' ? 'wrong' : one.why, attempts: 0 }
}
