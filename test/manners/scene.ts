import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runFlow, type Deployment, type Flow, type LogEvent, type RunReport } from '@ping-primero/core'
import type { RunHost } from '@ping-primero/core/flows/host.ts'
import type { HttpAnswer, HttpRequest } from '@ping-primero/core/http/transport.ts'
import { seededRandom, startPing, startPrimero, type Ping, type Primero } from '@ping-primero/sandbox'
import { ownLent } from '../../packages/service/src/commands/run/run-once.ts'
import { openLedger, type LedgerStore } from '../../packages/service/src/ledger/store.ts'
import { ownSurroundings } from '../../packages/service/src/ledger/surroundings.ts'
import { secretsWith } from '../support/accounts.ts'
import { ledgerKey, readDeploymentFolder } from '../support/world.ts'
import { startTime, type Life, type Time } from '../worlds/engine/time.ts'

/** One request as it left. */
export interface Sent {
  readonly system: 'ping' | 'primero'
  /** Simulated, ms. */
  readonly at: number
  /** Path, query and body: what of a record a request names. */
  readonly says: string
  /** The flow that asked, and which of all runs it was. */
  readonly flow: Flow
  readonly run: number
}

/** What becomes of a request instead of what should. */
export type Fate =
  | { readonly kind: 'refused' | 'hangs' }
  | { readonly kind: 'throws' }
  | { readonly kind: 'answered'; readonly status: number; readonly body: string; readonly type?: string }
  /** Done after so long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Done, and what is answered is altered. */
  | { readonly kind: 'altered'; readonly with: (body: string) => string }

/** The service between two simulated systems, in a time of its own that passes only by work and waiting. */
export interface Scene {
  readonly time: Time
  readonly ping: Ping
  readonly primero: Primero
  readonly store: LedgerStore
  readonly deployment: Deployment
  readonly sent: Sent[]
  /** What the product logged, and when. */
  readonly log: { readonly at: number; readonly event: LogEvent }[]
  /** Decides what becomes of a request; null = what should. */
  fate: (sent: Sent) => Fate | null
  /** How many items a run settles together; null = as the service does. */
  setSize: number | null
  /** Runs a flow to its end, and lets time pass for it. */
  readonly run: (flow: Flow) => Promise<RunReport>
  /** Begins a run, which waits for the turn as the service's runs do. */
  readonly begin: (flow: Flow) => Promise<RunReport>
  readonly stop: () => Promise<void>
}

/** As long as the product waits for an answer. */
const patienceMs = 60_000
/** On the way there and on the way back. */
const wayMs = 20
/** PING answers in about so long, however much it is asked; every request to Primero takes a core of two so long. */
const pingMs = 150
const coreMs = 120
const cores = 2

/** As long as the service lets a run wait for its turn. */
const turnMs = 600_000
let scenes = 0

export async function startScene(
  batchSize = { updates: 25, referrals: 1 },
  requestsPerSecond = 0,
): Promise<Scene> {
  // Systems of their own: what a process keeps of one is none of another scene's.
  scenes += 1
  const urls = { ping: `http://ping-${scenes}.test`, primero: `http://primero-${scenes}.test` }
  const time = startTime(Date.parse('2026-11-20T08:00:00.000Z'))
  const random = seededRandom(7, -1)
  const lent = { port: null, now: time.now, random: random.next, newId: random.guid }
  const [ping, primero] = [await startPing(lent), await startPrimero(lent)]
  ping.traffic.keep = false
  primero.traffic.keep = false
  const systems = { ping, primero }
  const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
  const life: Life = { name: 'service', dead: false, stalledUntil: 0 }
  const every: RunHost['every'] = (ms, act) => {
    let ended = false
    const again = (): void =>
      time.after(ms, life, () => {
        if (ended) return
        act()
        again()
      })
    again()
    return () => {
      ended = true
    }
  }
  const sleep = (ms: number): Promise<void> => time.sleep(ms, life)
  const surroundings = { ...ownSurroundings, elapsed: time.now, pause: sleep, every }
  const store = await openLedger(`sqlite:${join(directory, 'ledger.db')}`, surroundings)
  const sandbox = readDeploymentFolder('sandbox')
  const deployment: Deployment = {
    ...sandbox,
    ping: {
      ...sandbox.ping,
      baseUrl: urls.ping,
      token: { ...sandbox.ping.token, url: `${urls.ping}/tenant/policy/oauth2/v2.0/token` },
      batchSize,
      limits: { concurrency: 8, requestsPerSecond },
    },
    primero: {
      ...sandbox.primero,
      baseUrl: urls.primero,
      limits: { concurrency: 4, requestsPerSecond },
    },
  }

  const freeAt = Array.from({ length: cores }, () => 0)
  /** Until a core of Primero has done its work. */
  const work = (): Promise<void> => {
    const first = freeAt.indexOf(Math.min(...freeAt))
    const done = Math.max(time.now(), freeAt[first] ?? 0) + coreMs
    freeAt[first] = done
    return sleep(done - time.now())
  }

  const carry = async (request: HttpRequest): Promise<HttpAnswer> => {
    const url = new URL(request.url)
    const system = url.hostname.startsWith('ping') ? 'ping' : 'primero'
    const says = `${request.method} ${url.pathname}${url.search} ${request.body ?? ''}`
    const one: Sent = { system, at: time.now(), says, flow: inTurn, run: turns }
    scene.sent.push(one)
    const fate = scene.fate(one)
    if (fate?.kind === 'refused') return { kind: 'unanswered', why: 'refused', mayHaveArrived: false }
    if (fate?.kind === 'throws') throw new Error('nobody foresaw this')
    await sleep(wayMs)
    if (fate?.kind === 'hangs') {
      await sleep(patienceMs - wayMs)
      return { kind: 'unanswered', why: 'timeout', mayHaveArrived: true }
    }
    await (system === 'primero' ? work() : sleep(pingMs))
    if (fate?.kind === 'slow') await sleep(fate.ms)
    if (fate?.kind === 'answered') {
      await sleep(wayMs)
      const headers = new Headers({ 'content-type': fate.type ?? 'application/json' })
      return { kind: 'answered', status: fate.status, headers, body: fate.body }
    }
    const begun = await systems[system].begin({
      method: request.method,
      path: url.pathname,
      query: url.search.slice(1),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: request.body ?? '',
    })
    const answer = begun.finish()
    await sleep(wayMs)
    const headers = new Headers()
    for (const [name, value] of Object.entries(answer.headers ?? {}))
      for (const each of typeof value === 'string' ? [value] : value) headers.append(name, each)
    const body = answer.body ?? ''
    return {
      kind: 'answered',
      status: answer.status,
      headers,
      body: fate?.kind === 'altered' ? fate.with(body) : body,
    }
  }

  let inTurn: Flow = '1.1'
  let turns = 0
  const runInTurn = async (flow: Flow): Promise<RunReport> => {
    const turn = await store.turn(deployment.name, flow, { waitMs: turnMs, now: time.now, sleep })
    if (turn.kind !== 'taken') throw new Error(`The turn was not to be had: ${turn.kind}.`)
    inTurn = flow
    turns += 1
    try {
      return await runFlow(
        { deployment, flow, dryRun: false, since: null, only: null },
        {
          ...ownLent(),
          ledger: turn.ledger,
          secrets: secretsWith(),
          keys: { current: ledgerKey, old: [] },
          clock: { now: time.now, sleep },
          random: random.next,
          newId: random.guid,
          fetch: globalThis.fetch,
          transport: carry,
          ...(scene.setSize === null ? {} : { setSize: scene.setSize }),
          every,
          log: (event) => scene.log.push({ at: time.now(), event }),
        },
      )
    } finally {
      await turn.release()
    }
  }

  const scene: Scene = {
    time,
    ping,
    primero,
    store,
    deployment,
    sent: [],
    log: [],
    fate: () => null,
    setSize: null,
    run: (flow) => time.pass(runInTurn(flow)),
    begin: runInTurn,
    stop: async () => {
      await store.close()
      await Promise.all([ping.stop(), primero.stop()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
  return scene
}
