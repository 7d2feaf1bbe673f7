import { requestQueue } from '@ping-primero/core/http/queues.ts'
import {
  caseOf,
  inventPeople,
  startPrimero,
  type Primero as Simulator,
  type PrimeroOptions,
} from '@ping-primero/sandbox'
import type { CredentialMemory } from '@ping-primero/core/credentials/memory.ts'
import type { RefusalKind } from '@ping-primero/core/credentials/refused.ts'
import type { PrimeroSettings } from '@ping-primero/core/deployment/deployment.ts'
import type { Secrets } from '@ping-primero/core/flows/host.ts'
import { farSystem } from '@ping-primero/core/http/system.ts'
import { fetchTransport } from '@ping-primero/core/http/transport.ts'
import type { LogEvent } from '@ping-primero/core/log.ts'
import { redacted } from '@ping-primero/core/privacy/redacted.ts'
import { primeroClient, type Primero } from '@ping-primero/core/primero/client.ts'
import { primeroSignIn } from '@ping-primero/core/primero/sign-in.ts'
import { accounts } from './accounts.ts'
import { credentialsInMemory } from './memory.ts'

/** A client that speaks with a simulated Primero over HTTP. */
export interface Speaking {
  readonly server: Simulator
  readonly primero: Primero
  readonly log: readonly LogEvent[]
  /** How the account was refused, each time that it was remembered. */
  readonly refusals: readonly RefusalKind[]
}

export interface SpeakingOptions extends PrimeroOptions {
  readonly account?: string
  readonly password?: string
  readonly signIn?: PrimeroSettings['signIn']
}

/** Starts both; the caller stops the server. */
export async function startSpeaking(options: SpeakingOptions = {}): Promise<Speaking> {
  const server = await startPrimero(options)
  const log: LogEvent[] = []
  const system = farSystem({
    system: 'primero',
    transport: fetchTransport(globalThis.fetch, 5_000),
    queue: requestQueue({ concurrency: 4, requestsPerSecond: 0 }),
    adaptive: false,
    clock: { now: () => Date.now(), sleep: async () => {} },
    log: (event) => {
      log.push(event)
    },
    dryRun: false,
    pause: null,
    onPause: () => {},
    halted: () => false,
  })
  const settings: PrimeroSettings = {
    baseUrl: server.url,
    moduleId: 'primeromodule-cp',
    intakeUser: 'progresv4_primero_intake',
    unhcr: { agency: 'UNHCR', user: 'unhcr_cw' },
    signIn: options.signIn ?? 'auto',
    limits: { concurrency: 4, requestsPerSecond: 0 },
  }
  const secrets: Secrets = {
    pingUsername: redacted(''),
    pingPassword: redacted(''),
    pingSubscriptionKey: redacted(''),
    primeroUsername: redacted(options.account ?? accounts.PRIMERO_USERNAME),
    primeroPassword: redacted(options.password ?? accounts.PRIMERO_PASSWORD),
  }
  const { primero: kept } = credentialsInMemory({ primero: settings }, secrets)
  const refusals: RefusalKind[] = []
  const memory: CredentialMemory = {
    ...kept,
    refused: async (why) => {
      refusals.push(why)
      return kept.refused(why)
    },
  }
  const primero = primeroClient(primeroSignIn(settings, secrets, system, memory))
  return { server, primero, log, refusals }
}

export function recordId(place: number): string {
  return `bbbbbbbb-0000-4000-a000-${String(place).padStart(12, '0')}`
}

/** Puts a case under a record id of its place; `more` is laid over it. */
export function putCase(
  server: Simulator,
  place: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  const [child] = inventPeople({ seed: 3, count: 1, from: place })
  if (child === undefined) throw new Error('no child was invented')
  server.act.createCase('caseworker1', caseOf(child, { id: recordId(place), ...more }))
}
