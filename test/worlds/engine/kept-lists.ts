import { DatabaseSync } from 'node:sqlite'

/** What must not be found in a ledger's file: lists and counts that say otherwise than the items, and in which words that is told. */
const lies: Readonly<Record<string, string>> = {
  'counts of settled items are off': `
    select 1 from (select flow, state as what, count(*) as many from item where state not in ('waiting', 'attention') group by 1, 2
      union all select flow, 'found', count(*) from item group by 1) real
    left join settled_count kept on kept.flow = real.flow and kept.what = real.what
    where kept.count is not real.many
    union all select 1 from settled_count kept where count <> 0 and what <> 'found' and not exists (
      select 1 from item where item.flow = kept.flow and item.state = kept.what)`,
  'an item stands in no list': `
    select 1 from item where not exists (select 1 from strand where strand.strand = item.strand)`,
  'a list holds what no item is of': `
    select 1 from strand where not exists (select 1 from item where item.strand = strand.strand)`,
  'a list says another state than the most urgent item': `
    select 1 from strand where state <> (select state from item where item.strand = strand.strand
      order by case state when 'attention' then 1 when 'waiting' then 2 when 'handled' then 3 when 'confirmed' then 4 else 5 end
      limit 1)`,
  'a list says a decision that no item carries, or none where one does': `
    select 1 from strand where (decision = 'none') = exists (select 1 from item where item.strand = strand.strand
      and flow in ('1.2', '2.2') and state <> 'withdrawn')
      or decision in ('accepted', 'rejected') and not exists (
        select 1 from item where item.strand = strand.strand and item.decision = strand.decision)`,
  'an intervention and the decision on it are not one': `
    select 1 from item one join item other on one.flow = '1.1' and other.flow = '1.2'
      and lower(one.intervention_guid) = lower(other.intervention_guid) where one.strand <> other.strand`,
  'a referral and the decision on it are not one': `
    select 1 from item one join item other on one.flow = '2.1' and other.flow = '2.2'
      and lower(one.referral_id) = lower(other.referral_id) where one.strand <> other.strand`,
}

/** What the lists and counts kept beside the items say otherwise than the items. */
export function misledBy(ledgerPath: string): readonly string[] {
  const database = new DatabaseSync(ledgerPath, { readOnly: true })
  try {
    return Object.entries(lies).flatMap(([words, query]) =>
      database.prepare(`select 1 from (${query}) limit 1`).get() === undefined ? [] : [words],
    )
  } finally {
    database.close()
  }
}
