import type { DatabaseSync } from 'node:sqlite'

/** When the ledger ends: the console is asked a little later, whenever that is. */
export const endMs = Date.parse('2026-11-26T05:00:00.000Z')

const daySeconds = 86_400
/** Over how long referrals were found. */
const spanSeconds = 730 * daySeconds
const beginSeconds = endMs / 1000 - spanSeconds

/** Rows of one deployment. */
interface Part {
  readonly deployment: string
  /** Which of the deployments it is: numbers of records are nowhere twice. */
  readonly place: number
  /** Of its items. */
  readonly count: number
}

function timeOf(seconds: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${seconds}, 'unixepoch')`
}

/** The id of another record of the same referral. */
function otherGuid(kind: number): string {
  return `replace(guid, '-0000-', '-000${kind}-')`
}

/**
 * Items i = 0, 1, 2 … by the time they were found: an even one is a referral, the next one the decision on it, or another
 * referral where the first waits for its decision.
 */
function itemsOf({ place, count }: Part): string {
  const step = spanSeconds / count
  return `
    with recursive
      number(i) as (select 0 union all select i + 1 from number where i + 1 < ${count}),
      paired as (
        select i, i / 2 as pair, (i / 2 * 7919 + i % 2 * 499) % 1000 as lot,
          i % 2 = 1 and i / 2 % 5 <> 0 as decides, i / 2 % 2 = 0 as unhcr,
          ${beginSeconds} + i * ${step} as found
        from number
      ),
      standing as (
        select *,
          case when decides then i - 1 else i end as referral,
          case when unhcr then (case when decides then '1.2' else '1.1' end)
            else (case when decides then '2.2' else '2.1' end) end as flow,
          case when lot < 3 then 'attention' when lot < 13 then 'waiting' when lot < 23 then 'withdrawn'
            when lot < 28 then 'handled' else 'confirmed' end as state
        from paired
      ),
      item_of as (
        select *, printf('%08x-0000-4000-8000-%012x', ${place}, referral) as guid from standing
      )`
}

/** The items of a deployment. */
export function addItems(db: DatabaseSync, part: Part): void {
  const numbered = part.place * 1_000_000
  db.exec(`insert into item (deployment, flow, key, state, about, since, found_at, step, attempts, look_due,
      revision, reason, next_try, intervention_number, intervention_guid, primero_id, case_id, case_id_display,
      service_unique_id, referral_id, ref_iop_number, ref_iop_guid, individual)
    ${itemsOf(part)}
    select '${part.deployment}', flow, guid, state, '[]', ${timeOf('found + 7200')}, ${timeOf('found')}, 'none', 1, 0, 1,
      case state when 'attention' then (case flow when '1.1' then 'service-type-unmapped'
          when '1.2' then 'transaction-missing' when '2.1' then 'ping-rejected' else 'referral-not-found' end)
        when 'waiting' then (case when lot < 8 then 'not-yet-tried' else 'primero-unavailable' end) end,
      case state when 'waiting' then ${timeOf('found + 10800')} end,
      case when unhcr then printf('803-26-PRTITV-%07d', ${numbered} + referral) end,
      case when unhcr then guid end,
      ${otherGuid(1)}, ${otherGuid(2)}, printf('%07x', ${numbered} + referral),
      case when unhcr then ${otherGuid(3)} end,
      case when not unhcr then ${otherGuid(4)} end,
      case when not unhcr then printf('REF-IOP-%07d', ${numbered} + referral) end,
      case when not unhcr then ${otherGuid(5)} end,
      lower(hex(randomblob(32)))
    from item_of`)
}

/** The history of a deployment, so many entries for each item. Their hashes are of no chain: no page computes it. */
export function addEvents(db: DatabaseSync, { each, ...part }: Part & { readonly each: number }): void {
  db.exec(`insert into event (deployment, at, flow, key, what, hash, position, state, by, why)
    ${itemsOf(part)}, nth(k) as (select 0 union all select k + 1 from nth where k + 1 < ${each})
    select '${part.deployment}', ${timeOf('found + k * 60')}, flow, guid,
      case when k = 0 then 'found' when k = ${each} - 1 then 'state-changed'
        when k = 1 and i % 1000 = 7 then 'retried' else 'listed-again' end,
      lower(hex(randomblob(32))), i * ${each} + k + 1,
      case when k = ${each} - 1 then state end,
      case when k = 1 and i % 1000 = 7 then 'someone@agency.example' end, null
    from item_of cross join nth`)
  db.exec(`insert into event_head (deployment, position, hash)
    select deployment, position, hash from event where deployment = '${part.deployment}'
    order by position desc limit 1`)
}

/** Runs of each flow every hour of the last ninety days. */
export function addRuns(db: DatabaseSync, deployment: string): void {
  const since = endMs / 1000 - 90 * daySeconds
  db.exec(`insert into run (deployment, id, flow, started_at, finished_at, confirmed, waiting, attention, withdrawn,
      handled, requests_ping, requests_primero)
    with recursive hour(h) as (select 0 union all select h + 1 from hour where h + 1 < 2160),
      flow(name) as (values ('1.1'), ('1.2'), ('2.1'), ('2.2'))
    select '${deployment}', name || ' ' || h, name, ${timeOf(`${since} + h * 3600`)}, ${timeOf(`${since} + h * 3600 + 40`)},
      5, 10, 2, 0, 0, 12, 30
    from hour cross join flow`)
}

/** Which decision each item carries; a ledger that grew by itself has known it from the first. */
export function nameDecisions(db: DatabaseSync): void {
  db.exec(`update item set decision = case when rowid % 4 = 0 then 'rejected' else 'accepted' end
    where flow in ('1.2', '2.2')`)
  db.exec(`update strand set decision = (
      select item.decision from item where item.deployment = strand.deployment and item.strand = strand.strand
        and item.decision is not null limit 1
    ) where decision = 'unclear'`)
}
