import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'
import type { LedgerTables } from './schema.ts'
import { rareDecisions } from './strand-list.ts'
import { createTable } from './table-form.ts'

/**
 * Lists of referrals with the decisions on them, and counts of what is settled: both are made from the items here, and
 * kept beside them from now on. A caseworker's decision stands in its item's version; which one an item of UNHCR's carried
 * is known from its next change on. Back: they are gone, and are made again.
 */
export const strandMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    const { schema } = db
    await schema.alterTable('item').addColumn('decision', 'text').execute()
    await nameDecisions(db)
    await schema
      .alterTable('item')
      .addColumn('strand', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await nameStrands(db)
    await schema.createIndex('item_strand').on('item').columns(['deployment', 'strand']).execute()
    await makeStrands(db)
    await makeCounts(db)
  },
  down: async (db: Kysely<LedgerTables>) => {
    const { schema } = db
    await schema.dropTable('settled_count').execute()
    await schema.dropTable('strand').execute()
    await schema.dropIndex('item_strand').execute()
    await schema.alterTable('item').dropColumn('strand').execute()
    await schema.alterTable('item').dropColumn('decision').execute()
  },
}

/** The columns by which lists are chosen, beside those by which they are ordered. */
const choosing = ['side', 'state', 'decision', 'found_at']

/**
 * Counts referrals, and passes over those that a list leaves out, by an index alone. Back: the index is what it was.
 */
export const chosenStrandMigration: Migration = {
  up: (db: Kysely<LedgerTables>) => remakeOrder(db, choosing),
  down: (db: Kysely<LedgerTables>) => remakeOrder(db, []),
}

/** Finds the referrals with a decision that few have, without going through all. Back: it is gone. */
export const rareDecisionMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    await sql`create index strand_decision
      on strand (deployment, decision, changed_at, strand, side, state, found_at)
      where ${rareDecisions}`.execute(db)
  },
  down: (db: Kysely<LedgerTables>) => db.schema.dropIndex('strand_decision').execute(),
}

async function remakeOrder({ schema }: Kysely<LedgerTables>, beside: readonly string[]): Promise<void> {
  await schema.dropIndex('strand_changed').execute()
  await schema
    .createIndex('strand_changed')
    .on('strand')
    .columns(['deployment', 'changed_at', 'strand', ...beside])
    .execute()
}

/** The code of a caseworker's decision begins its version. */
async function nameDecisions(db: Kysely<LedgerTables>): Promise<void> {
  await sql`update item set decision = case when version like 'accepted %' then 'accepted' else 'rejected' end
    where flow = '1.2' and (version like 'accepted %' or version like 'rejected %')`.execute(db)
}

async function nameStrands(db: Kysely<LedgerTables>): Promise<void> {
  await sql`update item set strand = case
    when flow in ('1.1', '1.2') and intervention_guid is not null then 'unhcr ' || lower(intervention_guid)
    when flow in ('2.1', '2.2') and referral_id is not null then 'caseworker ' || lower(referral_id)
    else flow || ' ' || key end`.execute(db)
  const referral = sql`from item referral where referral.ref_iop_guid = item.ref_iop_guid
    and referral.deployment = item.deployment and referral.flow = '2.1'`
  await sql`update item set strand = (select max(referral.strand) ${referral})
    where flow = '2.2' and referral_id is null and exists (select 1 ${referral})`.execute(db)
}

async function makeStrands(db: Kysely<LedgerTables>): Promise<void> {
  await createTable(db, {
    name: 'strand',
    texts: ['deployment', 'strand', 'side', 'state', 'flow', 'decision', 'found_at', 'changed_at'],
    optionalTexts: ['reason'],
    key: ['deployment', 'strand'],
  })
  await sql`insert into strand (deployment, strand, side, state, reason, flow, decision, found_at, changed_at)
    select first.deployment, first.strand,
      case when first.flow in ('1.1', '1.2') then 'unhcr' else 'caseworker' end,
      first.state, first.reason, first.flow,
      case when all_of.decisions = 0 then 'none' else coalesce((select last.decision from item last
        where last.deployment = first.deployment and last.strand = first.strand and last.flow in ('1.2', '2.2')
          and last.state <> 'withdrawn' order by last.since desc limit 1), 'unclear') end,
      all_of.found_at, all_of.changed_at
    from (
      select deployment, strand, state, reason, flow, row_number() over (
        partition by deployment, strand order by case state
          when 'attention' then 1 when 'waiting' then 2 when 'handled' then 3 when 'confirmed' then 4 else 5 end,
          since, flow) as place
      from item
    ) first
    join (
      select deployment, strand, min(found_at) as found_at, max(since) as changed_at,
        sum(case when flow in ('1.2', '2.2') and state <> 'withdrawn' then 1 else 0 end) as decisions
      from item group by deployment, strand
    ) all_of on all_of.deployment = first.deployment and all_of.strand = first.strand
    where first.place = 1`.execute(db)
  await db.schema
    .createIndex('strand_changed')
    .on('strand')
    .columns(['deployment', 'changed_at', 'strand'])
    .execute()
  // Partial: nearly all are confirmed, and these are found among all of them.
  await sql`create index strand_state on strand (deployment, state, changed_at, strand)
    where state <> 'confirmed'`.execute(db)
}

async function makeCounts(db: Kysely<LedgerTables>): Promise<void> {
  await createTable(db, {
    name: 'settled_count',
    texts: ['deployment', 'flow', 'what'],
    integers: ['count'],
    key: ['deployment', 'flow', 'what'],
  })
  await sql`insert into settled_count (deployment, flow, what, count)
    select deployment, flow, state, count(*) from item
    where state not in ('waiting', 'attention') group by deployment, flow, state`.execute(db)
  await sql`insert into settled_count (deployment, flow, what, count)
    select deployment, flow, 'found', count(*) from item group by deployment, flow`.execute(db)
}
