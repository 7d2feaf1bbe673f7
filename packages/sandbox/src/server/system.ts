import { createServer } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http'
import { answerControl } from './control.ts'
import type { Controlled } from './control.ts'
import { deliver, substitute } from './deliver.ts'
import type { Delivered } from './deliver.ts'
import { createFaults } from './faults.ts'
import type { Fault, Faults, FaultSource } from './faults.ts'
import { echoOf, withFewerRows, withMark, withOddRow } from './odd-answers.ts'
import type { PageLink, StatePage } from './page.ts'
import { createTraffic } from './traffic.ts'
import type { Traffic, TrafficRecorder } from './traffic.ts'
import { createWorkers } from './workers.ts'
import type { Workers } from './workers.ts'

/** A request as a simulated system sees it. */
export interface SystemRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** Raw, without the question mark. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The system's clock when the request came in, ms. */
  readonly at: number
}

/** An answer as a simulated system gives it; no body means an empty one. */
export interface SystemAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string
}

/** What a system says of a request. */
export interface Answered {
  /** Names the request for counts and costs: 'search', 'create-case'. */
  readonly kind: string
  /** Ms of server CPU that it costs (contract §14); 0 if none. */
  readonly work: number
  /**
   * The answer. As a function it is called once, when latency and work are over, and may then take effect: so two
   * saves in flight can both start from the same state, and the later to end wins.
   */
  readonly answer: SystemAnswer | (() => SystemAnswer)
  /** Whether it counts as a write; by default every method but GET does. */
  readonly write?: boolean
}

/** A request that a system has begun to act on. */
export interface Begun {
  readonly kind: string
  readonly write: boolean
  /** The answer, with the system's date; called once, and what the request does takes effect then. */
  readonly finish: () => SystemAnswer
}

/** What a simulated system is made of; the frame adds HTTP, faults, costs and counts. */
export interface SystemOptions {
  readonly name: 'primero' | 'ping'
  /** 0 = any free one; null = none, it is reached in process alone, by `begin`. */
  readonly port: number | null
  /** Default 127.0.0.1. */
  readonly host?: string
  readonly now: () => number
  readonly random: () => number
  /** Computes the answer and does the effect; called once for a request, unless a fault keeps it from being acted on. */
  readonly answer: (request: SystemRequest) => Promise<Answered> | Answered
  /** A full dump, for tests. */
  readonly state: () => unknown
  /** The state page, without its frame. */
  readonly page: () => StatePage
  /** Further controls: `POST /__sandbox/<name>` with a JSON body; what they return is answered as JSON. */
  readonly control?: Readonly<Record<string, (body: unknown) => unknown>>
}

/** Turned while the system runs. */
export interface Knobs {
  /** Every answer waits so long, as over a slow link. */
  latencyMs: number
  /** Requests take their `work` on one of two cores, as the real server of contract §14. */
  cost: boolean
  /** While 'down', every connection is destroyed at once; only the sandbox's own addresses still answer. */
  power: 'up' | 'down'
  /** A longer request line is refused by the reverse proxy with 414; null = no limit. */
  requestLineBytes: number | null
}

/** A simulated system that listens. */
export interface RunningSystem {
  readonly url: string
  readonly port: number
  readonly knobs: Knobs
  readonly faults: Faults
  readonly traffic: Traffic
  readonly state: () => unknown
  /** What its state page links to; may be added to. */
  readonly neighbours: PageLink[]
  /**
   * Takes a request without HTTP, as the server behind a perfect network; faults, latency and traffic stay out of it.
   */
  readonly begin: (request: Omit<SystemRequest, 'at'>) => Promise<Begun>
  /** Ends every connection, also the hanging ones; nothing that was still waiting takes effect. */
  stop(): Promise<void>
}

interface Frame {
  readonly options: SystemOptions
  readonly knobs: Knobs
  readonly faults: FaultSource
  readonly traffic: TrafficRecorder
  readonly workers: Workers
  readonly controlled: Controlled
}

/** Starts listening; resolves when the port is open. */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const host = options.host ?? '127.0.0.1'
  const knobs: Knobs = { latencyMs: 0, cost: false, power: 'up', requestLineBytes: null }
  const faults = createFaults(options.random)
  const traffic = createTraffic()
  const workers = createWorkers()
  const { state, page } = options
  const neighbours: PageLink[] = []
  const control = options.control ?? {}
  const controlled: Controlled = { knobs, faults, traffic, state, page, neighbours, control }
  const frame: Frame = { options, knobs, faults, traffic, workers, controlled }

  const server = createServer(
    { keepAliveTimeout: 60_000, maxHeaderSize: 256 * 1024 },
    (message, response) => {
      serve(frame, message, response).catch((error: unknown) => {
        // A defect of the simulator itself must never look like an answer of the system.
        process.stderr.write(
          `${options.name} simulator: ${error instanceof Error ? error.stack : String(error)}\n`,
        )
        response.destroy()
      })
    },
  )
  if (options.port !== null) await listen(server, options.port, host)
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0

  return {
    url: `http://${host}:${port}`,
    port,
    knobs,
    faults,
    traffic,
    state,
    neighbours,
    begin: (request) => begin(frame, request),
    async stop() {
      workers.stop()
      if (!server.listening) return
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

async function begin({ options, knobs }: Frame, request: Omit<SystemRequest, 'at'>): Promise<Begun> {
  const { method, path, query } = request
  const dated = (answer: SystemAnswer): SystemAnswer => {
    const date = new Date(options.now()).toUTCString()
    return { ...answer, headers: { date, ...answer.headers } }
  }
  const line = query === '' ? path : `${path}?${query}`
  if (isTooLong(knobs, method, line)) return { kind: 'not-acted', write: false, finish: () => dated(tooLong) }
  const { kind, answer, write } = await options.answer({ ...request, at: options.now() })
  const finish = (): SystemAnswer => dated(typeof answer === 'function' ? answer() : answer)
  return { kind, write: write ?? method !== 'GET', finish }
}

async function serve(frame: Frame, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = message.method ?? 'GET'
  const url = message.url ?? '/'
  const cut = url.indexOf('?')
  const path = cut < 0 ? url : url.slice(0, cut)
  const query = cut < 0 ? '' : url.slice(cut + 1)
  const { options, knobs, traffic } = frame

  const control = path === '/__sandbox' || path.startsWith('/__sandbox/')
  if (!control && (knobs.power === 'down' || method === 'HEAD' || method === 'OPTIONS')) {
    response.destroy()
    return
  }
  const body = await readBody(message)
  if (body === undefined) return
  const date = new Date(options.now()).toUTCString()
  if (control) {
    await deliver(
      response,
      await answerControl(method, path, body, frame.controlled),
      date,
      undefined,
      frame.workers,
    )
    return
  }

  const request: SystemRequest = { method, path, query, headers: message.headers, body, at: options.now() }
  const started = performance.now()
  traffic.begin()
  let outcome: Outcome = { kind: 'not-acted', status: 'none', answer: '' }
  try {
    outcome = await act(frame, request, url, response)
  } finally {
    const ms = performance.now() - started
    const { kind, status, answer } = outcome
    traffic.end({ method, path, query, kind, status, at: request.at, ms, body, answer })
  }
}

interface Outcome {
  readonly kind: string
  readonly status: Delivered
  readonly answer: string
}

async function act(
  frame: Frame,
  request: SystemRequest,
  url: string,
  response: ServerResponse,
): Promise<Outcome> {
  const { options, knobs, traffic, workers } = frame
  const notActed = (status: Delivered, answer = ''): Outcome => {
    traffic.acted('not-acted', 0, request.method !== 'GET')
    return { kind: 'not-acted', status, answer }
  }
  const date = new Date(options.now()).toUTCString()
  const plain = async (answer: SystemAnswer): Promise<Outcome> =>
    notActed(await deliver(response, answer, date, undefined, workers), answer.body)

  const fault = frame.faults.strike(request)
  if (fault?.kind === 'reset-before') {
    response.destroy()
    return notActed('none')
  }
  if (fault?.kind === 'hang-before') return notActed('none')
  if (fault?.kind === 'status') return plain(substitute(fault))
  if (fault?.kind === 'echo') return plain(echoOf(request))
  if (fault?.kind === 'delay' && !(await workers.pause(fault.ms))) return notActed('none')
  if (isTooLong(knobs, request.method, url)) return plain(tooLong)

  const answered = await options.answer(request)
  traffic.acted(answered.kind, answered.work, answered.write ?? request.method !== 'GET')
  const { kind } = answered
  const alive =
    (knobs.latencyMs === 0 || (await workers.pause(knobs.latencyMs))) &&
    (!knobs.cost || answered.work === 0 || (await workers.spend(answered.work)))
  if (!alive || isDown(knobs)) {
    response.destroy()
    return { kind, status: 'none', answer: '' }
  }
  const own = typeof answered.answer === 'function' ? answered.answer() : answered.answer
  const answer = alteredBy(fault, own, request)
  const leaving = new Date(options.now()).toUTCString()
  const status = await deliver(response, answer, leaving, fault, workers)
  return { kind, status, answer: answer.body ?? '' }
}

function alteredBy(fault: Fault | undefined, own: SystemAnswer, request: SystemRequest): SystemAnswer {
  if (fault?.kind === 'rewrite') return fault.with(own, request)
  if (fault?.kind === 'byte-order-mark') return withMark(own)
  if (fault?.kind === 'odd-row') return withOddRow(own, fault.row, fault.at)
  if (fault?.kind === 'fewer-rows') return withFewerRows(own, fault.keep)
  return own
}

/** Asked anew after every wait: the power may have been cut meanwhile. */
function isDown(knobs: Knobs): boolean {
  return knobs.power === 'down'
}

function isTooLong({ requestLineBytes }: Knobs, method: string, url: string): boolean {
  return requestLineBytes !== null && `${method} ${url} HTTP/1.1`.length > requestLineBytes
}

const tooLong: SystemAnswer = {
  status: 414,
  headers: { 'content-type': 'text/html', connection: 'close' },
  body:
    '<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n<body>\r\n' +
    '<center><h1>414 Request-URI Too Large</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n',
}

/** The whole body as text; undefined when the caller went away before it had sent all. */
function readBody(message: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    message.on('data', (chunk: Buffer) => chunks.push(chunk))
    message.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    message.once('error', () => resolve(undefined))
    message.once('close', () => resolve(undefined))
  })
}
