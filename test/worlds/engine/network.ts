import { answerText, type AnswerText } from '@ping-primero/core/http/answer-text.ts'
import type { HttpAnswer, HttpRequest, Transport } from '@ping-primero/core/http/transport.ts'
import { unanswered } from '@ping-primero/core/http/transport.ts'
import {
  inLatin1,
  type Ping,
  type Primero,
  type SeededRandom,
  type SystemAnswer,
} from '@ping-primero/sandbox'
import type { Life, Time } from './time.ts'

export type SystemName = 'ping' | 'primero'

/** One request on its way. */
export interface Passing {
  readonly system: SystemName
  readonly life: Life
  readonly request: HttpRequest
  /** Path and query. */
  readonly line: string
  readonly sentAt: number
  /** The number of the run that sent it; null where none is known. */
  readonly run: number | null
}

/** What goes wrong with a request. "Done" means that it took effect. */
export type Mishap =
  /** The connection is never made; Node's code for it. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** Reset: nothing done, or done. */
  | { readonly kind: 'reset'; readonly done: boolean }
  /** No answer within the time of any client; nothing done, or done. */
  | { readonly kind: 'hang'; readonly done: boolean }
  /** Done, after so many milliseconds. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Another answer, instead of acting or after it. */
  | { readonly kind: 'answer'; readonly done: boolean; readonly answer: SystemAnswer }
  /** Done, but what arrives is not what was sent: struck where the query changed and the answer shows it. */
  | {
      readonly kind: 'alter'
      readonly query: (query: string) => string
      readonly shows?: (answer: SystemAnswer) => boolean
    }
  /** Done; the answer comes in Latin-1. Struck only where its bytes are no UTF-8 then; other answers stay as they are. */
  | { readonly kind: 'latin-1' }
  /** Done; the answer is altered. Struck only where it is another one then. */
  | { readonly kind: 'rewrite'; readonly with: (answer: SystemAnswer, passing: Passing) => SystemAnswer }

/** A fault armed on the network. */
export interface ArmedFault {
  /** Its number in the list of faults. */
  readonly id: string
  readonly strikes: (passing: Passing) => boolean
  readonly mishap: Mishap | ((passing: Passing) => Mishap)
  /** Probability for each request that it fits, 0 to 1. */
  readonly chance: number
  /** Strikes so many times, then never again. */
  readonly times: number
}

/** Something that is wrong in the systems themselves: it strikes where an answer shows it. */
export interface Watch {
  readonly id: string
  readonly fits: (passing: Passing) => boolean
  /** Called once the request was worked on, for what the system itself answers. */
  readonly shows: (answer: SystemAnswer, passing: Passing) => boolean
  readonly times: number
}

/** A request as it was carried, for oracles. Times are ms; `doneAt` is null where it took no effect. */
export interface Carried {
  readonly system: SystemName
  readonly life: string
  readonly run: number | null
  /** HTTP method and path, without the query. */
  readonly method: string
  readonly path: string
  /** The process of PING that it names; null where it names none. */
  readonly process: string | null
  /** The system's own name for it, `create-case`; `not-acted` where it was never acted on. */
  readonly kind: string
  readonly write: boolean
  readonly sentAt: number
  readonly doneAt: number | null
  readonly status: number | null
  readonly fault: string | null
  /** What the system itself says where it refuses who asks (401); null for any other answer. */
  readonly refusal: string | null
  /** The ids that the system's own answer shows, and the one that was given in its place does not. */
  readonly hidden: ReadonlySet<string>
  /** When its sender had the answer; null while it has none. */
  answeredAt: number | null
}

/** The network of a world: carries requests to both systems in process, late, and not always. */
export interface Network {
  /** What a process sends by; `run` is the number of the run that sends. */
  readonly transport: (life: Life, run: number | null) => Transport
  readonly arm: (fault: ArmedFault) => () => void
  readonly watch: (watch: Watch) => () => void
  readonly carried: readonly Carried[]
  /** Called as a request arrives, and once it is worked on but has not yet taken effect: the worst moments to act. */
  onArrival: (passing: Passing, kind: string | null) => void
}

/** How long a client waits, ms; as the product's own. */
const patienceMs = 60_000

function headersOf(answer: SystemAnswer): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one)
  }
  return headers
}

/** An error as Node's HTTP client throws it. */
function networkError(code: string): Error {
  return Object.assign(new Error('request failed'), {
    code,
    syscall: code === 'ENOTFOUND' ? 'getaddrinfo' : 'connect',
  })
}

function processIn({ body }: HttpRequest): string | null {
  return /"ShippingProcessId":"([^"]+)"/.exec(body ?? '')?.[1] ?? null
}

interface Armed {
  readonly fault: ArmedFault
  left: number
}

function isOther(one: SystemAnswer, other: SystemAnswer): boolean {
  const text = ({ status, headers, body }: SystemAnswer): string =>
    JSON.stringify([status, headers, body ?? ''])
  return one !== other && text(one) !== text(other)
}

function textIn(bytes: Uint8Array): AnswerText {
  const text = answerText()
  text.take(bytes)
  return text.end()
}

/** The ids that the system's own answer shows, and the one that is given in its place does not. */
function hiddenIn(given: SystemAnswer, own: SystemAnswer): ReadonlySet<string> {
  if (given === own) return new Set()
  const ids = ({ body = '' }: SystemAnswer): ReadonlySet<string> =>
    new Set([...body.matchAll(/"id":"([^"]+)"/g)].flatMap(([, id]) => id ?? []))
  return ids(own).difference(ids(given))
}

const never = new Promise<never>(() => {})

export function createNetwork(
  time: Time,
  systems: { readonly ping: Ping; readonly primero: Primero },
  random: SeededRandom,
  onStrike: (id: string, passing: Passing) => void,
): Network {
  let armed: Armed[] = []
  let watches: { readonly watch: Watch; left: number }[] = []
  const carried: Carried[] = []

  const pick = (passing: Passing): Armed | null => {
    for (const entry of armed) {
      const { fault } = entry
      if (entry.left <= 0 || !fault.strikes(passing)) continue
      if (fault.chance < 1 && random.next() >= fault.chance) continue
      return entry
    }
    return null
  }
  const strike = (entry: Armed, passing: Passing): void => {
    entry.left -= 1
    onStrike(entry.fault.id, passing)
  }
  const look = (own: SystemAnswer, passing: Passing): void => {
    for (const entry of watches) {
      const { id, fits, shows } = entry.watch
      if (entry.left <= 0 || !fits(passing) || !shows(own, passing)) continue
      entry.left -= 1
      onStrike(id, passing)
    }
  }

  const carry = async (passing: Passing): Promise<HttpAnswer> => {
    const { system, life, request, sentAt, run } = passing
    const path = passing.line.split('?', 1)[0] ?? ''
    const entry = pick(passing)
    const fault = entry?.fault
    const mishap = typeof fault?.mishap === 'function' ? fault.mishap(passing) : (fault?.mishap ?? null)
    let struck = mishap !== null && !['rewrite', 'alter', 'latin-1'].includes(mishap.kind)
    if (entry !== null && struck) strike(entry, passing)
    const note = (
      kind: string,
      write: boolean,
      doneAt: number | null,
      status: number | null,
      refusal: string | null = null,
      hidden: ReadonlySet<string> = new Set(),
    ): Carried => {
      const noted: Carried = {
        system,
        life: life.name,
        run,
        method: request.method,
        path,
        process: processIn(request),
        kind,
        write,
        sentAt,
        doneAt,
        status,
        fault: struck ? (fault?.id ?? null) : null,
        refusal,
        hidden,
        answeredAt: null,
      }
      carried.push(noted)
      return noted
    }
    if (mishap?.kind === 'unsent') {
      note('not-acted', false, null, null)
      return unanswered(networkError(mishap.code))
    }
    // The way there is nobody's: what has left arrives although its sender dies.
    await time.sleep(5 + random.below(40), null)
    const undone =
      (mishap?.kind === 'reset' || mishap?.kind === 'hang' || mishap?.kind === 'answer') && !mishap.done
    if (undone) {
      const noted = note('not-acted', false, null, mishap.kind === 'answer' ? mishap.answer.status : null)
      await time.sleep(5 + random.below(40), life)
      noted.answeredAt = time.now()
      if (mishap.kind === 'answer') return answered(mishap.answer)
      if (mishap.kind === 'reset') return unanswered(networkError('ECONNRESET'))
      return never
    }
    network.onArrival(passing, null)
    const url = new URL(request.url)
    const query = url.search.slice(1)
    const arriving = mishap?.kind === 'alter' ? mishap.query(query) : query
    const begun = await systems[system].begin({
      method: request.method,
      path: url.pathname,
      query: arriving,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: request.body ?? '',
    })
    network.onArrival(passing, begun.kind)
    await time.sleep(10 + random.below(60) + (mishap?.kind === 'slow' ? mishap.ms : 0), null)
    const own = begun.finish()
    look(own, passing)
    const given = mishap?.kind === 'rewrite' ? mishap.with(own, passing) : own
    const altered = mishap?.kind === 'alter' && arriving !== query && mishap.shows?.(own) !== false
    const inLatin = mishap?.kind === 'latin-1' ? textIn(inLatin1(own.body ?? '')) : null
    const garbled = inLatin?.isGarbled === true ? inLatin : null
    if (entry !== null && !struck && (altered || garbled !== null || isOther(given, own))) {
      struck = true
      strike(entry, passing)
    }
    const refusal = own.status === 401 ? (own.body ?? '') : null
    const noted = note(begun.kind, begun.write, time.now(), own.status, refusal, hiddenIn(given, own))
    if (mishap?.kind === 'hang') return never
    await time.sleep(5 + random.below(40), life)
    noted.answeredAt = time.now()
    if (mishap?.kind === 'reset') return unanswered(networkError('ECONNRESET'))
    if (mishap?.kind === 'answer') return answered(mishap.answer)
    return answered(given, garbled ?? { body: given.body ?? '' })
  }

  const answered = (answer: SystemAnswer, text: AnswerText = { body: answer.body ?? '' }): HttpAnswer => ({
    kind: 'answered',
    status: answer.status,
    headers: headersOf(answer),
    ...text,
  })

  const network: Network = {
    transport: (life, run) => async (request) => {
      const url = new URL(request.url)
      const system = url.hostname.startsWith('ping') ? 'ping' : 'primero'
      const line = url.pathname + url.search
      const passing = { system, life, request, line, run, sentAt: time.now() } as const
      const answer = carry(passing)
      const late = time.sleep(patienceMs, life).then((): HttpAnswer => ({
        kind: 'unanswered',
        why: 'timeout',
        mayHaveArrived: true,
      }))
      return Promise.race([answer, late])
    },
    arm: (fault) => {
      const entry = { fault, left: fault.times }
      armed.push(entry)
      return () => {
        armed = armed.filter((other) => other !== entry)
      }
    },
    watch: (watch) => {
      const entry = { watch, left: watch.times }
      watches.push(entry)
      return () => {
        watches = watches.filter((other) => other !== entry)
      }
    },
    carried,
    onArrival: () => {},
  }
  return network
}
