import { individualPseudonyms } from '@ping-primero/core/privacy/pseudonym.ts'
import type { FoundItem } from '@ping-primero/core/ledger/questions.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { makeUsualFolder, readLedgerUrl } from '../configuration/ledger-url.ts'
import { readLedgerKeys } from '../configuration/secrets.ts'
import { hasLedger, ledgerPath, requireLedger } from '../ledger/place.ts'
import { openLedger, passingLedger } from '../ledger/store.ts'
import type { LedgerStore } from '../ledger/store.ts'
import { createLog } from '../log/log.ts'
import { keysRefused } from '../refusals/keys-refused.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { searchedNumbers } from '../words/words.ts'
import type { Context, Outcome } from './command.ts'

type LedgerAct = (store: LedgerStore) => Promise<Outcome>

async function during(store: LedgerStore, act: LedgerAct): Promise<Outcome> {
  try {
    return await act(store)
  } finally {
    await store.close()
  }
}

/** Opens the ledger for the time of an act; refused where there is none, and nothing is made. */
export async function withLedger(context: Context, act: LedgerAct): Promise<Outcome> {
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  requireLedger(ledgerPath(url.value))
  return during(await openLedger(url.value), act)
}

/** The same for what runs flows, which begin a ledger where there is none yet, and say so. */
export async function withLedgerBegun(context: Context, act: LedgerAct): Promise<Outcome> {
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  makeUsualFolder(url.value, context.env)
  const store = await openLedger(url.value)
  if (store.isNew && store.path !== null) {
    createLog({ deployment: null, verbose: false })({ event: 'ledger-created', path: store.path })
  }
  return during(store, act)
}

/** The same for what must answer before the first run as well: it is lent an empty one that is on no disk. */
export async function withLedgerOrNone(context: Context, act: LedgerAct): Promise<Outcome> {
  const url = readLedgerUrl(context.env)
  if (!url.ok) return url
  const there = hasLedger(ledgerPath(url.value))
  return during(await (there ? openLedger(url.value) : passingLedger()), act)
}

/** The deployment that an operator means: that of the directory, else the only one the ledger holds. */
export async function chosenDeployment(
  context: Context,
  store: LedgerStore,
  directory: string | undefined,
): Promise<Result<string>> {
  if (directory !== undefined) {
    const read = readDeployment(directory, context.env)
    return read.ok ? { ok: true, value: read.value.deployment.name } : read
  }
  const names = await store.operators.deployments()
  const [only] = names
  if (only !== undefined && names.length === 1) return { ok: true, value: only }
  return refused(
    'deployment-needed',
    names.length === 0 ? 'The ledger holds none yet.' : `The ledger holds: ${names.join(', ')}.`,
  )
}

/** The items of some deployments that carry a number; refused when there is none. */
export async function itemsOfNumber(
  context: Context,
  store: LedgerStore,
  deployments: readonly string[],
  number: string,
): Promise<Result<readonly FoundItem[]>> {
  const found: FoundItem[] = []
  let searched: readonly string[] = searchedNumbers
  for (const deployment of deployments) {
    // Looking up needs no strong key, only the one that was used.
    const keys = readLedgerKeys(context.env, { name: deployment, environment: 'test' })
    if (!keys.ok) return keys
    if (keys.value === null) searched = searchedNumbers.slice(0, -1)
    else {
      const fault = await store.keys.compare(deployment, keys.value)
      if (fault !== null) return keysRefused(fault, deployment, store.path)
    }
    const pseudonyms = keys.value === null ? [] : individualPseudonyms(keys.value, deployment, number)
    found.push(...(await store.operators.find({ number, deployment, pseudonyms })))
  }
  if (found.length > 0) return { ok: true, value: found }
  const without =
    searched === searchedNumbers
      ? ''
      : ' UNHCR individual numbers can be searched only where LEDGER_KEY is set.'
  return refused('number-unknown', `Searched: ${searched.join(', ')}.${without}`)
}
