import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSystems } from '@ping-primero/sandbox'
import type { Ping, Primero, PrimeroOptions } from '@ping-primero/sandbox'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import { runOnce } from '../commands/run/run-once.ts'
import { readDeployment } from '../configuration/read-deployment.ts'
import { openLedger, type LedgerStore } from '../ledger/store.ts'
import type { ServiceEvent } from '../log/service-event.ts'
import type { Result } from '../refusals/refusal.ts'
import { copyPointed } from './pointed.ts'
import { sandboxEnvironment } from './sandbox-environment.ts'
import { storyClock } from './story-clock.ts'

/** How to set the stage. */
export interface WorldOptions {
  /** 0 = any free one. */
  readonly ports: { readonly primero: number; readonly ping: number }
  readonly seed: number
  readonly primeroVersion: NonNullable<PrimeroOptions['version']>
  readonly clock: Clock
  /** Every answer of the simulators takes so long. */
  readonly latencyMs: number
  /** Requests per second to each system; as the deployment says when absent, 0 = no limit. */
  readonly requestsPerSecond?: number
  /** Personal fields hold unmistakable markers, for scans of outputs. */
  readonly canaries?: boolean
}

/** Both simulators, the sandbox's deployment and a ledger of its own. */
export interface StoryWorld {
  readonly ping: Ping
  readonly primero: Primero
  readonly seed: number
  readonly canaries: boolean
  /** Addresses of the simulators' state pages. */
  readonly pages: { readonly primero: string; readonly ping: string }
  /** Where deployment and ledger are; gone after `close`. */
  readonly directory: string
  /** The folder of the deployment. */
  readonly deployment: string
  /** Runs a flow once as the service does: the deployment read anew, in its turn, with the ledger. */
  readonly run: (flow: Flow) => Promise<Result<RunReport>>
  /** Its ledger, open. */
  readonly store: LedgerStore
  /** The time of the story. */
  readonly clock: Clock
  readonly now: () => number
  /** Its ledger, as `LEDGER_URL` names one. */
  readonly ledgerUrl: string
  /** An item that needs somebody, the longest; null where none does. */
  readonly inNeed: () => Promise<LedgerItem | null>
  /** How each flow stands in the ledger, with all its items. */
  readonly ledger: () => Promise<readonly FlowStatus[]>
  /** Events that must not happen: a defect, or counts that do not add up. */
  readonly alarms: () => readonly ServiceEvent['event'][]
  /** The mapping owner's work: one more row in a value map of the deployment. */
  readonly addMappingRow: (map: string, row: string) => void
  readonly advance: (ms: number) => void
  /** At full speed neither the simulators nor the exchange let anybody wait; otherwise they do as the options say. */
  readonly atFullSpeed: (isFull: boolean) => void
  readonly close: () => Promise<void>
}

/** Sets the stage in a temporary directory, which `close` (or the end of the process) removes. */
export async function openStoryWorld(options: WorldOptions): Promise<StoryWorld> {
  const clock = storyClock(options.clock)
  const { now } = clock
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-sandbox-'))
  const remove = (): void => rmSync(directory, { recursive: true, force: true })
  process.once('exit', remove)
  const deploymentFolder = join(directory, 'deployment')
  const systems = await startSystems({
    seed: options.seed,
    ping: { port: options.ports.ping, now },
    primero: { port: options.ports.primero, now, version: options.primeroVersion },
  })
  const { ping, primero } = systems
  copyPointed(deploymentFolder, { ping: ping.url, primero: primero.url })
  for (const { traffic } of [ping, primero]) traffic.keep = false
  let perSecond = options.requestsPerSecond
  const atFullSpeed = (isFull: boolean): void => {
    for (const { knobs } of [ping, primero]) knobs.latencyMs = isFull ? 0 : options.latencyMs
    perSecond = isFull ? 0 : options.requestsPerSecond
  }
  atFullSpeed(false)
  const ledgerUrl = `sqlite:${join(directory, 'ledger.db')}`
  const store = await openLedger(ledgerUrl)
  const alarms: ServiceEvent['event'][] = []
  const log = ({ event }: ServiceEvent): void => {
    if (event === 'defect' || event === 'conservation-broken') alarms.push(event)
  }
  const context = { env: sandboxEnvironment, clock, json: true, user: 'sandbox' }

  return {
    ping,
    primero,
    seed: options.seed,
    canaries: options.canaries ?? false,
    pages: { primero: `${primero.url}/__sandbox`, ping: `${ping.url}/__sandbox` },
    directory,
    deployment: deploymentFolder,
    run: async (flow) => {
      const read = readDeployment(deploymentFolder, context.env)
      if (!read.ok) return read
      const deployment = paced(read.value.deployment, perSecond)
      const order = { flow, dryRun: false, since: null, only: null, waitMs: 0 }
      return runOnce({ ...read.value, deployment }, order, store, log, context)
    },
    store,
    clock,
    now,
    ledgerUrl,
    inNeed: async () => {
      const [deployment = ''] = await store.operators.deployments()
      const query = {
        deployment,
        flow: null,
        states: ['attention'],
        reason: null,
        from: null,
        before: null,
      } as const
      const [longest] = await store.operators.listed.longest(query, 1)
      return longest ?? null
    },
    ledger: async () => {
      const names = await store.operators.deployments()
      return (await Promise.all(names.map(store.operators.status))).flat()
    },
    alarms: () => alarms,
    addMappingRow: (map, row) => appendFileSync(join(deploymentFolder, 'mappings', `${map}.csv`), `${row}\n`),
    advance: clock.advance,
    atFullSpeed,
    close: async () => {
      await store.close()
      await systems.stop()
      remove()
      process.removeListener('exit', remove)
    },
  }
}

/** The deployment, with so many requests per second to each system. */
function paced(deployment: Deployment, perSecond?: number): Deployment {
  if (perSecond === undefined) return deployment
  const { ping, primero } = deployment
  return {
    ...deployment,
    ping: { ...ping, limits: { ...ping.limits, requestsPerSecond: perSecond } },
    primero: { ...primero, limits: { ...primero.limits, requestsPerSecond: perSecond } },
  }
}
