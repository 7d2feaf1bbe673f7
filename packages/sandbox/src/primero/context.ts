import type { PrimeroStore } from './store.ts'

/** What every part of a simulated Primero works with. */
export interface PrimeroContext {
  readonly store: PrimeroStore
  readonly version: '2.15' | '2.14'
  readonly now: () => number
  readonly newId: () => string
  /** Whether rows of equal sort key come in another order on every other page (contract §3.1: no tie-breaker). */
  readonly shuffledTies: boolean
  /** Whether `query` of a list is passed over, so that it answers with everything. */
  readonly ignoresQuery: boolean
}
