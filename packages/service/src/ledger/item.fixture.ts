import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { openLedger } from './store.ts'
import type { LedgerStore } from './store.ts'

/** An item of flow 1.1 that nothing has happened to, for tests; what matters to a test is given. */
export function itemWith(given: Partial<LedgerItem>): LedgerItem {
  return {
    flow: '1.1',
    key: 'one',
    state: 'waiting',
    reason: 'not-yet-tried',
    about: [],
    since: '2026-03-01T00:00:00.000Z',
    foundAt: '2026-03-01T00:00:00.000Z',
    foundOn: '2026-03-01',
    confirmedAt: null,
    attempts: 0,
    nextTry: null,
    step: 'none',
    version: null,
    decision: null,
    deliveredVersion: null,
    fingerprint: null,
    refusedAt: null,
    intentAt: null,
    sentAt: null,
    reportedFingerprint: null,
    lookDue: false,
    releasedAt: null,
    numbers: {},
    individual: null,
    seenRun: null,
    settledRun: null,
    revision: 0,
    ...given,
  }
}

/** An event of flow 1.1, for tests. */
export function eventWith(given: Partial<LedgerEvent>): LedgerEvent {
  return { at: '2026-03-01T00:00:00.000Z', flow: '1.1', key: 'one', what: 'found', ...given }
}

/** A ledger in a directory of its own that goes with the test. */
export interface TestLedger extends AsyncDisposable {
  readonly store: LedgerStore
  readonly url: string
  readonly path: string
}

/** Opens an empty ledger on a real disk. */
export async function testLedger(): Promise<TestLedger> {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-ledger-'))
  const path = join(directory, 'ledger.db')
  const url = `sqlite:${path}`
  const store = await openLedger(url)
  return {
    store,
    url,
    path,
    [Symbol.asyncDispose]: async () => {
      await store.close()
      rmSync(directory, { recursive: true })
    },
  }
}
