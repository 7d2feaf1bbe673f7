import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  parseDeployment,
  runFlow,
  type Deployment,
  type Flow,
  type LogEvent,
  type RunHost,
  type RunReport,
  type RunRequest,
  type SourceFile,
} from '@ping-primero/core'
import {
  startSystems,
  type Ping,
  type PingOptions,
  type Primero,
  type PrimeroOptions,
} from '@ping-primero/sandbox'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { accounts, secretsWith } from './accounts.ts'

/** How a world differs from the usual one. */
export interface WorldOptions {
  /** The Primero account that this project uses; default the one with all rights. */
  readonly account?: string
  readonly deployment?: (deployment: Deployment) => Deployment
  readonly ping?: PingOptions
  readonly primero?: PrimeroOptions
  readonly requestTimeoutMs?: number
}

/** Two simulators, a ledger in a file, the sandbox's deployment, and a clock that tests turn. */
export interface World {
  readonly ping: Ping
  readonly primero: Primero
  readonly store: LedgerStore
  readonly deployment: Deployment
  readonly host: RunHost
  readonly log: LogEvent[]
  readonly directory: string
  /** Runs a flow once, with its turn, as the service does. */
  readonly run: (flow: Flow, request?: Partial<RunRequest>) => Promise<RunReport>
  /** Moves the clock of everything on. */
  readonly advance: (ms: number) => void
  readonly now: () => number
  readonly stop: () => Promise<void>
}

export const ledgerKey = 'a ledger key of the tests, long enough to be taken'
export const password = accounts.PRIMERO_PASSWORD
const root = join(import.meta.dirname, '../..')
const start = Date.parse('2026-11-20T08:00:00.000Z')

/** The deployment in a folder of `deployments/`, as the service reads it. */
export function readDeploymentFolder(name: string): Deployment {
  const folder = join(root, 'deployments', name)
  const file = (path: string): SourceFile => ({ path, text: readFileSync(path, 'utf8') })
  const mappings = new Map(
    readdirSync(join(folder, 'mappings'))
      .filter((one) => one.endsWith('.csv'))
      .map((one) => [one.slice(0, -'.csv'.length), file(join(folder, 'mappings', one))]),
  )
  const parsed = parseDeployment({ yaml: file(join(folder, 'deployment.yaml')), mappings })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.deployment
}

const sandbox = readDeploymentFolder('sandbox')

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  let now = start
  const clock = {
    now: () => now,
    // Nobody waits in a test: the clock jumps.
    sleep: async (ms: number) => {
      now += ms
    },
  }
  const tick = (): number => {
    now += 1
    return now
  }
  const systems = await startSystems({
    seed: 7,
    ping: { now: tick, ...options.ping },
    primero: { now: tick, ...options.primero },
  })
  const { ping, primero } = systems
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
  const store = await openLedger(`sqlite:${join(directory, 'ledger.db')}`)
  const pointed: Deployment = {
    ...sandbox,
    ping: {
      ...sandbox.ping,
      baseUrl: ping.url,
      token: { ...sandbox.ping.token, url: `${ping.url}/tenant/policy/oauth2/v2.0/token` },
      limits: { concurrency: 8, requestsPerSecond: 0 },
    },
    primero: { ...sandbox.primero, baseUrl: primero.url, limits: { concurrency: 4, requestsPerSecond: 0 } },
  }
  const deployment = options.deployment?.(pointed) ?? pointed
  const log: LogEvent[] = []
  let ids = 0
  const host: Omit<RunHost, 'ledger'> = {
    secrets: secretsWith(options.account),
    keys: { current: ledgerKey, old: [] },
    clock,
    random: () => 0.5,
    newId: () => `run-${(ids += 1)}`,
    fetch: globalThis.fetch,
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
    log: (event) => log.push(event),
  }
  const unfenced: RunHost = { ...host, ledger: store.forDeployment(deployment.name) }
  return {
    ping,
    primero,
    store,
    deployment,
    host: unfenced,
    log,
    directory,
    run: async (flow, request = {}) => {
      const turn = await store.turn(deployment.name, flow, { waitMs: 0, ...clock })
      if (turn.kind !== 'taken') throw new Error(`The turn was not to be had: ${turn.kind}.`)
      try {
        return await runFlow(
          { deployment, flow, dryRun: false, since: null, only: null, ...request },
          { ...host, ledger: turn.ledger },
        )
      } finally {
        await turn.release()
      }
    },
    advance: (ms) => {
      now += ms
    },
    now: clock.now,
    stop: async () => {
      await store.close()
      await systems.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
