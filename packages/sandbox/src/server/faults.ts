import type { SystemAnswer, SystemRequest } from './system.ts'

/** One way in which a real server or the network before it goes wrong. "Done" means that the request took effect. */
export type Fault =
  | {
      /** Another answer instead of acting. */
      readonly kind: 'status'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly contentType?: string
    }
  | {
      /** Done, but another answer leaves: a gateway's 502 page, for instance. */
      readonly kind: 'status-after'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
      readonly contentType?: string
    }
  /** The connection is destroyed, nothing done. */
  | { readonly kind: 'reset-before' }
  /** Done, then the connection is destroyed before the answer. */
  | { readonly kind: 'reset-after' }
  /** Nothing done, never answers. */
  | { readonly kind: 'hang-before' }
  /** Done, never answers. */
  | { readonly kind: 'hang-after' }
  /** Done, status and headers leave, the body never. */
  | { readonly kind: 'hang-after-headers' }
  /** Done; half of the body leaves, then the connection is destroyed. */
  | { readonly kind: 'truncate' }
  /** Done; the body leaves in small pieces over `ms`. */
  | { readonly kind: 'drip'; readonly ms: number }
  /** Nothing wrong but late: waits `ms` before acting. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Done; a byte-order mark stands before the body. */
  | { readonly kind: 'byte-order-mark' }
  /** Done; the body leaves in Latin-1, with a question mark for whatever has no place in it. */
  | { readonly kind: 'latin-1' }
  /** Nothing done: a gateway sends the request's own body back as the answer, with 200. */
  | { readonly kind: 'echo' }
  /** Done; one row of a list is something else. */
  | { readonly kind: 'odd-row'; readonly row: unknown; readonly at?: number }
  /** Done; a list holds only so many of its rows, and counts them all. */
  | { readonly kind: 'fewer-rows'; readonly keep: number }
  /** Done; the answer is altered. In process only. */
  | {
      readonly kind: 'rewrite'
      readonly with: (answer: SystemAnswer, request: SystemRequest) => SystemAnswer
    }

/** Which requests a fault strikes. Every given condition must hold. */
export interface FaultRule {
  readonly fault: Fault
  readonly method?: string
  readonly path?: RegExp
  readonly body?: RegExp
  readonly when?: (request: SystemRequest) => boolean
  /** Lets so many matching requests pass first. */
  readonly skip?: number
  /** Strikes so many times, then never again; without it, always. */
  readonly times?: number
  /** Strikes with this probability, 0 to 1. */
  readonly chance?: number
}

/** The faults armed on a system. Of several rules that match, the one added first strikes. */
export interface Faults {
  add(rule: FaultRule): { readonly fired: () => number; remove(): void }
  clear(): void
  /** How often each kind of fault has struck since the start or the last `clear`. */
  fired(): Readonly<Record<string, number>>
}

/** The side of the faults that the HTTP frame asks. */
export interface FaultSource extends Faults {
  strike(request: SystemRequest): Fault | undefined
}

interface ArmedRule {
  readonly rule: FaultRule
  seen: number
  fired: number
}

/** `random` decides rules with a `chance`: 0 to below 1. */
export function createFaults(random: () => number): FaultSource {
  let armed: ArmedRule[] = []
  const fired = new Map<string, number>()

  return {
    add(rule) {
      const entry: ArmedRule = { rule, seen: 0, fired: 0 }
      armed.push(entry)
      return {
        fired: () => entry.fired,
        remove: () => {
          armed = armed.filter((other) => other !== entry)
        },
      }
    },
    clear() {
      armed = []
      fired.clear()
    },
    fired: () => Object.fromEntries(fired),
    strike(request) {
      for (const entry of armed) {
        const { rule } = entry
        if (rule.times !== undefined && entry.fired >= rule.times) continue
        if (!matches(rule, request)) continue
        entry.seen += 1
        if (entry.seen <= (rule.skip ?? 0)) continue
        if (rule.chance !== undefined && random() >= rule.chance) continue
        entry.fired += 1
        fired.set(rule.fault.kind, (fired.get(rule.fault.kind) ?? 0) + 1)
        return rule.fault
      }
      return undefined
    },
  }
}

function matches(rule: FaultRule, request: SystemRequest): boolean {
  if (rule.method !== undefined && rule.method !== request.method) return false
  if (rule.path !== undefined && request.path.search(rule.path) < 0) return false
  if (rule.body !== undefined && request.body.search(rule.body) < 0) return false
  return rule.when === undefined || rule.when(request)
}
