import { randomUUID } from 'node:crypto'
import type { Answered, RunningSystem, SystemAnswer, SystemRequest } from '../server/system.ts'
import { startSystem } from '../server/system.ts'
import { createPingActs } from './acts.ts'
import type { PingActs } from './acts.ts'
import { checkStatus } from './check-status.ts'
import type { PingContext } from './context.ts'
import { jsonAnswer } from './context.ts'
import { pingControl } from './control.ts'
import { createGateway } from './gateway.ts'
import type { Gateway } from './gateway.ts'
import { ingest, ingestLater } from './ingest.ts'
import { pingPage } from './page.ts'
import { retrieve } from './retrieve.ts'
import { defaultPingSettings } from './settings.ts'
import type { PingSettings } from './settings.ts'
import { createPingStore } from './store.ts'
import type { PingStore } from './store.ts'

/** How to start the simulator; everything has a default. */
export interface PingOptions {
  /** 0 = any free one; null: reached in process alone. */
  readonly port?: number | null
  readonly host?: string
  /** The system's clock, ms. */
  readonly now?: () => number
  readonly random?: () => number
  /** Makes GUIDs: records, transactions, tokens. */
  readonly newId?: () => string
  readonly settings?: Partial<PingSettings>
  /** Further controls below `/__sandbox/`. */
  readonly control?: Readonly<Record<string, (body: unknown) => unknown>>
}

/** A running PING with a proGres behind it. `settings` may be changed at any time. */
export interface Ping extends RunningSystem {
  readonly settings: PingSettings
  readonly store: PingStore
  readonly act: PingActs
}

/** Starts PING strictly to ping-contract, with an empty proGres. */
export async function startPing(options: PingOptions = {}): Promise<Ping> {
  const settings = { ...defaultPingSettings(), ...options.settings }
  const context: PingContext = {
    settings,
    store: createPingStore(),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    newId: options.newId ?? randomUUID,
  }
  const { store } = context
  const gateway = createGateway(context)
  const act = createPingActs(context, gateway)
  const system = await startSystem({
    name: 'ping',
    port: options.port === undefined ? 0 : options.port,
    ...(options.host === undefined ? {} : { host: options.host }),
    now: context.now,
    random: context.random,
    answer: (request) => answer(request, gateway, context),
    state: () => dump(context),
    page: () => pingPage(context),
    control: { ...pingControl(context, act), ...options.control },
  })
  return { ...system, settings, store, act }
}

/** The effect happens when the answer is made, after latency; so a fault before that leaves nothing done. */
function answer(request: SystemRequest, gateway: Gateway, context: PingContext): Answered {
  const { path } = request
  if (path.endsWith('/oauth2/v2.0/token'))
    return { kind: 'token', work: 0, write: false, answer: () => gateway.signIn(request) }

  const ingestion = /^\/api\/ingestion\/v2\/([^/]+)\/(data|asyncdata)$/.exec(path)
  const kind = kindOf(request, context)
  const act = (): SystemAnswer => {
    const refused = gateway.refuse(request)
    if (refused) return refused
    if (request.method !== 'POST') return notFound
    if (path === retrievalPath) return retrieve(request.body, context)
    if (path === statusPath) return checkStatus(request.body, context)
    const partner = ingestion?.[1]
    if (partner === undefined) return notFound
    return ingestion?.[2] === 'data'
      ? ingest(request.body, partner, context)
      : ingestLater(request.body, partner, context)
  }
  return { kind, work: 0, write: ingestion !== null, answer: act }
}

const retrievalPath = '/primes/fetch/paging/v3/retrievedatawithpaging'
const statusPath = '/primes/ingestion/checkstatus/v1/pingdata'
const notFound = jsonAnswer(404, { statusCode: 404, message: 'Resource not found' })

const kinds = {
  listReferrals: 'list-referrals',
  referralDetail: 'referral-detail',
  updateTransfer: 'update-transfer',
  createReferral: 'create-referral',
  listDecisions: 'list-decisions',
  decisionDetail: 'decision-detail',
  updateReferral: 'update-referral',
} as const

/** Names the request by its process, for counts; a bad body counts as 'unknown'. */
function kindOf({ path, body }: SystemRequest, { settings }: PingContext): string {
  if (path === statusPath) return 'check-status'
  const process = /"ShippingProcessId"\s*:\s*"([^"]*)"/i.exec(body)?.[1]
  const { processes } = settings
  for (const name of Object.keys(kinds)) {
    if (isProcessName(name) && processes[name] === process) return kinds[name]
  }
  return 'unknown'
}

function isProcessName(name: string): name is keyof typeof kinds {
  return Object.hasOwn(kinds, name)
}

function dump({ store, settings }: PingContext): unknown {
  return {
    settings,
    signIns: store.signIns,
    individuals: [...store.individuals.values()],
    interventions: [...store.interventions.values()],
    deliveries: [...store.deliveries.values()],
    referrals: [...store.referrals.values()],
    transactions: [...store.transactions.values()],
    history: store.history,
  }
}
