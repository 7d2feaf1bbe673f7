import type { Claim, FlowName, Seen, Violation } from './seen.ts'

/**
 * What the ledger says of one record: `nothing`, the state of its item, and in attention or waiting the reason:
 * `attention case-closed`.
 */
export type Saying = string

/** One record of a source, what the ledger may say of it as both systems stand, and what it says. */
export interface Account {
  readonly flow: FlowName
  readonly key: string
  /** The record in words of people, for the story. */
  readonly record: string
  readonly may: ReadonlySet<Saying>
  readonly claim: Claim | undefined
}

function sayingOf(claim: Claim | undefined): Saying {
  if (claim === undefined) return 'nothing'
  const { state, reason } = claim
  return state === 'attention' || state === 'waiting' ? `${state} ${reason ?? 'without a reason'}` : state
}

/** P1, P9: the ledger says of every record what is so. Items that a person settled are that person's. */
export function disagreements(seen: Seen, accounts: readonly Account[]): readonly Violation[] {
  return accounts.flatMap(({ flow, key, record, may, claim }) => {
    const says = sayingOf(claim)
    if (seen.handled.has(`${flow} ${key}`) || may.has(says)) return []
    const property = says === 'confirmed' ? 'P9' : 'P1'
    const right = may.size === 0 ? 'this can never be right' : `right were ${[...may].join(', ')}`
    return [{ property, words: `${record}: the ledger of ${flow} says ${says}; ${right}` }]
  })
}

/**
 * Whether the ledger may have lost the item of a record that asks for nothing any more: only where its file was harmed or
 * an older one was brought back, as no list shows such a record again.
 */
export function mayHaveForgotten(seen: Seen): boolean {
  return seen.setBacks.length > 0
}

/** Whether the ledger was set back to when it had an item withdrawn, and nothing has moved that since. */
export function wasWithdrawnThen({ runs, claims, setBacks }: Seen, flow: FlowName, id: string): boolean {
  const isIt = (claim: Claim): boolean =>
    claim.flow === flow && claim.state === 'withdrawn' && (claim.key === id || claim.interventionGuid === id)
  const last = Math.max(...setBacks)
  const now = claims.find(isIt)
  return runs.some((run) => {
    const before = run.endedAt !== null && run.endedAt <= last ? run.claims?.find(isIt) : undefined
    return before !== undefined && before.settledRun === now?.settledRun
  })
}
