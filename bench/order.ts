/** What the bench asks of the simulators' process. */
export type Order =
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'referrals' | 'decisions' | 'outgoing' | 'reviewed'; readonly count: number }
  /** Referrals of children of whom Primero knows none, and cases of others whose individual number is not known. */
  | { readonly kind: 'new-children' | 'numberless'; readonly count: number }
  | { readonly kind: 'officers' | 'caseworkers' | 'reset' | 'read' }

/** What one system has been asked since the last reset. */
export interface Asked {
  readonly total: number
  /** Most requests in flight at once. */
  readonly peak: number
  /** Work of the server, ms, by the prices of primero-contract §14. */
  readonly work: number
  readonly counts: Readonly<Record<string, number>>
}

/** The simulators' answer to any order. */
export interface Reply {
  readonly urls: { readonly ping: string; readonly primero: string }
  readonly ping: Asked
  readonly primero: Asked
}
