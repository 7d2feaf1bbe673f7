import type PQueue from 'p-queue'
import type { System } from '../domain/flow.ts'
import type { Clock } from '../flows/host.ts'
import { isLeftAlone } from '../ledger/item.ts'
import type { ItemNumbers, SystemPause } from '../ledger/ledger.ts'
import type { Log } from '../log.ts'
import type { ReasonCode } from '../reasons/catalogue.ts'
import { aheadBy, bare, isRefusal, isStumble, isTrouble, parsed } from './answer.ts'
import { oneOrAll, type RefusalForm, type Subject } from './one-or-all.ts'
import { retryAfterMs } from './retry-after.ts'
import { slowdown, type Slowdown } from './slowdown.ts'
import type { AnswerHeaders, HttpRequest, Transport, Unanswered } from './transport.ts'

/** What a request is for; named in the log, never with a value of a record. */
export interface Purpose {
  readonly name: string
  /** The item it belongs to, where it belongs to one. */
  readonly numbers?: ItemNumbers
  /** The records it is about, each by any name that stays the same in a run; none = a list, or about none. */
  readonly records?: readonly string[]
  /** It changes something in the far system: refused in a dry run. */
  readonly effect?: true
  /** Nobody may send it twice: it leaves on a fresh connection. */
  readonly once?: true
  /** The answer need not be JSON as a whole (PING's status answer): only an HTML page is trouble. */
  readonly plain?: true
  /** It goes to another host of that system (PING's token service): a good answer says nothing of the system itself. */
  readonly elsewhere?: true
  /**
   * Whether a good answer is recognisably the one that was due. One that is not is somebody else's: trouble, by which
   * nobody has heard of the system.
   */
  readonly isDue?: (answer: SystemAnswer) => boolean
  /** Whether the answer ends this run's talk with the system: nothing more is sent, and whatever follows gets it too. */
  readonly ends?: (answer: SystemAnswer) => boolean
  /**
   * Whether an answer refuses for credentials, rights or configuration, or may: where that turns out to be said of one
   * record alone, it is trouble of that record; where of all, it ends this run's talk with the system.
   */
  readonly refuses?: (answer: SystemAnswer) => Refusal | null
  /** Reads PING's transaction id out of an answer for the log. */
  readonly transactionId?: (body: string) => string | undefined
}

/** What a refusal says. */
export interface Refusal {
  readonly form: RefusalForm
  /** Why the record needs attention, where it is said of that record alone. */
  readonly reason: ReasonCode
  /** A code that the answer gives, never its words; null without one. */
  readonly code: string | null
}

/** Trouble of a system: it passes by itself (`flows.md`, Common 5). */
export interface SystemTrouble {
  readonly kind: 'trouble'
  readonly system: System
  /**
   * HTTP status, why there was no answer, or why nothing was asked: `down`, the system counts as down; `halted`, this
   * run is to end. `unreadable`: the answer is none of that system; `record-unreadable`: it is, and the one record that
   * was asked for cannot be read in it.
   */
  readonly cause: number | Unanswered | 'unreadable' | 'record-unreadable' | 'down' | 'halted'
  /** What the system asked to wait, when that is longer than a run waits. */
  readonly retryAfterMs: number | null
  /** false = surely not taken by the far side. */
  readonly mayHaveArrived: boolean
  /** Refused as this record alone, which passes by no waiting; `kind`: of request, as the log calls it. */
  readonly refused?: Omit<Refusal, 'form'> & { readonly kind: string }
  /** The system stumbled over this record while it answers others, and took it for what the request did. */
  readonly stumbled?: 'reading' | 'writing'
}

/** An answer that is not trouble: the caller judges status and body. */
export interface SystemAnswer {
  readonly kind: 'answer'
  readonly status: number
  readonly headers: AnswerHeaders
  readonly body: string
  /** The body parsed; undefined where it is empty, or no JSON where the purpose takes plain text. */
  readonly json: unknown
  /** A refusal that is of all, by `Purpose.refuses`; `by-count`: because it was said of this record as well as of others. */
  readonly refusesAll?: 'in-words' | 'by-count'
}

/** One far system during one run. */
export interface FarSystem {
  readonly send: (request: HttpRequest, purpose: Purpose) => Promise<SystemAnswer | SystemTrouble>
  /** Requests sent so far. */
  readonly requests: () => number
  /** Requests that have not left yet. */
  readonly queued: () => number
  /** Whether the system counts as down for the rest of the run; `suspect`: it was before, and nothing was heard since. */
  readonly health: () => 'well' | 'suspect' | 'down'
  /** How far its clock is ahead of ours by the last answer, ms; 0 where it is not, or nothing tells. */
  readonly aheadMs: () => number
  /** Whether a request of this kind went well in this run. */
  readonly isProven: (kind: string) => boolean
  /** The run is over: a system that gave trouble alone is asked by one request first in the next one. */
  readonly finish: () => void
}

export interface FarSystemOptions {
  readonly system: System
  readonly transport: Transport
  /** Where requests wait until they may leave; its concurrency is what may be in flight. */
  readonly queue: PQueue
  /** Lower the requests in flight while answers slow down. */
  readonly adaptive: boolean
  readonly clock: Clock
  readonly log: Log
  readonly dryRun: boolean
  /** The system was down in an earlier run. */
  readonly pause: SystemPause | null
  /** Called when the system goes down or comes back. */
  readonly onPause: (pause: SystemPause | null) => void
  /** Whether this run is to end: nothing more is sent then. */
  readonly halted: () => boolean
  /** Whether the system has stumbled over the item of these numbers in an earlier run. */
  readonly stumbled?: (numbers: ItemNumbers) => boolean
  /** Resolves once `halted` speaks of now; awaited before each request. */
  readonly awake?: () => Promise<void>
}

/** Five troubles in a row, and a system counts as down; one, if it was down before (`flows.md`, Common 5). */
const troublesUntilDown = 5
const probeEveryMs = 60_000
/** The longest Retry-After that is waited for inside a run. */
const longestWaitMs = 10_000
const mostWaits = 3

/** Whether an answer is none of the system's: no redirect is followed, and a good status alone says nothing. */
function isOthers(answer: SystemAnswer, { isDue }: Purpose): boolean {
  if (answer.status >= 400) return false
  return answer.status < 200 || answer.status >= 300 || isDue?.(answer) === false
}

/**
 * Puts everything between this project and one far system in one place: requests in flight and per second, waiting
 * for a short Retry-After, counting, logging, and the judgement that a system is down. A system that was down before
 * is asked by one request first; the others wait for what it says.
 */
export function farSystem(options: FarSystemOptions): FarSystem {
  const { system, clock, queue } = options
  const pace: Slowdown | null = options.adaptive ? slowdown(queue.concurrency) : null
  const judgement = oneOrAll()
  let requests = 0
  let troubled = false
  let well = false
  let suspect = options.pause !== null
  let down = options.pause !== null && isLeftAlone(options.pause, clock.now())
  let openAt = 0
  let waitUntil = 0
  let probe: Promise<unknown> | null = null
  let ended: SystemAnswer | null = null
  let aheadMs = 0

  const subjectOf = ({ name, records = [], numbers }: Purpose): Subject => ({
    kind: name,
    records,
    stumbled: numbers !== undefined && options.stumbled?.(numbers) === true,
  })

  /** Nothing was asked: no trouble of the system. */
  const unasked = (cause: 'down' | 'halted'): SystemTrouble => {
    return { kind: 'trouble', system, cause, retryAfterMs: null, mayHaveArrived: false }
  }

  const trouble = (
    cause: number | Unanswered | 'unreadable',
    mayHaveArrived: boolean,
    purpose: Purpose,
    wait: number | null = null,
  ): SystemTrouble => {
    troubled = true
    waitUntil = Math.max(waitUntil, clock.now() + (wait ?? 0))
    const { inARow, ofOne } = judgement.troubled(subjectOf(purpose))
    if (!down && inARow >= (suspect ? 1 : troublesUntilDown)) {
      down = true
      const now = clock.now()
      const nextProbe = new Date(Math.max(now + probeEveryMs, waitUntil)).toISOString()
      options.onPause({ system, since: options.pause?.since ?? new Date(now).toISOString(), nextProbe })
      options.log({ event: 'system-down', system, nextProbe })
    }
    // Whoever answers 429 and says how long to wait has too much to do, and nothing against this record.
    const isBusy = cause === 429 && wait !== null
    const stumbled = ofOne && isStumble(cause) && !isBusy && !suspect && !down
    return {
      kind: 'trouble',
      system,
      cause,
      retryAfterMs: wait,
      mayHaveArrived,
      ...(stumbled
        ? { stumbled: purpose.effect === true ? ('writing' as const) : ('reading' as const) }
        : {}),
    }
  }

  /** Somebody else has answered: that is of one record only where the system answers others of its kind well. */
  const othersWord = (purpose: Purpose): SystemTrouble => {
    const { stumbled, ...told } = trouble('unreadable', true, purpose)
    return stumbled !== undefined && judgement.isProven(purpose.name) ? { ...told, stumbled } : told
  }

  /** The system itself has answered, whatever it says. */
  const heard = (): void => {
    judgement.heard()
    troubled = false
    well = true
    if (!suspect) return
    suspect = false
    options.onPause(null)
    options.log({ event: 'system-up', system })
  }

  /** A refusal: of all, for good; of one record, its own trouble; `again`, where a list is to be asked once more. */
  const judged = (
    answer: SystemAnswer,
    { form, ...refusal }: Refusal,
    purpose: Purpose,
  ): SystemAnswer | SystemTrouble | 'again' => {
    const verdict = judgement.refused(subjectOf(purpose), form)
    if (verdict === 'again') return verdict
    if (verdict === 'all') {
      // What is configured for one call may be right for another.
      if (answer.status === 401 || answer.status === 403) ended = { ...answer, refusesAll: 'in-words' }
      const byCount = form !== 'at-once' && purpose.records?.length === 1
      return { ...answer, refusesAll: byCount ? 'by-count' : 'in-words' }
    }
    const refused = { ...refusal, kind: purpose.name }
    return {
      kind: 'trouble',
      system,
      cause: answer.status,
      retryAfterMs: null,
      mayHaveArrived: false,
      refused,
    }
  }

  /**
   * Sends once, unless there is a reason not to; `held`: not sent, for the system asked to wait; `later`: it does so now;
   * `again`: what somebody before the system said of a list is to be heard twice.
   */
  const attempt = async (
    request: HttpRequest,
    purpose: Purpose,
    mayWait: boolean,
  ): Promise<SystemAnswer | SystemTrouble | 'held' | 'later' | 'again'> => {
    await options.awake?.()
    // Nothing is waited for between this look and the request.
    if (options.halted()) return unasked('halted')
    if (ended !== null) return ended
    if (down) return unasked('down')
    if (openAt > clock.now()) return 'held'
    const startedAt = clock.now()
    requests += 1
    const answer = await options.transport(purpose.once === true ? { ...request, fresh: true } : request)
    const durationMs = clock.now() - startedAt
    if (answer.kind === 'answered') aheadMs = aheadBy(answer.headers, clock.now()) ?? aheadMs
    if (pace !== null) queue.concurrency = pace.after(purpose.name, durationMs)
    const transactionId = answer.kind === 'answered' ? purpose.transactionId?.(answer.body) : undefined
    options.log({
      event: 'request',
      system,
      purpose: purpose.name,
      answer: answer.kind === 'answered' ? answer.status : answer.why,
      durationMs,
      ...(transactionId === undefined ? {} : { transactionId }),
      ...(purpose.numbers === undefined ? {} : { numbers: purpose.numbers }),
    })
    if (answer.kind === 'unanswered') return trouble(answer.why, answer.mayHaveArrived, purpose)
    const { status, headers } = answer
    const body = bare(answer.body)
    const read = answer.isGarbled === true ? 'unreadable' : parsed(body, purpose.plain === true)
    const json = read === 'unreadable' ? undefined : read.json
    const whole: SystemAnswer = { kind: 'answer', status, headers, body, json }
    const isInTrouble = isTrouble(status, body)
    // A firewall's 501 or 999 is a page; one in the system's own form is trouble.
    const mayRefuse = !isInTrouble || (isRefusal(status) && status > 500 && read === 'unreadable')
    const refusal = mayRefuse ? (purpose.refuses?.(whole) ?? null) : null
    if (refusal !== null) {
      if (refusal.form !== 'other') heard()
      return judged(whole, refusal, purpose)
    }
    if (!isInTrouble) {
      // A refusal in words (401, 403) is judged by its status alone.
      const isInWords = status === 401 || status === 403
      if (read === 'unreadable' && !isInWords) return trouble('unreadable', true, purpose)
      if (isOthers(whole, purpose)) return othersWord(purpose)
      if (purpose.elsewhere !== true) heard()
      if (!isInWords) judgement.wentWell(subjectOf(purpose))
      // Judged here and not by the caller, before the next one in the queue leaves.
      if (purpose.ends?.(whole) === true) ended = whole
      return whole
    }
    const wait = retryAfterMs(answer.headers, clock.now())
    const notTaken = answer.status === 429 || answer.status === 503 || answer.status === 403
    // What may have taken effect is not repeated here, however short the wait: its flow decides that.
    const repeatable = notTaken || purpose.effect !== true
    if (wait === null || wait > longestWaitMs || !mayWait || !repeatable) {
      return trouble(answer.status, !notTaken, purpose, wait)
    }
    openAt = Math.max(openAt, clock.now() + wait)
    return 'later'
  }

  /** Asks until there is a word that counts. After a wait it queues anew, so that not all go out at once. */
  const ask = async (request: HttpRequest, purpose: Purpose): Promise<SystemAnswer | SystemTrouble> => {
    for (let waits = 0; ;) {
      if (openAt > clock.now()) await clock.sleep(openAt - clock.now())
      const said = await queue.add(() => attempt(request, purpose, waits < mostWaits))
      if (said === 'later') waits += 1
      else if (said !== 'held' && said !== 'again') return said
    }
  }

  const send = async (request: HttpRequest, purpose: Purpose): Promise<SystemAnswer | SystemTrouble> => {
    if (options.dryRun && purpose.effect) throw new Error('A dry run must not write.')
    if (!suspect || down || ended !== null) return ask(request, purpose)
    if (probe !== null) {
      await probe
      return send(request, purpose)
    }
    const asked = ask(request, purpose).finally(() => {
      probe = null
    })
    probe = asked
    return asked
  }

  return {
    send,
    requests: () => requests,
    queued: () => queue.size,
    aheadMs: () => aheadMs,
    isProven: judgement.isProven,
    health: () => (down ? 'down' : suspect ? 'suspect' : 'well'),
    finish: () => {
      if (!troubled || well || suspect || down) return
      const now = new Date(clock.now()).toISOString()
      options.onPause({ system, since: now, nextProbe: now })
    },
  }
}
