/** What the tests of trouble share: equal worlds, workers, and all that OpenFn keeps of the runs in them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Flow } from '@ping-primero/core'
import { canariesOf } from '@ping-primero/sandbox'
import { buildAdaptorsFolder } from '../../scripts/openfn/adaptor.ts'
import { foundIn } from '../cross-cutting/scan.ts'
import { accounts } from '../support/accounts.ts'
import { ledgerKey } from '../support/world.ts'
import {
  credentialFor,
  planOf,
  startWorker,
  writeProject,
  type Ended,
  type Plan,
  type Worker,
  type WorkerKind,
} from './openfn.ts'
import { act, decideAll, endOf, releaseAbsent, runAll, startTwin, type Twin } from './twins.ts'

const seed = 4713

/** What nobody may read in what OpenFn keeps, beside the marks of every child. */
export const secrets = [
  ledgerKey,
  accounts.PING_PASSWORD,
  accounts.PING_SUBSCRIPTION_KEY,
  accounts.PRIMERO_PASSWORD,
  'caseworker1',
]

/** How far a world is before something goes wrong in it. */
export type Stage = 'acted' | 'decided'

/** The credential of a world. */
export function configurationOf({ systems, directory }: Twin): Readonly<Record<string, unknown>> {
  const ledgerUrl = `sqlite:${join(directory, 'ledger.db')}`
  return credentialFor({ ping: systems.ping.url, primero: systems.primero.url, ledgerUrl })
}

/** The data that a step left. */
export function dataOf(state: unknown): Readonly<Record<string, unknown>> {
  return (state as { readonly data: Readonly<Record<string, unknown>> }).data
}

/** Builds the adaptor and the project once; `finish` after each test, `remove` after the last. */
export async function openScene() {
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
  // Where the adaptor lies as it is installed: by the path OpenFn tells an adaptor's errors from others.
  const adaptor = await buildAdaptorsFolder(join(directory, 'adaptors'))
  writeProject(directory)
  let workers: Worker[] = []
  let twins: Twin[] = []
  let kept: Ended[] = []

  const aWorker = async (kind: WorkerKind = 'threads'): Promise<Worker> => {
    const worker = await startWorker(adaptor, kind)
    workers.push(worker)
    return worker
  }

  const execute = async (worker: Worker, plan: Plan): Promise<Ended> => {
    const ended = await worker.execute(plan)
    kept.push(ended)
    return ended
  }

  /** A world of the one seed; its own runs are those of the service. */
  const aWorld = async (stage: Stage = 'acted'): Promise<Twin> => {
    const twin = await startTwin(seed, { kind: 'service' })
    twins.push(twin)
    for (const round of [0, 1, 2]) act(twin, seed, round, false)
    if (stage === 'acted') return twin
    for (let rounds = 0; rounds < 2; rounds += 1) await runAll(twin)
    decideAll(twin.systems, seed)
    return twin
  }

  return {
    aWorker,
    aWorld,
    execute,
    /** The plan of a flow in a world. */
    plan: async (twin: Twin, flow: Flow, more: object = {}): Promise<Plan> =>
      planOf(directory, flow, { ...configurationOf(twin), ...more }),
    /** How an undisturbed world ends. */
    undisturbed: async (stage: Stage = 'acted'): Promise<unknown> => {
      const twin = await aWorld(stage)
      for (let rounds = 0; rounds < 3; rounds += 1) await runAll(twin)
      return endOf(twin)
    },
    /** Runs all flows on OpenFn until nothing is left to be done, as its cron triggers do; gives how the world ends. */
    afterwards: async (twin: Twin): Promise<unknown> => {
      const worker = await aWorker('warm')
      const goOn: Twin = {
        ...twin,
        run: async (flow) => {
          const ended = await execute(worker, await planOf(directory, flow, configurationOf(twin)))
          if (ended.error !== null) throw new Error(ended.error)
        },
      }
      for (let rounds = 0; rounds < 2; rounds += 1) await runAll(goOn)
      await releaseAbsent(goOn)
      await runAll(goOn)
      return endOf(twin)
    },
    /** Ends all of a test. Nothing that OpenFn keeps of it may hold a mark of a child or a secret. */
    finish: async (): Promise<void> => {
      const markers = [...twins.flatMap(({ children }) => canariesOf(children)), ...secrets]
      const found = foundIn(JSON.stringify(kept), markers)
      for (const worker of workers) await worker.kill()
      for (const twin of twins) await twin.stop()
      ;[workers, twins, kept] = [[], [], []]
      expect(found).toEqual([])
    },
    remove: (): void => rmSync(directory, { recursive: true, force: true }),
  }
}

/** What `openScene` gives. */
export type Scene = Awaited<ReturnType<typeof openScene>>
