import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals, startSystems } from '@ping-primero/sandbox'
import { credentialFor } from './openfn.ts'
import { readCredential, type Credential } from '@ping-primero/openfn/credential.ts'
import { beginRun } from '@ping-primero/openfn/stepped-run.ts'

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
  await systems.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Writes that Primero has acted on, sign-ins left out. */
function writes(): number {
  const { 'create-case': created = 0, 'update-case': updated = 0 } = systems.primero.traffic.counts()
  return created + updated
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

test('a run near the time limit of its worker sends nothing more, says so, and the next one goes on', async () => {
  const limits = { turnMs: 60_000, lastStretchMs: credential.runLimitMs, longestPauseMs: 60_000 }
  const run = await beginRun('1.1', credential, () => {}, limits)
  const ended = await run.goThrough('retrieve')
  expect(ended).toMatchObject({ ok: true, value: { ended: true } })
  expect(systems.primero.traffic.total() + systems.ping.traffic.total()).toBe(0)
  expect(await wholeRun()).toMatchObject({ ok: true, value: { ended: true, report: { confirmed: 5 } } })
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

test('a run that does not get its turn in time ends as skipped', async () => {
  const limits = { turnMs: 0, lastStretchMs: 90_000, longestPauseMs: 60_000 }
  const first = await beginRun('1.1', credential, () => {})
  await first.goThrough('retrieve')
  const other = await beginRun('2.1', credential, () => {}, limits)
  expect(await other.goThrough('retrieve')).toMatchObject({
    ok: true,
    value: { ended: true, report: { skipped: 'no-turn' } },
  })
  await first.goThrough('deliver')
  expect(await first.goThrough('confirm')).toMatchObject({ ok: true, value: { report: { confirmed: 5 } } })
})
