import type { SystemTrouble } from './system.ts'
import type { AnswerHeaders } from './transport.ts'

/** How far the clock that dated an answer is ahead of ours, ms: a `Date` tells whole seconds. Null without one. */
export function aheadBy(headers: AnswerHeaders, now: number): number | null {
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return null
  return date + 1000 - now > 2000 ? date + 1000 - now : 0
}

/** Whether an answer is trouble of the system, whatever was asked (`flows.md`, Common 5): also a quota that is used up. */
export function isTrouble(status: number, body: string): boolean {
  return status >= 500 || status === 429 || status === 408 || (status === 403 && /quota/i.test(body))
}

/** The body without blanks and byte-order marks around it; a gateway that reads UTF-8 as Latin-1 turns a mark into `ï»¿`. */
export function bare(body: string): string {
  return body
    .trim()
    .replace(/^(?:ï»¿)+/, '')
    .trimStart()
}

/** Whether a bare body is a page and not what these systems say, be it in JSON or in words. */
export function isPage(body: string): boolean {
  return body.startsWith('<')
}

/** Whether a status refuses the request, whatever stands in the body; firewalls answer 501 and 999 as well. */
export function isRefusal(status: number): boolean {
  return (status >= 400 && status < 500) || status === 501 || status > 599
}

/** A failure that one record can make, and not only a network. */
export function isStumble(cause: SystemTrouble['cause']): boolean {
  return (
    cause === 'unreadable' ||
    cause === 'reset' ||
    cause === 'timeout' ||
    (typeof cause === 'number' && (cause >= 500 || cause === 408 || cause === 429))
  )
}

/** The parsed body, or `unreadable`: HTML where JSON was due, JSON cut short. */
export function parsed(body: string, plain: boolean): { readonly json: unknown } | 'unreadable' {
  if (body === '') return { json: undefined }
  try {
    const json: unknown = JSON.parse(body)
    return { json }
  } catch {
    return plain && !isPage(body) ? { json: undefined } : 'unreadable'
  }
}
