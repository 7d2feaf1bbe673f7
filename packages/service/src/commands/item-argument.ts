import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { isUnsettled, itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { LedgerStore } from '../ledger/store.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { flowWords, stateWords } from '../words/words.ts'
import type { Context } from './command.ts'
import { itemsOfNumber } from './with-ledger.ts'

/** Where items stand, each flow and state once: `1.1 (referrals from proGres to Primero): confirmed`. */
function standing(items: readonly LedgerItem[]): string {
  const stand = items.map((item) => `${item.flow} (${flowWords[item.flow]}): ${stateWords[item.state]}`)
  return [...new Set(stand)].join(', ')
}

async function allOf(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  flow: Flow | null,
): Promise<Result<readonly LedgerItem[]>> {
  const found = await itemsOfNumber(context, store, [deployment], number)
  if (!found.ok) return found
  const items = found.value.map(({ item }) => item)
  const meant = items.filter((item) => flow === null || item.flow === flow)
  if (meant.length === 0) return refused('number-elsewhere', `It is of ${standing(items)}.`)
  return { ok: true, value: meant }
}

/** The unsettled items of a number; none is no refusal, an unknown number is, and one that another flow has. */
export async function unsettledOf(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  flow: Flow | null,
): Promise<Result<readonly LedgerItem[]>> {
  const items = await allOf(context, store, deployment, number, flow)
  return items.ok ? { ok: true, value: items.value.filter(isUnsettled) } : items
}

/**
 * The one unsettled item that a person means: an act that cannot be taken back must not hit another one. Where several
 * carry the number and one alone is `wanted`, it is that one.
 */
export async function oneItem(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  flow: Flow | null,
  wanted: (item: LedgerItem) => boolean,
): Promise<Result<LedgerItem>> {
  const items = await allOf(context, store, deployment, number, flow)
  if (!items.ok) return items
  const unsettled = items.value.filter(isUnsettled)
  if (unsettled.length === 0) return refused('already-settled', `It is of ${standing(items.value)}.`)
  const fitting = unsettled.filter(wanted)
  const [first, ...others] = fitting.length === 0 ? unsettled : fitting
  if (first === undefined || others.length > 0) {
    const named = [first, ...others].flatMap((item) =>
      item === undefined ? [] : `${item.flow} ${itemNumber(item)}`,
    )
    return refused('number-ambiguous', `They are: ${named.slice(0, 20).join(', ')}.`)
  }
  return { ok: true, value: first }
}
