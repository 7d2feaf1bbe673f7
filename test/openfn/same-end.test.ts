/**
 * P23: the generated jobs, executed by the real runtime of OpenFn, bring both systems where the service brings them, in
 * equal worlds. `OPENFN_WORLDS` says how many, `OPENFN_SEED` the first; the seeds are printed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canariesOf } from '@ping-primero/sandbox'
import { bytesOf, foundIn } from '../cross-cutting/scan.ts'
import { ledgerKey, password } from '../support/world.ts'
import { buildAdaptor } from '../../scripts/openfn/adaptor.ts'
import { startWorker, writeProject, type Worker } from './openfn.ts'
import { endOf, play, startTwin, type Twin } from './twins.ts'

const count = Number(process.env['OPENFN_WORLDS'] ?? 6)
const first = Number(process.env['OPENFN_SEED'] ?? Date.now() % 1_000_000)
const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
let worker: Worker

beforeAll(async () => {
  await buildAdaptor(join(directory, 'adaptor'))
  writeProject(directory)
  worker = await startWorker(join(directory, 'adaptor'))
})
afterAll(async () => {
  await worker.kill()
  rmSync(directory, { recursive: true, force: true })
})

/** What nobody may read in what OpenFn keeps. */
const secrets = [password, ledgerKey, 'sandbox-ping-password', 'sandbox-subscription-key', 'caseworker1']

function requestsOf({ systems: { ping, primero } }: Twin): unknown {
  return { ping: ping.traffic.counts(), primero: primero.traffic.counts() }
}

const worlds = Array.from({ length: count }, (_, at) => ({ seed: first + at, faults: at % 3 !== 0 }))

test.each(worlds)(
  '(P23) service and OpenFn come to the same end: $seed, faults $faults',
  async ({ seed, faults }) => {
    const twins: Twin[] = []
    try {
      twins.push(await startTwin(seed, { kind: 'service' }))
      twins.push(await startTwin(seed, { kind: 'openfn', worker, project: directory }))
      const ends: unknown[] = []
      for (const twin of twins) {
        await play(twin, seed, faults)
        ends.push(await endOf(twin))
      }
      expect(ends[1]).toEqual(ends[0])
      const [service, openfn] = twins
      if (service === undefined || openfn === undefined) throw new Error('Two worlds were played.')
      // Nothing that is not the same for both was asked of anybody.
      if (!faults) expect(requestsOf(openfn)).toEqual(requestsOf(service))
      const markers = [...canariesOf(openfn.children), ...secrets]
      expect(markers.length).toBeGreaterThan(100)
      expect(foundIn(JSON.stringify(openfn.kept), markers)).toEqual([])
      expect(foundIn(bytesOf(openfn.directory), markers)).toEqual([])
    } finally {
      for (const twin of twins) await twin.stop()
    }
  },
)
