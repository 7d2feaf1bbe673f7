import type { Decision } from '../domain/flow.ts'
import { matchKey } from './match-key.ts'

/**
 * One value map (`mappings/NAME.csv`): keys matched exactly but for what people do not see (`match-key.ts`); `*` stands
 * for anything unlisted.
 */
export interface ValueMap {
  readonly name: string
  /** In the order of the file. */
  readonly rows: readonly ValueMapRow[]
}

/** One row of a value map. */
export interface ValueMapRow {
  readonly key: string
  readonly value: string
  readonly priority: number | null
  /** What the further columns say to people, by heading; absent where they say nothing. No run reads it. */
  readonly beside?: Readonly<Record<string, string>>
}

/** What a code of a decision list means (`decision-codes.csv`). */
export type DecisionMeaning = Decision | 'open' | 'synced' | 'ignore'

/** The three code lists in which decisions are stated; the same number means different things in each. */
export type DecisionList = 'referral-status' | 'review-decision' | 'unhcr-referral-status'

/** All value maps of a deployment. */
export interface ValueMaps {
  readonly maps: ReadonlyMap<string, ValueMap>
  readonly decisionCodes: ReadonlyMap<DecisionList, ReadonlyMap<string, DecisionMeaning>>
}

/** The key, or reversed the value, that stands for anything unlisted. */
export const anythingElse = '*'

/** What a map says of one key; `listed: false` = only the row `*` answered. */
export type LookedUp =
  { readonly found: true; readonly value: string; readonly listed: boolean } | { readonly found: false }

/** What a map gives for a key. Numbers and texts are alike: 125080000 finds the row `125080000`. */
export function lookUp(map: ValueMap, key: string | number): LookedUp {
  const row = rowFor(map, key)
  return row === undefined
    ? { found: false }
    : { found: true, value: row.value, listed: row.key !== anythingElse }
}

/**
 * The map read from its value to its key, the way flow 2.1 reads `sex`. A value that stands in several rows gives
 * the first. A row that takes in anything (key `*`) has no way back and is left out.
 */
export function reverse(map: ValueMap): ValueMap {
  const rows = map.rows
    .filter((row) => row.key !== anythingElse)
    .map((row) => ({ key: row.value, value: row.key, priority: row.priority }))
  return { name: map.name, rows }
}

/** Whether one of several keys may be chosen by rank: without that, several different values are nobody's guess. */
export function isRanked(map: ValueMap): boolean {
  return map.name === 'protection-concerns' || map.rows.some((row) => row.priority !== null)
}

/**
 * Of several keys the value of the highest rank (priority 1 wins; absent or equal: the order of the rows), whatever
 * the order of the keys. `unlisted` counts the keys that no row names.
 */
export function lookUpRanked(
  map: ValueMap,
  keys: readonly (string | number)[],
): { readonly value: string | null; readonly unlisted: number } {
  const hits = keys.map((key) => rowFor(map, key))
  const best = map.rows
    .filter((row) => hits.includes(row))
    .reduce<ValueMapRow | null>((best, row) => (best === null || rank(row) < rank(best) ? row : best), null)
  return {
    value: best?.value ?? null,
    unlisted: hits.filter((row) => row === undefined || row.key === anythingElse).length,
  }
}

/** What a code of one of the three decision lists means; never a default: a code that stands nowhere is `unlisted`. */
export function decisionMeaning(
  valueMaps: ValueMaps,
  list: DecisionList,
  code: string | number,
): DecisionMeaning | 'unlisted' {
  return valueMaps.decisionCodes.get(list)?.get(matchKey(String(code))) ?? 'unlisted'
}

function rowFor(map: ValueMap, key: string | number): ValueMapRow | undefined {
  const rows = map.rows.filter((row) => row.value !== anythingElse)
  const wanted = matchKey(String(key))
  const named = (row: ValueMapRow): boolean => wanted !== '' && matchKey(row.key) === wanted
  return (
    rows.find((row) => row.key === String(key).trim()) ??
    rows.find(named) ??
    rows.find((row) => row.key === anythingElse)
  )
}

function rank(row: ValueMapRow): number {
  return row.priority ?? Number.POSITIVE_INFINITY
}
