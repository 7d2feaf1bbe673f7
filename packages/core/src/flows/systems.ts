import { credentialsOf } from '../credentials/credentials.ts'
import type { Deployment } from '../deployment/deployment.ts'
import type { System } from '../domain/flow.ts'
import { awaited, type AwaitedSystem } from '../http/awaited.ts'
import { requestQueues } from '../http/queues.ts'
import { farSystem } from '../http/system.ts'
import { fetchTransport } from '../http/transport.ts'
import { isOutage } from '../ledger/item.ts'
import type { ItemNumbers, SystemPause } from '../ledger/ledger.ts'
import { pingClient, type Ping } from '../ping/client.ts'
import { primeroClient, type Primero } from '../primero/client.ts'
import { primeroSignIn } from '../primero/sign-in.ts'
import type { RunHost } from './host.ts'

/** How long one exchange with a far system may take before it counts as unanswered. */
export const requestTimeoutMs = 60_000

/** How the two systems are met in one run. */
export interface SystemsOptions {
  /** Nothing may be written: a request with an effect is a defect. */
  readonly dryRun: boolean
  /** Somebody asks whether the credentials are good: they are tried although they were refused. */
  readonly asked?: true
  /** Systems that were down in an earlier run. */
  readonly pauses: readonly SystemPause[]
  /** Called when a system goes down or comes back. */
  readonly onPause: (system: System, pause: SystemPause | null) => void
  /** Whether a system stumbled over the item of these numbers in an earlier run. */
  readonly stumbled?: (numbers: ItemNumbers) => boolean
  /** Whether Primero has said that the account may do what this run does. */
  readonly rightsKnown?: () => boolean
}

/** The two systems of a deployment, signed in on demand, and how many requests each has taken. */
export interface Systems {
  readonly ping: Ping
  readonly primero: Primero
  readonly requests: () => Readonly<Record<System, number>>
  /** Requests to both that have not left yet. */
  readonly queued: () => number
  /** One that counts as down, else one of which nothing was heard since it was; null = both are well. */
  readonly ailing: () => { readonly system: System; readonly health: 'suspect' | 'down' } | null
  /** Whether one that was down in an earlier run has answered in this one, or may be asked again. */
  readonly mayBeBack: (system: System) => boolean
  /** The system whose answer is waited for; of two the one that was asked first, null = none. */
  readonly awaits: () => System | null
  /** How far Primero's clock is ahead of ours, ms (`FarSystem.aheadMs`). */
  readonly primeroAheadMs: () => number
  /** Whether a request of this kind went well in this run. */
  readonly isProven: (system: System, kind: string) => boolean
  /** To be called when the run is over. */
  readonly finish: () => void
}

/** Builds both systems for one run; nothing is asked of them yet. */
export function systemsOf(deployment: Deployment, host: RunHost, options: SystemsOptions): Systems {
  const transport = host.transport ?? fetchTransport(host.fetch, host.requestTimeoutMs ?? requestTimeoutMs)
  const pauseOf = (name: System): SystemPause | null =>
    options.pauses.find((pause) => pause.system === name) ?? null
  const queues = host.queues ?? requestQueues()
  const system = (name: System): AwaitedSystem => {
    const far = farSystem({
      system: name,
      transport,
      queue: queues.of(`${deployment.name} ${deployment[name].baseUrl}`, deployment[name].limits),
      adaptive: name === 'primero',
      clock: host.clock,
      log: host.log,
      dryRun: options.dryRun,
      pause: pauseOf(name),
      onPause: (pause) => options.onPause(name, pause),
      halted: () => (host.halted?.() ?? null) !== null,
      ...(options.stumbled === undefined ? {} : { stumbled: options.stumbled }),
      ...(host.awake === undefined ? {} : { awake: host.awake }),
    })
    return awaited(far, host.clock.now)
  }
  const systems = { ping: system('ping'), primero: system('primero') }
  const { ping, primero } = systems
  const { secrets, clock } = host
  const credentials = credentialsOf(deployment, { ...host, asked: options.asked ?? false })
  return {
    ping: pingClient({ settings: deployment.ping, secrets, credentials, system: ping, clock }),
    primero: primeroClient(
      primeroSignIn(deployment.primero, secrets, primero, credentials.primero),
      options.rightsKnown,
    ),
    requests: () => ({ ping: ping.requests(), primero: primero.requests() }),
    queued: () => ping.queued() + primero.queued(),
    ailing: () => {
      for (const health of ['down', 'suspect'] as const) {
        if (ping.health() === health) return { system: 'ping', health }
        if (primero.health() === health) return { system: 'primero', health }
      }
      return null
    },
    mayBeBack: (name) => {
      const pause = pauseOf(name)
      return pause !== null && isOutage(pause) && systems[name].health() !== 'down'
    },
    awaits: () => {
      const [ofPing, ofPrimero] = [ping.awaitedSince(), primero.awaitedSince()]
      if (ofPing === null && ofPrimero === null) return null
      return (ofPing ?? Infinity) <= (ofPrimero ?? Infinity) ? 'ping' : 'primero'
    },
    primeroAheadMs: () => primero.aheadMs(),
    isProven: (name, kind) => systems[name].isProven(kind),
    finish: () => {
      ping.finish()
      primero.finish()
    },
  }
}
