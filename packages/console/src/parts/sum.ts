import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import { html } from 'hono/html'
import type { Reading } from '../pages/reading.ts'
import type { Html } from './html.ts'
import { linked } from './linked.ts'

/** The terms of the sum, in their order. */
export const sumStates = ['confirmed', 'waiting', 'attention', 'withdrawn', 'handled'] as const

/** Everything that was found. */
export function foundOf(counts: StateCounts): number {
  return sumStates.reduce((total, state) => total + counts[state], 0)
}

/** What was found since a time, and where it stands: each term leads to its list. `flow` = of that one alone. */
export function sumWords(since: string | null, counts: StateCounts, reading: Reading, flow?: Flow): Html {
  const { say, times } = reading
  if (since === null) return html`${say('today.sum.none')}`
  const term = (state: (typeof sumStates)[number]): Html => {
    const query = flow === undefined ? { each: '1', state } : { flow, state }
    return linked(reading, 'referrals', say.html(`sum.${state}`, { count: counts[state] }), { query })
  }
  return say.html('today.sum', {
    since: times.html(since),
    found: say.html('sum.found', { count: foundOf(counts) }),
    confirmed: term('confirmed'),
    waiting: term('waiting'),
    attention: term('attention'),
    withdrawn: term('withdrawn'),
    handled: term('handled'),
  })
}
