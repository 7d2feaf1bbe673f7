import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flows } from '@ping-primero/core'
import { z } from 'zod'
import { buildAdaptor } from '../scripts/openfn/adaptor.ts'
import {
  credentialFor,
  planOf,
  startWorker,
  writeProject,
  type Plan,
  type Worker,
} from '../test/openfn/openfn.ts'
import type { Simulators } from './simulators.ts'
import type { Verdict } from './table.ts'

/** What the last step leaves of a run that took place and had nothing to do. */
const empty = z.object({
  data: z.object({ report: z.object({ found: z.literal(0), skipped: z.undefined().optional() }) }),
})

/** One run of all steps: ms inside the runtime, and with the thread it may need. Throws unless it had nothing to do. */
async function emptyRun(worker: Worker, plan: Plan): Promise<{ inside: number; whole: number }> {
  const began = performance.now()
  const { error, state, ms } = await worker.execute(plan)
  const whole = performance.now() - began
  if (error !== null || !empty.safeParse(state).success) {
    throw new Error(`It was no empty run: ${JSON.stringify({ error, state })}`)
  }
  return { inside: ms, whole }
}

/** The median of `count` runs after one that warms up what can be. */
async function medianOf(count: number, run: () => Promise<number>): Promise<number> {
  await run()
  const times: number[] = []
  for (let round = 0; round < count; round += 1) times.push(await run())
  return times.sort((a, b) => a - b)[Math.floor(count / 2)] ?? Number.NaN
}

/**
 * Runs with nothing to do, all steps: inside a warm runtime of OpenFn, the median of eleven of each flow; and for
 * comparison in a fresh thread, as OpenFn's worker gives it to each run, the median of five.
 */
export async function emptyOpenfnRuns(simulators: Simulators): Promise<readonly Verdict[]> {
  const { urls } = await simulators.ask({ kind: 'latency', ms: 20 })
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-bench-'))
  const adaptor = join(directory, 'adaptor')
  await buildAdaptor(adaptor)
  writeProject(directory)
  const [warm, threads] = [await startWorker(adaptor, 'warm'), await startWorker(adaptor, 'threads')]
  const made: Verdict[] = []
  for (const flow of flows) {
    const credential = credentialFor({ ...urls, ledgerUrl: `sqlite:${join(directory, 'ledger.db')}` })
    const plan = await planOf(directory, flow, credential)
    const warmMs = await medianOf(11, async () => (await emptyRun(warm, plan)).inside)
    const freshMs = await medianOf(5, async () => (await emptyRun(threads, plan)).whole)
    const what = [
      `an empty run of ${flow} inside a warm runtime of OpenFn: ${warmMs.toFixed(0)} ms (to reach: < 150 ms)`,
      `in a fresh thread, as its worker runs it, ${freshMs.toFixed(0)} ms`,
    ].join('; ')
    made.push({ what, met: warmMs < 150 })
  }
  for (const worker of [warm, threads]) await worker.kill()
  rmSync(directory, { recursive: true, force: true })
  return made
}
