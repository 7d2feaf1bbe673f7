import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import type { Totals } from './played-story.ts'
import type { StoryWorld } from './world.ts'

/** The books: flow by flow and in all. */
export interface Balance {
  readonly flows: readonly { readonly flow: Flow; readonly found: number; readonly counts: StateCounts }[]
  readonly totals: Totals
}

const nothing: Totals = { found: 0, confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 }

function sumOf(counts: StateCounts): number {
  return counts.confirmed + counts.waiting + counts.attention + counts.withdrawn + counts.handled
}

/** The books as the ledger holds them: settled items too. */
export async function balanceOf(world: Pick<StoryWorld, 'ledger'>): Promise<Balance> {
  const flows = (await world.ledger()).map(({ flow, counts }) => ({ flow, found: sumOf(counts), counts }))
  const totals = flows.reduce(
    (sum, { found, counts }) => ({
      found: sum.found + found,
      confirmed: sum.confirmed + counts.confirmed,
      waiting: sum.waiting + counts.waiting,
      attention: sum.attention + counts.attention,
      withdrawn: sum.withdrawn + counts.withdrawn,
      handled: sum.handled + counts.handled,
    }),
    nothing,
  )
  return { flows, totals }
}
