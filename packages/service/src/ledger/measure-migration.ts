import { sql } from 'kysely'
import type { Kysely, Migration } from 'kysely'
import { recountMeasures } from './measure-recount.ts'
import type { LedgerTables } from './schema.ts'
import { createTable } from './table-form.ts'

/**
 * Counts by day of what was found, how it stands and how long it took; made from the items, and kept beside them from now
 * on. What was found before then is counted under its day in UTC. Back: they are gone, and are made again.
 */
export const measureMigration: Migration = {
  up: async (db: Kysely<LedgerTables>) => {
    const { schema } = db
    await schema
      .alterTable('item')
      .addColumn('found_on', 'text', (column) => column.notNull().defaultTo(''))
      .execute()
    await schema.alterTable('item').addColumn('confirmed_at', 'text').execute()
    await sql`update item set found_on = substr(found_at, 1, 10), confirmed_at = (
      select min(event.at) from event
      where event.deployment = item.deployment and event.flow = item.flow and event.key = item.key
        and event.state = 'confirmed')`.execute(db)
    await createTable(db, {
      name: 'measure',
      texts: ['deployment', 'flow', 'day', 'state', 'decision'],
      integers: ['count'],
      key: ['deployment', 'flow', 'day', 'state', 'decision'],
    })
    await createTable(db, {
      name: 'measure_span',
      texts: ['deployment', 'flow', 'day', 'span'],
      integers: ['least', 'count'],
      key: ['deployment', 'flow', 'day', 'span', 'least'],
    })
    const deployments = await db.selectFrom('item').select('deployment').distinct().execute()
    for (const { deployment } of deployments) await recountMeasures(db, deployment)
  },
  down: async (db: Kysely<LedgerTables>) => {
    const { schema } = db
    await schema.dropTable('measure_span').execute()
    await schema.dropTable('measure').execute()
    await schema.alterTable('item').dropColumn('confirmed_at').execute()
    await schema.alterTable('item').dropColumn('found_on').execute()
  },
}
