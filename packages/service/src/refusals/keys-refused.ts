import type { KeyFault } from '../ledger/ledger-key.ts'
import { refused } from './refusal.ts'

/** What is wrong with keys that are not those of a ledger, in words. */
export const faultWords: Readonly<Record<KeyFault, string>> = {
  missing: 'A key that it was kept with is neither LEDGER_KEY nor among LEDGER_KEYS_OLD.',
  'out-of-order': 'Its oldest key does not come first, and the ids of cases hang on that one.',
}

/** The refusal of keys that are not those of the ledger. */
export function keysRefused(
  fault: KeyFault,
  deployment: string,
  path: string | null,
): ReturnType<typeof refused> {
  const where = path === null ? '' : ` The ledger: ${path}.`
  return refused('ledger-key-differs', `Deployment ${deployment}: ${faultWords[fault]}${where}`)
}
