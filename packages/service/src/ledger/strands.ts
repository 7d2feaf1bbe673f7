import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { inChunks, keysPerQuery } from './chunks.ts'
import type { ItemTable, LedgerTables, StrandTable } from './schema.ts'
import { strandColumns, strandRow, type StrandItem } from './strand-row.ts'

/** An item before it is saved: nothing where it is new. */
export type Before = StrandItem & Pick<ItemTable, 'ref_iop_guid'>

/** An item that is being saved. */
export interface Saving {
  readonly row: ItemTable
  readonly before: Before | undefined
}

/** A decision of flow 2.2 that another strand has now. */
export interface MovedDecision {
  readonly key: string
  readonly from: string
  readonly to: string
}

/**
 * Puts UNHCR's decisions to the referrals that they are on, where they do not yet know the referral's own id: both carry
 * the GUID of proGres. Changes the rows that are being saved, and in the ledger those that are not. Gives these.
 */
export async function bindDecisions(
  db: Kysely<LedgerTables>,
  deployment: string,
  saving: readonly Saving[],
): Promise<readonly MovedDecision[]> {
  const referrals = saving.filter(({ row }) => row.flow === '2.1' && row.ref_iop_guid !== null)
  const decisions = saving.filter(
    ({ row }) => row.flow === '2.2' && row.referral_id === null && row.ref_iop_guid !== null,
  )
  const known = await strandsByGuid(db, deployment, decisions)
  for (const { row } of referrals) known.set(row.ref_iop_guid ?? '', row.strand)
  for (const { row } of decisions) row.strand = known.get(row.ref_iop_guid ?? '') ?? row.strand
  const learnt = referrals.filter(({ row, before }) => row.ref_iop_guid !== before?.ref_iop_guid)
  return moveDecisions(db, deployment, learnt)
}

/** The strands of the referrals that carry the GUIDs of decisions. */
async function strandsByGuid(
  db: Kysely<LedgerTables>,
  deployment: string,
  decisions: readonly Saving[],
): Promise<Map<string, string>> {
  const strands = new Map<string, string>()
  for (const guids of guidsOf(decisions)) {
    const rows = await db
      .selectFrom('item')
      .select(['ref_iop_guid', 'strand'])
      .where('ref_iop_guid', 'in', guids)
      .where('deployment', '=', deployment)
      .where('flow', '=', '2.1')
      .execute()
    for (const { ref_iop_guid: guid, strand } of rows) strands.set(guid ?? '', strand)
  }
  return strands
}

/** Decisions that came before the referral's GUID was known. */
async function moveDecisions(
  db: Kysely<LedgerTables>,
  deployment: string,
  referrals: readonly Saving[],
): Promise<readonly MovedDecision[]> {
  const moved: MovedDecision[] = []
  const strands = new Map(referrals.map(({ row }) => [row.ref_iop_guid, row.strand]))
  for (const guids of guidsOf(referrals)) {
    const early = await db
      .selectFrom('item')
      .select(['key', 'ref_iop_guid', 'strand'])
      .where('ref_iop_guid', 'in', guids)
      .where('deployment', '=', deployment)
      .where('flow', '=', '2.2')
      .where('referral_id', 'is', null)
      .execute()
    for (const { key, ref_iop_guid: guid, strand: old } of early) {
      const strand = strands.get(guid)
      if (strand === undefined || strand === old) continue
      await db
        .updateTable('item')
        .set({ strand })
        .where('deployment', '=', deployment)
        .where('flow', '=', '2.2')
        .where('key', '=', key)
        .execute()
      moved.push({ key, from: old, to: strand })
    }
  }
  return moved
}

function guidsOf(saving: readonly Saving[]): readonly (readonly string[])[] {
  const guids = saving.flatMap(({ row }) => row.ref_iop_guid ?? [])
  return inChunks([...new Set(guids)], keysPerQuery)
}

/** The strands that a save changes: most saves change nothing that a list shows. */
export function changedStrands(saving: readonly Saving[]): readonly string[] {
  return saving.flatMap(({ row, before }) => {
    if (before === undefined) return [row.strand]
    if (strandColumns.every((column) => row[column] === before[column])) return []
    return row.strand === before.strand ? [row.strand] : [row.strand, before.strand]
  })
}

/** Rows per INSERT, as of items: statements are kept prepared. */
const rowsPerInsert = 16

const replaced = ['side', 'state', 'reason', 'flow', 'decision', 'found_at', 'changed_at'] as const

/** Makes strands anew from their items, and gives these. */
export async function keepStrands(
  db: Kysely<LedgerTables>,
  deployment: string,
  strands: readonly string[],
): Promise<readonly StrandItem[]> {
  const all: StrandItem[] = []
  for (const some of inChunks([...new Set(strands)], keysPerQuery)) {
    const items = await db
      .selectFrom('item')
      .select(strandColumns)
      .where('deployment', '=', deployment)
      .where('strand', 'in', some)
      .execute()
    all.push(...items)
    const byStrand = Map.groupBy(items, ({ strand }) => strand)
    const rows = some.flatMap((strand) => strandRow(deployment, byStrand.get(strand) ?? []) ?? [])
    for (const part of inChunks(rows, rowsPerInsert)) await putStrands(db, part)
    const empty = some.filter((strand) => !byStrand.has(strand))
    if (empty.length === 0) continue
    await db.deleteFrom('strand').where('deployment', '=', deployment).where('strand', 'in', empty).execute()
  }
  return all
}

/** The items of touched strands as they were before the save. */
export function itemsBefore(
  items: readonly StrandItem[],
  saving: readonly Saving[],
  moved: readonly MovedDecision[],
): readonly StrandItem[] {
  const nameOf = ({ flow, key }: Pick<StrandItem, 'flow' | 'key'>): string => `${flow} ${key}`
  const saved = new Map(saving.map(({ row, before }) => [nameOf(row), before]))
  const movedFrom = new Map(moved.map(({ key, from }) => [nameOf({ flow: '2.2', key }), from]))
  return items.flatMap((item) => {
    const name = nameOf(item)
    if (saved.has(name)) return saved.get(name) ?? []
    const from = movedFrom.get(name)
    return from === undefined ? item : { ...item, strand: from }
  })
}

async function putStrands(db: Kysely<LedgerTables>, rows: readonly StrandTable[]): Promise<void> {
  const changes = Object.fromEntries(
    replaced.map((column) => [column, sql<never>`${sql.ref(`excluded.${column}`)}`]),
  )
  await db
    .insertInto('strand')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['deployment', 'strand']).doUpdateSet(changes))
    .execute()
}
