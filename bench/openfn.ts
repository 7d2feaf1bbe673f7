import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flows } from '@ping-primero/core'
import { buildAdaptor } from '../scripts/openfn/adaptor.ts'
import { credentialFor, planOf, startWorker, writeProject } from '../test/openfn/openfn.ts'
import type { Simulators } from './simulators.ts'
import type { Verdict } from './table.ts'

const rounds = 11

/** Runs with nothing to do inside a warm runtime of OpenFn, all steps: the median of ten of each flow. */
export async function emptyOpenfnRuns(simulators: Simulators): Promise<readonly Verdict[]> {
  const { urls } = await simulators.ask({ kind: 'latency', ms: 20 })
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-bench-'))
  await buildAdaptor(join(directory, 'adaptor'))
  writeProject(directory)
  const worker = await startWorker(join(directory, 'adaptor'), 'warm')
  const made: Verdict[] = []
  for (const flow of flows) {
    const credential = credentialFor({ ...urls, ledgerUrl: `sqlite:${join(directory, 'ledger.db')}` })
    const plan = await planOf(directory, flow, credential)
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) times.push((await worker.execute(plan)).ms)
    const sorted = times.slice(1).sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
    const what = `an empty run of ${flow} in a warm runtime of OpenFn: ${median.toFixed(0)} ms (to reach: < 150 ms)`
    made.push({ what, met: median < 150 })
  }
  await worker.kill()
  rmSync(directory, { recursive: true, force: true })
  return made
}
