import type { Clock } from '../flows/host.ts'
import type { Stop } from '../http/failure.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { keyedHash, type LedgerKeys } from '../privacy/pseudonym.ts'
import { afterAcceptance, afterRefusal, heldBack, type RefusalKind } from './refused.ts'

/** What one run knows of one credential, and what it leaves to the next one, of whatever flow, process or deployment. */
export interface CredentialMemory {
  /** Why it must not be tried now: it was refused, in this run or in one before. Null = it may be. */
  readonly held: () => Promise<Stop | null>
  /** It was refused: to be called for every attempt that the system has counted, those on their way included. */
  readonly refused: (why: RefusalKind) => Promise<Stop>
  /** It was taken: nothing stands against it any longer. */
  readonly accepted: () => Promise<void>
}

/** Where refusals are kept. */
export type RefusalLedger = Pick<Ledger, 'refusals' | 'saveRefusals'>

export interface CredentialMemoryOptions {
  readonly ledger: RefusalLedger
  readonly keys: LedgerKeys
  readonly clock: Clock
  /** Who signs in where. */
  readonly account: readonly string[]
  /** What proves it. Kept nowhere. */
  readonly proof: readonly string[]
  /** What each kind of refusal says. */
  readonly stops: Readonly<Record<RefusalKind, Stop>>
  /** Wrong attempts in a row by which the system locks an account without saying so; null where it does not. */
  readonly locksAt: number | null
  /** Somebody asks right now, so that it is tried although it was refused (`check`). */
  readonly asked: boolean
}

/** Remembers whether a credential was refused. A ledger that fails throws LedgerFailure. */
export function credentialMemory(options: CredentialMemoryOptions): CredentialMemory {
  const { ledger, clock, stops } = options
  const fingerprint = (parts: readonly string[]): string =>
    keyedHash(options.keys.current, JSON.stringify(['credential', ...parts]))
  const account = fingerprint(options.account)
  const credential = fingerprint([...options.account, ...options.proof])
  let looked: Promise<Stop | null> | null = null
  let refusal: Promise<Stop> | null = null
  let accepted: Promise<void> | null = null

  const look = async (): Promise<Stop | null> => {
    if (options.asked) return null
    const found = heldBack(await ledger.refusals(account), credential, clock.now())
    if (found === null) return null
    const { why, since, nextTry } = found
    return { ...stops[why], held: { since, nextTry } }
  }

  const remember = async (why: RefusalKind): Promise<Stop> => {
    const heard = { credential, why, at: clock.now(), locksAt: options.locksAt }
    const refused = afterRefusal(await ledger.refusals(account), heard)
    await ledger.saveRefusals(account, refused)
    const own = refused.find((one) => one.credential === credential)
    return stops[own?.why ?? why]
  }

  const forget = async (): Promise<void> => {
    const refused = await ledger.refusals(account)
    if (refused.length > 0)
      await ledger.saveRefusals(account, afterAcceptance(refused, credential, clock.now()))
  }

  return {
    held: async () => refusal ?? (looked ??= look()),
    refused: async (why) => {
      const before = refusal
      refusal = before === null ? remember(why) : before.then(async () => remember(why))
      return refusal
    },
    accepted: async () => (accepted ??= forget()),
  }
}
