import type { Clock } from '../flows/host.ts'
import type { AnswerHeaders, HttpAnswer, Transport, Unanswered } from '../http/transport.ts'

/** What an address answered that none of the two systems would: a web page, or a way to somewhere else. */
export type StrangeAnswer =
  | { readonly kind: 'unanswered'; readonly why: Unanswered }
  | { readonly kind: 'redirected'; readonly status: number; readonly to: string }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'proxy-refused' }

/** What was heard from one address over a whole check. */
export interface Heard {
  /** Null once it has answered anything that was no page, no redirect and no silence, and before it was asked. */
  readonly strange: StrangeAnswer | null
  /** How far its clock is ahead of ours, ms, by the `Date` of its last answer; null where none tells. */
  readonly aheadMs: number | null
}

/** Listens to what passes through a transport. */
export interface Listener {
  readonly transport: Transport
  /** Of the requests to an address and below it. */
  readonly of: (address: string) => Heard
}

/** A `Date` header is cut to whole seconds. */
const halfSecond = 500

/**
 * The time that an answer tells, ms; NaN where none does. A cache repeats the `Date` of the answer it kept (RFC 9111 §5.1),
 * and one that is not in GMT is of no known zone (RFC 9110 §5.6.7).
 */
function toldBy({ headers }: Extract<HttpAnswer, { readonly kind: 'answered' }>): number {
  const isKept = Number(headers.get('age') ?? 0) !== 0
  const date = headers.get('date') ?? ''
  return isKept || !/\bGMT$/.test(date) ? Number.NaN : Date.parse(date)
}

/** The address that a redirect names, without its path: that may hold anything. */
function originOf(location: string | null, from: string): string {
  try {
    return new URL(location ?? '', from).origin
  } catch {
    return 'an address that is none'
  }
}

function isPage(body: string, headers: AnswerHeaders): boolean {
  return body.trimStart().startsWith('<') || /^text\/html/i.test(headers.get('content-type') ?? '')
}

function strangeIn(answer: HttpAnswer, url: string): StrangeAnswer | null {
  if (answer.kind === 'unanswered') return { kind: 'unanswered', why: answer.why }
  const { status, headers, body } = answer
  if (status === 407) return { kind: 'proxy-refused' }
  if (status >= 300 && status < 400) {
    return { kind: 'redirected', status, to: originOf(headers.get('location'), url) }
  }
  // A system in trouble may well show a page: that says nothing of the address. 511 is a network that asks to sign in.
  return (status < 500 || status === 511) && isPage(body, headers) ? { kind: 'page', status } : null
}

/** Puts an ear to a transport, for the time of a check. */
export function listenTo(own: Transport, clock: Clock): Listener {
  const answers: {
    readonly url: string
    readonly strange: StrangeAnswer | null
    readonly aheadMs: number | null
  }[] = []
  return {
    transport: async (request) => {
      const answer = await own(request)
      const date = answer.kind === 'answered' ? toldBy(answer) : Number.NaN
      const strange = strangeIn(answer, request.url)
      const isTold = strange === null && !Number.isNaN(date)
      answers.push({ url: request.url, strange, aheadMs: isTold ? date + halfSecond - clock.now() : null })
      return answer
    },
    of: (address) => {
      const own = answers.filter(({ url }) => url === address || url.startsWith(`${address}/`))
      const isKnown = own.some(({ strange }) => strange === null)
      return {
        strange: isKnown ? null : (own.at(-1)?.strange ?? null),
        aheadMs: own.findLast(({ aheadMs }) => aheadMs !== null)?.aheadMs ?? null,
      }
    },
  }
}
