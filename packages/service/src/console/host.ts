import { setTimeout } from 'node:timers/promises'
import type { ConsoleHost } from '@ping-primero/console/host.ts'
import type { Environment } from '../configuration/setting.ts'
import type { LedgerStore } from '../ledger/store.ts'
import { programVersion } from '../words/version.ts'
import { ledgerDeeds, ledgerQuestions } from './ledger-questions.ts'

/** A ledger that answers later than this is not ready, ms. */
const patienceMs = 3_000

/** What a console is lent over an open ledger, whoever may enter it and whatever it shows. */
export function consoleHost(
  store: LedgerStore,
  env: Environment,
  own: Pick<
    ConsoleHost,
    | 'deployments'
    | 'undertakings'
    | 'verifications'
    | 'comparisons'
    | 'looks'
    | 'checks'
    | 'sandbox'
    | 'entry'
    | 'now'
    | 'refused'
    | 'faulted'
  > &
    Partial<Pick<ConsoleHost, 'acts'>>,
): ConsoleHost {
  return {
    ledger: ledgerQuestions(store, env),
    deeds: ledgerDeeds(store),
    acts: store.entered.acts,
    isReady: () => Promise.race([answers(store), setTimeout(patienceMs, false, { ref: false })]),
    version: programVersion,
    ...own,
  }
}

/** Whether the ledger answers; any question tells, and this one reads no more than a key. */
async function answers({ entered }: LedgerStore): Promise<boolean> {
  try {
    await entered.sessions.find('')
    return true
  } catch {
    return false
  }
}
