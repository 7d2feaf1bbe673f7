import type { HttpRequest, Transport } from '@ping-primero/core/http/transport.ts'
import type { Ledger } from '@ping-primero/core/ledger/ledger.ts'
import type { Between } from '../worlds/engine/machine.ts'
import type { Life } from '../worlds/engine/time.ts'

/** Where a process may die around one effect. */
export const points = [
  'before the request',
  'sent and unread',
  'done and unanswered',
  'answered and not recorded',
  'recorded and not acknowledged',
] as const

export type Point = (typeof points)[number]

/** One place at which a process may die: the nth time that a run comes to an effect. */
export interface Place {
  /** A request by what it does, or a commit by what it keeps. */
  readonly effect: string
  readonly nth: number
  readonly point: Point
}

/** What a request is, as a reader of the matrix names it. */
function effectOf({ method, url, body = '' }: HttpRequest): string {
  const { pathname } = new URL(url)
  const process = /"ShippingProcessId"\s*:\s*"([^"]*)"/i.exec(body)?.[1]
  if (process !== undefined) return `PING ${pathname.includes('checkstatus') ? 'status of ' : ''}${process}`
  if (pathname.includes('/oauth2/')) return 'PING token'
  return `Primero ${method} ${pathname.replaceAll(/[0-9a-f-]{36}/g, ':id')}`
}

const commits = ['save', 'saveCursor', 'saveSeen', 'forgetSeen', 'saveRun', 'savePause', 'saveLook'] as const

/** What a process came to, and how it is to die. */
export interface Scaffold extends Between {
  /** Every place that was passed, in order, since the last arming. */
  readonly passed: () => readonly Place[]
  /** Arms one place; null = none. The process dies there, and `onDeath` is called. */
  readonly arm: (place: Place | null) => void
}

const never = new Promise<never>(() => {})

/**
 * Stands between a process and what it is lent. At an armed place the process is dead at once: nothing that it asks for
 * is done any more. `undone` lets a request get lost on its way.
 */
export function scaffold(onDeath: () => void, undone: (life: Life, own: Transport) => Transport): Scaffold {
  let armed: Place | null = null
  let seen = new Map<string, number>()
  let passed: Place[] = []

  /** Whether the process dies here. */
  const isHere = (effect: string, nth: number, point: Point): boolean => {
    passed.push({ effect, nth, point })
    return armed?.effect === effect && armed.nth === nth && armed.point === point
  }
  const count = (effect: string): number => {
    const nth = (seen.get(effect) ?? 0) + 1
    seen.set(effect, nth)
    return nth
  }
  const die = (life: Life): Promise<never> => {
    life.dead = true
    armed = null
    onDeath()
    return never
  }

  return {
    passed: () => passed,
    arm: (place) => {
      armed = place
      seen = new Map()
      passed = []
    },
    network: (life, own) => async (request) => {
      if (life.dead) return never
      const effect = effectOf(request)
      const nth = count(effect)
      if (isHere(effect, nth, 'before the request')) return die(life)
      if (isHere(effect, nth, 'sent and unread')) {
        void undone(life, own)(request)
        return die(life)
      }
      if (isHere(effect, nth, 'done and unanswered')) {
        void own(request)
        return die(life)
      }
      const answer = await own(request)
      if (life.dead) return never
      return isHere(effect, nth, 'answered and not recorded') ? die(life) : answer
    },
    ledger: (life, own) => {
      const mortal =
        (name: keyof Ledger) =>
        async (...given: never[]): Promise<unknown> => {
          if (life.dead) return never
          const kept = await (own[name] as (...all: never[]) => Promise<unknown>)(...given)
          if (life.dead) return never
          if (!commits.some((one) => one === name)) return kept
          const effect = `ledger ${name}`
          return isHere(effect, count(effect), 'recorded and not acknowledged') ? die(life) : kept
        }
      return Object.fromEntries(
        Object.keys(own).map((name) => [name, mortal(name as keyof Ledger)]),
      ) as unknown as Ledger
    },
  }
}
