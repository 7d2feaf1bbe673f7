import type { Progress } from '@ping-primero/core/flows/progress.ts'

/** Something that takes long, as it stands. */
export interface Undertaken<Order, End> {
  readonly order: Order
  /** How far it is; null = it has told nothing yet, or has ended. */
  readonly progress: Progress | null
  /** Another one begins when it ends. */
  readonly isFollowed: boolean
  /** null = it goes on. */
  readonly end: End | null
}

/** Does it. It is lent what it tells by how far it is, and must not throw. */
type Work<End> = (watched: (look: () => Progress) => void) => Promise<End>

/** What takes long, by name: at most one of a name at a time, in memory, gone with the process. */
export interface UndertakenOnes<Order, End> {
  /** Begins one; with `afresh`, when the one of its name ends that goes on. */
  readonly begin: (name: string, order: Order, work: Work<End>, afresh?: 'afresh') => void
  /** The last one of a name; null = none was begun. */
  readonly find: (name: string) => Undertaken<Order, End> | null
  /** Resolves once nothing goes on. */
  readonly settled: () => Promise<void>
}

interface Kept<Order, End> {
  readonly order: Order
  look: (() => Progress) | null
  end: End | null
  next: (() => void) | null
}

/** None yet. */
export function undertakenOnes<Order, End>(): UndertakenOnes<Order, End> {
  const ones = new Map<string, Kept<Order, End>>()
  const going = new Set<Promise<void>>()
  const start = (name: string, order: Order, work: Work<End>): void => {
    const one: Kept<Order, End> = { order, look: null, end: null, next: null }
    ones.set(name, one)
    const whole = (async () => {
      one.end = await work((look) => {
        one.look = look
      })
      one.look = null
      one.next?.()
    })()
    going.add(whole)
    void whole.finally(() => going.delete(whole))
  }
  return {
    begin: (name, order, work, afresh) => {
      const one = ones.get(name)
      if (one === undefined || one.end !== null) start(name, order, work)
      // One that waits for its turn has passed nothing yet.
      else if (afresh === 'afresh' && one.look !== null) one.next = () => start(name, order, work)
    },
    find: (name) => {
      const one = ones.get(name)
      if (one === undefined) return null
      const { order, look, end, next } = one
      return { order, progress: look?.() ?? null, isFollowed: next !== null && end === null, end }
    },
    settled: async () => {
      while (going.size > 0) await Promise.all(going)
    },
  }
}
