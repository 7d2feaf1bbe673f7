import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Project from '@openfn/project'
import type { Flow } from '@ping-primero/core'
import { adaptorName, workflowOf } from '@ping-primero/service/commands/openfn/workflows.ts'
import { projectFiles } from '@ping-primero/service/commands/openfn/project.ts'
import { accounts } from '../support/accounts.ts'
import { ledgerKey, readDeploymentFolder } from '../support/world.ts'
import { pointed } from '../support/pointed.ts'

/** One execution that a worker is asked for. */
export interface Order {
  readonly id: string
  readonly plan: Plan
  readonly modules: Readonly<Record<string, { readonly path: string }>>
  readonly input: unknown
}

/** A step as the runtime told of its end. */
export interface StepEnded {
  readonly step: string
  readonly state: unknown
  readonly error: string | null
}

/** An execution as a worker told of its end. */
export interface Ended {
  readonly id: string
  readonly steps: readonly StepEnded[]
  /** What the last step left; what failed is in its `errors`. */
  readonly state: unknown
  /** What the runtime threw. */
  readonly error: string | null
  readonly ms: number
  readonly printed: readonly string[]
}

interface PlanStep {
  readonly id: string
  readonly name?: string
  readonly expression?: string
  readonly adaptors?: readonly string[]
  readonly configuration?: unknown
  readonly next?: unknown
}

/** What the runtime takes. */
export interface Plan {
  readonly id: string
  readonly options: { readonly start: string }
  readonly workflow: { readonly name: string; readonly steps: readonly PlanStep[] }
}

const root = join(import.meta.dirname, '../..')
/** The credential of the sandbox's deployment, pointed at two systems and a ledger. */
export function credentialFor(place: {
  readonly ping: string
  readonly primero: string
  readonly ledgerUrl: string
}): Readonly<Record<string, unknown>> {
  const folder = join(root, 'deployments/sandbox')
  const deployment = pointed(readFileSync(join(folder, 'deployment.yaml'), 'utf8'), place)
  const mappings = Object.fromEntries(
    readdirSync(join(folder, 'mappings')).map((name) => [
      basename(name, '.csv'),
      readFileSync(join(folder, 'mappings', name), 'utf8'),
    ]),
  )
  return {
    deployment,
    mappings,
    ledgerUrl: place.ledgerUrl,
    ledgerKey,
    pingUsername: accounts.PING_USERNAME,
    pingPassword: accounts.PING_PASSWORD,
    pingSubscriptionKey: accounts.PING_SUBSCRIPTION_KEY,
    primeroUsername: accounts.PRIMERO_USERNAME,
    primeroPassword: accounts.PRIMERO_PASSWORD,
  }
}

/** Writes the generated project of the sandbox into a folder, in both formats. */
export function writeProject(folder: string, credential: Parameters<typeof projectFiles>[1] = null): void {
  for (const { path, text } of projectFiles(readDeploymentFolder('sandbox'), credential)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

/** The plan of a flow, read from the generated project as OpenFn's own library reads it. */
export async function planOf(folder: string, flow: Flow, configuration: unknown): Promise<Plan> {
  const project = await Project.from('fs', { root: join(folder, 'v2') })
  const { id, name } = workflowOf(flow, readDeploymentFolder('sandbox'))
  const workflow = project.getWorkflow(id)
  if (!workflow) throw new Error(`There is no workflow ${id}.`)
  const steps = (workflow.steps as unknown as readonly (PlanStep & { readonly adaptor?: string })[]).map(
    ({ id, name, expression, adaptor, next }): PlanStep => ({
      id,
      ...(name === undefined ? {} : { name }),
      ...(next === undefined ? {} : { next }),
      ...(expression === undefined ? {} : { expression, adaptors: [adaptor ?? ''], configuration }),
    }),
  )
  return { id, options: { start: 'cron' }, workflow: { name, steps } }
}

/** A worker process. */
export interface Worker {
  readonly execute: (plan: Plan, input?: unknown) => Promise<Ended>
  /** Kills it as the operating system does for want of memory. */
  readonly kill: () => Promise<void>
  readonly pid: number
}

/** How a worker runs plans: each in a fresh thread, as OpenFn does, or all in one that stays warm. */
export type WorkerKind = 'threads' | 'warm'

/** Starts a worker with the adaptor of a folder; it ends with `kill`. */
export async function startWorker(adaptorFolder: string, kind: WorkerKind = 'threads'): Promise<Worker> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'worker.ts'), [kind], {
    execArgv: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    // The real worker's children have an empty environment.
    env: {},
  })
  const waiting = new Map<
    string,
    { readonly resolve: (ended: Ended) => void; readonly reject: (e: Error) => void }
  >()
  const ready = Promise.withResolvers<void>()
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      for (const { reject } of waiting.values()) reject(new Error('The worker has died.'))
      ready.reject(new Error('The worker has died.'))
      resolve()
    })
  })
  child.on('message', (message: Ended | 'ready') => {
    if (message === 'ready') return ready.resolve()
    waiting.get(message.id)?.resolve(message)
    waiting.delete(message.id)
  })
  await ready.promise
  let count = 0
  return {
    pid: child.pid ?? 0,
    execute: async (plan, input = {}) => {
      count += 1
      const order: Order = {
        id: `run-${count}`,
        plan,
        modules: { [adaptorName]: { path: adaptorFolder } },
        input,
      }
      return new Promise((resolve, reject) => {
        waiting.set(order.id, { resolve, reject })
        child.send(order)
      })
    },
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}
