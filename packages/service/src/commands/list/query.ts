import type { ItemState } from '@ping-primero/core/domain/flow.ts'
import { laterBy } from '@ping-primero/core/ledger/item.ts'
import type { ListQuery } from '@ping-primero/core/ledger/questions.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { flowOf } from '../flow-argument.ts'
import { reasonOf } from '../reason-argument.ts'
import { instantOf } from '../run/handler.ts'
import type { ListOptions } from './command.ts'

/** What is listed, of whichever deployment. */
export type Wanted = Omit<ListQuery, 'deployment'>

/** What needs somebody comes before what waits. */
const unsettledStates = ['attention', 'waiting'] as const satisfies readonly ItemState[]
const settledStates = ['confirmed', 'withdrawn', 'handled'] as const satisfies readonly ItemState[]

const unitMs = { d: 24 * 60 * 60_000, h: 60 * 60_000, m: 60_000 } as const

/** `3d`, `12h`, `45m` in milliseconds; null for anything else. */
function durationOf(text: string): number | null {
  const [, count, unit] = /^(\d{1,5})\s?([dhm])$/.exec(text.trim()) ?? []
  if (unit !== 'd' && unit !== 'h' && unit !== 'm') return null
  return Number(count) * unitMs[unit]
}

function statesOf(typed: readonly string[]): Result<readonly ItemState[]> {
  const named = typed.map((state) => state.trim()).filter((state) => state !== '')
  const known: readonly string[] = unsettledStates
  if (typed.length > 0 && (named.length === 0 || named.some((state) => !known.includes(state)))) {
    return refused(
      'arguments-invalid',
      '--state takes waiting, attention, or both with a comma. What is settled is listed with --settled.',
    )
  }
  return {
    ok: true,
    value: unsettledStates.filter((state) => named.length === 0 || named.includes(state)),
  }
}

function statesWanted({ settled, undecided, state }: ListOptions): Result<readonly ItemState[]> {
  if (undecided === true) return { ok: true, value: ['confirmed'] }
  return settled === true ? { ok: true, value: settledStates } : statesOf(state)
}

function timeOf(option: string, typed: string | undefined): Result<string | null> {
  const value = typed === undefined ? null : instantOf(typed)
  return typed !== undefined && value === null
    ? refused('arguments-invalid', `${option} takes an ISO date or time such as 2026-03-01T00:00:00Z.`)
    : { ok: true, value }
}

/** Options that do not go together; null = all do. */
function discord(options: ListOptions): string | null {
  const { settled, undecided, state, reason, olderThan, since, until } = options
  if (undecided === true && (settled === true || state.length > 0 || reason !== undefined)) {
    return 'What is not decided has arrived, and has no reason: --undecided goes with --flow and --older-than alone.'
  }
  if (settled !== true && (since !== undefined || until !== undefined)) {
    return '--since and --until go with --settled. What has waited for long is listed with --older-than.'
  }
  if (settled === true && (state.length > 0 || reason !== undefined || olderThan !== undefined)) {
    return 'What is settled has no reason and waits for nothing: --settled goes with --flow, --since and --until alone.'
  }
  return null
}

/** What the options of `list` ask for, at a time. */
export function wantedOf(options: ListOptions, nowMs: number): Result<Wanted> {
  const found = discord(options)
  if (found !== null) return refused('arguments-invalid', found)
  const flow = options.flow === undefined ? null : flowOf(options.flow)
  if (flow?.ok === false) return flow
  const reason = options.reason === undefined ? null : reasonOf(options.reason)
  if (reason?.ok === false) return reason
  const states = statesWanted(options)
  if (!states.ok) return states
  const from = timeOf('--since', options.since)
  if (!from.ok) return from
  const until = timeOf('--until', options.until)
  if (!until.ok) return until
  if (from.value !== null && until.value !== null && from.value >= until.value) {
    return refused('arguments-invalid', '--since must be before --until.')
  }
  const longerMs = options.olderThan === undefined ? null : durationOf(options.olderThan)
  if (options.olderThan !== undefined && longerMs === null) {
    return refused('arguments-invalid', '--older-than takes days, hours or minutes, such as 3d, 12h or 45m.')
  }
  return {
    ok: true,
    value: {
      flow: flow?.value ?? null,
      states: states.value,
      reason: reason?.value ?? null,
      from: from.value,
      before: longerMs === null ? until.value : laterBy(new Date(nowMs).toISOString(), -longerMs),
      undecided: options.undecided ?? false,
    },
  }
}
