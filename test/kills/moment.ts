import { watch } from 'node:fs'
import { basename } from 'node:path'
import type { Fault, SeededRandom, Systems } from '@ping-primero/sandbox'
import type { Office } from './office.ts'

/** The kinds of moments at which a process is killed; each kind lies between two things that it does. */
export const momentKinds = [
  /** Any time from its start to the end of a usual run. */
  'any time',
  /** A request has left and is never acted on. */
  'request lost',
  /** A request is acted on and never answered. */
  'request acted on',
  /** The answer leaves just as the process dies. */
  'answer leaving',
  /** The answer has come, and its outcome is on the way to the ledger. */
  'answer come',
  /** The ledger's file is being written. */
  'commit',
] as const

/** A kind of moment. */
export type MomentKind = (typeof momentKinds)[number]

/** Those at which no connection breaks: a process that goes on would have to wait before it asks again. */
export const quietMomentKinds = ['any time', 'answer leaving', 'answer come', 'commit'] as const

/** One moment, as chosen before the process starts. */
export interface Moment {
  readonly kind: MomentKind
  /** Which requests or writes count towards it. */
  readonly at: RegExp
  /** The how manieth of them it is. */
  readonly nth: number
  /** Milliseconds after the start, or after that request's answer. */
  readonly afterMs: number
}

const effects = [
  /\/api\/ingestion\/v2\/[^/]+\/asyncdata$/,
  // The one effect that cannot be repeated comes twice.
  /\/api\/ingestion\/v2\/[^/]+\/asyncdata$/,
  /\/api\/ingestion\/v2\/[^/]+\/data$/,
  /^\/api\/v2\/cases$/,
  /^\/api\/v2\/cases\/[^/]+$/,
  /\/referrals\/[^/]+$/,
] as const

/** Chooses where the next process dies: requests with an effect twice as often as others. */
export function chooseMoment(kind: MomentKind, random: SeededRandom, usualMs: number): Moment {
  if (kind === 'any time') return { kind, at: /^/, nth: 1, afterMs: random.below(usualMs) }
  if (kind === 'commit') return { kind, at: /-wal$/, nth: 1 + random.below(40), afterMs: 0 }
  const at = random.chance(2 / 3) ? random.pick(effects) : /^/
  return { kind, at, nth: 1 + random.below(at.source === '^' ? 40 : 6), afterMs: random.below(6) }
}

/** A moment that is waited for. */
export interface Armed {
  /** Whether it came. */
  readonly struck: () => boolean
  readonly disarm: () => void
}

/** Calls `strike` once, when the moment comes. */
export function arm(moment: Moment, systems: Systems, office: Office, strike: () => void): Armed {
  const { kind, afterMs } = moment
  let struck = false
  const once = (): void => {
    if (struck) return
    struck = true
    strike()
  }
  if (kind === 'any time') {
    const timer = setTimeout(once, afterMs)
    return { struck: () => struck, disarm: () => clearTimeout(timer) }
  }
  let seen = 0
  const isIt = (name: string): boolean => {
    if (!moment.at.test(name)) return false
    seen += 1
    return seen === moment.nth
  }
  if (kind === 'commit') {
    const watcher = watch(office.directory, (_change, name) => {
      if (name?.startsWith(basename(office.ledger)) === true && isIt(name)) once()
    })
    return { struck: () => struck, disarm: () => watcher.close() }
  }
  const timers: NodeJS.Timeout[] = []
  const later = (): void => void timers.push(setTimeout(once, afterMs))
  const rules = [systems.ping, systems.primero].map(({ faults }) =>
    faults.add({
      fault: faultOf(kind, once, later),
      when: ({ path }) => {
        // A sign-in is repeated by whoever comes next and leaves nothing behind.
        if (path.endsWith('/token') || !isIt(path)) return false
        if (kind === 'request lost' || kind === 'request acted on') once()
        return true
      },
    }),
  )
  return {
    struck: () => struck,
    disarm: () => {
      for (const rule of rules) rule.remove()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function faultOf(kind: MomentKind, now: () => void, later: () => void): Fault {
  if (kind === 'request lost') return { kind: 'reset-before' }
  if (kind === 'request acted on') return { kind: 'reset-after' }
  const strike = kind === 'answer leaving' ? now : later
  return {
    kind: 'rewrite',
    with: (answer) => {
      strike()
      return answer
    },
  }
}
