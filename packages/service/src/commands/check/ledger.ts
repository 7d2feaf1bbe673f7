import type { Gap } from '@ping-primero/core/check/finding.ts'
import type { LedgerKeys } from '@ping-primero/core/privacy/pseudonym.ts'
import { readLedgerUrl, requireLedgerPlace } from '../../configuration/ledger-url.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { LedgerUnavailable } from '../../ledger/unavailable.ts'
import { faultWords } from '../../refusals/keys-refused.ts'
import type { Environment } from '../../configuration/setting.ts'

/** What was found, to stand within a sentence. */
function within(sentence: string): string {
  return sentence.replace(/\.$/, '').replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase())
}

const about = { severity: 'stops', flows: [] } as const

function placeGaps(env: Environment): readonly Gap[] {
  const url = readLedgerUrl(env)
  if (!url.ok) return []
  try {
    requireLedgerPlace(url.value, env)
    return []
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error
    const found = within(error.found)
    const expected = 'a directory in which a ledger can be made'
    return [{ ...about, code: 'ledger-unavailable', subject: 'LEDGER_URL', found, expected }]
  }
}

/** What every run would be refused for: a place at which no ledger can be begun, and keys that are not those of the ledger. */
export async function ledgerGaps(
  store: LedgerStore,
  env: Environment,
  deployment: string,
  keys: LedgerKeys,
): Promise<readonly Gap[]> {
  if (store.path === null) return placeGaps(env)
  const fault = await store.keys.compare(deployment, keys)
  if (fault === null) return []
  const found = within(faultWords[fault])
  const subject = `LEDGER_KEY, LEDGER_KEYS_OLD and the ledger ${store.path}`
  return [{ ...about, code: 'ledger-key-differs', subject, found, expected: 'the keys it was kept with' }]
}
