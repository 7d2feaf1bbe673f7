import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ListedStrand } from '@ping-primero/core/ledger/strand-questions.ts'
import type { Reading } from '../reading.ts'
import {
  isEach,
  itemPlace,
  itemPosition,
  itemQuery,
  narrowing,
  strandPlace,
  strandPosition,
  strandQuery,
  type ReferralFilter,
} from './filter.ts'
import { itemRow, strandRow, type ListPage } from './model.ts'
import type { Nearest } from './page.ts'

/** A page of what a filter chooses: so many rows at most. */
export async function readPage(
  filter: ReferralFilter,
  limit: number,
  reading: Pick<Reading, 'host' | 'deployment'>,
): Promise<ListPage> {
  const read = isEach(filter) ? readItems : readStrands
  return read(filter, limit, reading)
}

async function readStrands(
  filter: ReferralFilter,
  limit: number,
  { host, deployment }: Pick<Reading, 'host' | 'deployment'>,
): Promise<ListPage> {
  const query = strandQuery(deployment.name, filter, deployment.timezone)
  const after = strandPosition(filter.after)
  const [total, strands] = await Promise.all([
    host.ledger.strandCount(query),
    host.ledger.strandPage(query, after, limit + 1),
  ])
  const last = strands.length > limit ? strands[limit - 1] : undefined
  return {
    rows: strands.slice(0, limit).flatMap((strand) => strandRow(strand) ?? []),
    total,
    before: after === null ? 0 : (filter.shown ?? 0),
    next: last === undefined ? null : strandPlace(last),
  }
}

async function readItems(
  filter: ReferralFilter,
  limit: number,
  { host, deployment }: Pick<Reading, 'host' | 'deployment'>,
): Promise<ListPage> {
  const query = itemQuery(deployment.name, filter)
  const after = itemPosition(filter.after)
  const [total, items] = await Promise.all([
    host.ledger.itemCount(query),
    host.ledger.newestItems(query, after, limit + 1),
  ])
  const last = items.length > limit ? items[limit - 1] : undefined
  return {
    rows: items.slice(0, limit).map(itemRow),
    total,
    before: after === null ? 0 : (filter.shown ?? 0),
    next: last === undefined ? null : itemPlace(last),
  }
}

/** Referrals that are read at once, so that memory stays flat. */
const perPiece = 500

/** Every item of what a filter chooses, a piece at a time. */
export async function* itemPieces(
  filter: ReferralFilter,
  { host: { ledger }, deployment }: Pick<Reading, 'host' | 'deployment'>,
): AsyncGenerator<readonly LedgerItem[]> {
  if (isEach(filter)) {
    const query = itemQuery(deployment.name, filter)
    let after: LedgerItem | null = null
    do {
      const items: readonly LedgerItem[] = await ledger.newestItems(query, after, perPiece)
      yield items
      after = items.length < perPiece ? null : (items.at(-1) ?? null)
    } while (after !== null)
    return
  }
  const query = strandQuery(deployment.name, filter, deployment.timezone)
  let after: ListedStrand | null = null
  do {
    const strands: readonly ListedStrand[] = await ledger.strandPage(query, after, perPiece)
    yield strands.flatMap(({ items }) => items)
    after = strands.length < perPiece ? null : (strands.at(-1) ?? null)
  } while (after !== null)
}

/** Which part of a filter, left out, lets the most be seen; null where none lets anything. */
export async function nearestTo(
  filter: ReferralFilter,
  { host, deployment }: Pick<Reading, 'host' | 'deployment'>,
): Promise<Nearest | null> {
  if (isEach(filter)) return null
  const given = narrowing.filter((name) => filter[name] !== null)
  const nearest = await Promise.all(
    given.map(async (without): Promise<Nearest> => {
      const wider = strandQuery(deployment.name, { ...filter, [without]: null }, deployment.timezone)
      return { without, count: await host.ledger.strandCount(wider) }
    }),
  )
  const [most] = nearest.toSorted((one, other) => other.count - one.count)
  return most === undefined || most.count === 0 ? null : most
}
