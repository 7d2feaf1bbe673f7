import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import { seedReferrals, startSystems } from '@ping-primero/sandbox'
import { credentialFor } from './openfn.ts'
import { readCredential, type Credential } from '@ping-primero/openfn/credential.ts'
import { beginRun } from '@ping-primero/openfn/stepped-run.ts'
import { ownLent } from '@ping-primero/service/commands/run/run-once.ts'
import { openLedger } from '@ping-primero/service/ledger/store.ts'

type Systems = Awaited<ReturnType<typeof startSystems>>

let systems: Systems
let directory: string
let credential: Credential

beforeEach(async () => {
  systems = await startSystems({ seed: 7 })
  seedReferrals(systems, { seed: 3, count: 5, knownShare: 0.5 })
  directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
  const ledgerUrl = `sqlite:${join(directory, 'ledger.db')}`
  const read = readCredential(
    credentialFor({ ping: systems.ping.url, primero: systems.primero.url, ledgerUrl }),
  )
  if (!read.ok) throw new Error(read.refusal.message)
  credential = read.value
})
afterEach(async () => {
  vi.useRealTimers()
  await systems.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Writes that Primero has acted on, sign-ins left out. */
function writes(): number {
  const { 'create-case': created = 0, 'update-case': updated = 0 } = systems.primero.traffic.counts()
  return created + updated
}

/** The credential of a deployment in which no request waits for its second. */
function withoutRate(): Credential {
  const { read } = credential
  const { deployment } = read
  const limits = { concurrency: 4, requestsPerSecond: 0 }
  const ping = { ...deployment.ping, limits }
  const primero = { ...deployment.primero, limits }
  return { ...credential, read: { ...read, deployment: { ...deployment, ping, primero } } }
}

async function wholeRun() {
  const run = await beginRun('1.1', credential, () => {})
  await run.goThrough('retrieve')
  await run.goThrough('deliver')
  return run.goThrough('confirm')
}

test('each step goes one stage further: nothing is written before its step comes', async () => {
  const run = await beginRun('1.1', credential, () => {})
  expect(await run.goThrough('retrieve')).toMatchObject({
    ok: true,
    value: { ended: false, counts: { waiting: 5 } },
  })
  expect(writes()).toBe(0)
  expect(await run.goThrough('deliver')).toMatchObject({ ok: true, value: { ended: false } })
  expect(writes()).toBe(5)
  expect(systems.ping.traffic.counts()['update-transfer'] ?? 0).toBe(0)
  const ended = await run.goThrough('confirm')
  expect(ended).toMatchObject({ ok: true, value: { ended: true, report: { found: 5, confirmed: 5 } } })
})

/** What a run works with as a rule, and what a test puts in its place. */
function lending(own: { readonly elapsed?: () => number; readonly clock?: Partial<Clock> } = {}) {
  const sleep = async (ms: number): Promise<void> => setTimeout(ms)
  const clock = { now: Date.now, sleep, ...own.clock }
  return { ...ownLent(), ...(own.elapsed === undefined ? {} : { elapsed: own.elapsed }), clock }
}

test.each([
  [209_999, 5],
  [210_000, 0],
])(
  'of the 300 seconds that OpenFn allows, nothing is sent in the last 90: after %i ms, %i cases are written',
  async (ms, written) => {
    let elapsed = 0
    const run = await beginRun('1.1', credential, () => {}, undefined, lending({ elapsed: () => elapsed }))
    await run.goThrough('retrieve')
    elapsed = ms
    const result = await run.goThrough('deliver')
    expect(writes()).toBe(written)
    if (written > 0) {
      expect(result).toMatchObject({ ok: true, value: { ended: false } })
      await run.goThrough('confirm')
      return
    }
    const reasons = [{ code: 'run-interrupted', state: 'waiting', count: 5 }]
    const stopped = { reason: 'run-interrupted', about: ['stopping'] }
    expect(result).toMatchObject({ ok: true, value: { ended: true, report: { stopped, reasons } } })
    expect(await wholeRun()).toMatchObject({ ok: true, value: { ended: true, report: { confirmed: 5 } } })
  },
)

test('a run whose time is up among many keeps the sets that it has brought through, and the next one goes on', async () => {
  seedReferrals(systems, { seed: 4, count: 145, knownShare: 0.5, from: 100 })
  const unhurried = withoutRate()
  const detailsRead = (): number => systems.ping.traffic.counts()['referral-detail'] ?? 0
  // Less time than the details of all of them take.
  const lent = lending({ elapsed: () => (detailsRead() < 130 ? 0 : credential.runLimitMs) })
  const run = await beginRun('1.1', unhurried, () => {}, undefined, lent)
  for (const stage of ['retrieve', 'deliver'] as const) await run.goThrough(stage)
  expect(await run.goThrough('confirm')).toMatchObject({
    ok: true,
    value: { ended: true, report: { found: 150, confirmed: 100, waiting: 50, attention: 0 } },
  })
  const next = await beginRun('1.1', unhurried, () => {})
  for (const stage of ['retrieve', 'deliver'] as const) await next.goThrough(stage)
  expect(await next.goThrough('confirm')).toMatchObject({
    ok: true,
    value: { ended: true, report: { found: 50, confirmed: 50 } },
  })
})

test.each([
  [59_999, 5],
  [60_000, 0],
])('a run waits a minute for its next step: after %i ms, %i cases are written', async (ms, written) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const run = await beginRun('1.1', withoutRate(), () => {}, undefined, lending())
  await run.goThrough('retrieve')
  vi.advanceTimersByTime(ms)
  if (written > 0) await run.goThrough('deliver')
  else await run.ended
  expect(writes()).toBe(written)
  if (written > 0) await run.goThrough('confirm')
})

test('a run waits a minute for its turn, then ends as skipped', async () => {
  await (await openLedger(credential.ledgerUrl)).close()
  const file = new DatabaseSync(credential.ledgerUrl.slice('sqlite:'.length))
  file.exec("insert into lease values ('sandbox', '1.1', 'theirs', 'another machine', '1@1', '2999')")
  file.close()
  let waited = 0
  const clock = {
    now: () => waited,
    sleep: async (ms: number) => {
      waited += ms
    },
  }
  const run = await beginRun('2.1', credential, () => {}, undefined, lending({ clock }))
  expect(await run.goThrough('retrieve')).toMatchObject({
    ok: true,
    value: { ended: true, report: { skipped: 'no-turn' } },
  })
  expect(waited).toBe(60_000)
})

test('a run whose next step never comes is let go: it writes nothing more, and the next one goes on', async () => {
  const limits = { turnMs: 60_000, lastStretchMs: 90_000, longestPauseMs: 5 }
  const forsaken = await beginRun('1.1', credential, () => {}, limits)
  expect(await forsaken.goThrough('retrieve')).toMatchObject({ ok: true, value: { ended: false } })
  const ended = await forsaken.ended
  expect(ended).toMatchObject({
    ok: true,
    value: { stopped: { reason: 'run-interrupted', about: ['stopping'] } },
  })
  expect(writes()).toBe(0)
  expect(await wholeRun()).toMatchObject({ ok: true, value: { ended: true, report: { confirmed: 5 } } })
})
