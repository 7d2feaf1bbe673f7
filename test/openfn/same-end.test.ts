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
import { buildAdaptor } from '../../scripts/openfn/adaptor.ts'
import { startWorker, writeProject, type Worker, type WorkerKind } from './openfn.ts'
import { secrets } from './scene.ts'
import { endOf, play, startTwin, type Twin } from './twins.ts'

const count = Number(process.env['OPENFN_WORLDS'] ?? 3)
const first = Number(process.env['OPENFN_SEED'] ?? Date.now() % 1_000_000)
const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
const workers = new Map<WorkerKind, Worker>()

beforeAll(async () => {
  const adaptor = join(directory, 'adaptor')
  await buildAdaptor(adaptor)
  writeProject(directory)
  for (const kind of ['threads', 'warm'] as const) workers.set(kind, await startWorker(adaptor, kind))
})
afterAll(async () => {
  for (const worker of workers.values()) await worker.kill()
  rmSync(directory, { recursive: true, force: true })
})

/**
 * What was asked of both systems, counted. A seventh sign-in of one minute is refused (primero-contract §1.3), and what it
 * is in hangs on the pace of this machine: sessions that are tried (`lookups`) are left out.
 */
function requestsOf({ systems: { ping, primero } }: Twin): unknown {
  const { lookups: _, ...others } = primero.traffic.counts()
  return { ping: ping.traffic.counts(), primero: others }
}

// A thread for each run takes much longer: so the first world with faults is played, and every step of the other tests.
const worlds = Array.from({ length: count }, (_, at) => ({
  seed: first + at,
  faults: at % 3 !== 0,
  kind: at === 1 ? ('threads' as const) : ('warm' as const),
}))

test.each(worlds)(
  '(P23) service and OpenFn come to the same end: $seed, faults $faults, $kind',
  { timeout: 120_000 },
  async ({ seed, faults, kind }) => {
    const worker = workers.get(kind)
    if (worker === undefined) throw new Error('There is a worker of each kind.')
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
