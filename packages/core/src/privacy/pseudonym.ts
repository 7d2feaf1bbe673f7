import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { plainNumber } from '../domain/individual-number.ts'

/**
 * The keys that turn personal values into pseudonyms: `LEDGER_KEY` and the former ones of `LEDGER_KEYS_OLD`.
 * Texts of at least 32 characters, taken as they are (`interface.md`, Secrets).
 */
export interface LedgerKeys {
  /** Used for every new pseudonym. */
  readonly current: string
  /** Former keys, oldest first; look-ups try them all. */
  readonly old: readonly string[]
}

/** HMAC-SHA-256 of a text, 32 bytes. */
export function keyedBytes(key: string, text: string): Uint8Array {
  return hmac(sha256, utf8ToBytes(key), utf8ToBytes(text))
}

/** HMAC-SHA-256 of a text as 64 hexadecimal characters. */
export function keyedHash(key: string, text: string): string {
  return bytesToHex(keyedBytes(key, text))
}

/** By what a ledger knows a key again, without holding it: 64 hexadecimal characters, another one for each deployment. */
export function keyFingerprint(key: string, deployment: string): string {
  return keyedHash(key, `ledger-key:${deployment}`)
}

/**
 * What `of` makes under the key under which it is `known` already, else under the current one: a rotation of keys makes
 * nothing new.
 */
export function keptOrNew(
  keys: LedgerKeys,
  known: readonly (string | null)[],
  of: (keys: LedgerKeys) => string,
): string {
  const former = keys.old.map((current) => of({ current, old: [] })).find((one) => known.includes(one))
  return former ?? of(keys)
}

/** The key under which new case ids are derived: the oldest, so that a rotation never makes a second case. */
export function oldestKey(keys: LedgerKeys): string {
  return keys.old[0] ?? keys.current
}

function individualText(deployment: string, number: string): string {
  return `individual:${deployment}:${number}`
}

/** The pseudonym under which the ledger keeps a UNHCR individual number, the same for every spelling of it. */
export function individualPseudonym(keys: LedgerKeys, deployment: string, individualNumber: string): string {
  return keyedHash(keys.current, individualText(deployment, plainNumber(individualNumber)))
}

/**
 * Every pseudonym a number may stand under, the current key's first: for look-ups after a rotation, and in a ledger that
 * was begun when numbers were kept as they were spelled.
 */
export function individualPseudonyms(
  keys: LedgerKeys,
  deployment: string,
  individualNumber: string,
): readonly string[] {
  const spellings = new Set([plainNumber(individualNumber), individualNumber.trim().toUpperCase()])
  return [keys.current, ...keys.old.toReversed()].flatMap((key) =>
    [...spellings].map((spelling) => keyedHash(key, individualText(deployment, spelling))),
  )
}
