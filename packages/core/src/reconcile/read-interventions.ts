import { statedDecisions, type StatedDecision } from '../flows/decisions-out/stated.ts'
import { rowOf } from '../flows/referrals-in/find.ts'
import { transferStatusOf } from '../flows/referrals-in/referral.ts'
import { guid } from '../domain/ids.ts'
import { unreadable } from '../http/failure.ts'
import type { ItemNumbers, LedgerItem } from '../ledger/ledger.ts'
import { aggregateRows } from '../mapping/aggregate.ts'
import { isBlank, unreadableRow, type PingRow } from '../ping/envelope.ts'
import type { PrimeroCase, ServiceRow } from '../primero/record.ts'
import { readCases } from '../primero/sets.ts'
import {
  compareIntervention,
  type InterventionFacts,
  type Place,
  type ShownTransfer,
} from './compare-intervention.ts'
import type { Comparison } from './comparison.ts'

/** The fields of a case that a comparison of its services reads. */
export const caseFields = 'unhcr_individual_no,case_id,case_id_display,assigned_user_names,services_section'

/** An intervention that is to be compared: as the ledger knows it, or as a row in Primero names it. */
export interface Intervention {
  readonly key: string
  /** Flow 1.1's item, confirmed; null = only the decision is compared. */
  readonly item: LedgerItem | null
  /** The row where it was read already. */
  readonly place: Place | null
  readonly listed: boolean
}

/** What a row states of a decision, in the version of every key: a rotation changes nothing that was told. */
export function statedOf(
  comparison: Comparison,
  found: PrimeroCase,
  row: ServiceRow,
): readonly StatedDecision[] {
  const { deployment, keys } = comparison
  return [keys.current, ...keys.old].flatMap((current) =>
    statedDecisions({ ...found, services: [row] }, deployment, { current, old: [] }),
  )
}

/** Where a row stands, with what it states. */
export async function placesOf(
  comparison: Comparison,
  rows: readonly { readonly case: PrimeroCase; readonly row: ServiceRow }[],
): Promise<readonly (Place & { readonly kind: 'there' })[]> {
  const cases = [...new Map(rows.map((one) => [one.case.id, one.case])).values()]
  const read = await comparison.readBy('1.2', cases)
  return rows.map(({ case: found, row }) => ({
    kind: 'there',
    case: found,
    row,
    stated: statedOf(comparison, found, row),
    read: read.has(found.id),
  }))
}

/** Reads what all three know of some interventions. */
export async function interventionFacts(
  comparison: Comparison,
  interventions: readonly Intervention[],
): Promise<readonly InterventionFacts[]> {
  const { ledger } = comparison
  const told = new Map(
    (
      await ledger.get(
        '1.2',
        interventions.map(({ key }) => key),
      )
    ).map((item) => [item.key, item]),
  )
  const places = await readPlaces(comparison, interventions, told)
  const shown = await Promise.all(
    interventions.map(async ({ key, item }) =>
      readTransfer(comparison, item?.numbers ?? { interventionGuid: key }),
    ),
  )
  return interventions.map(({ key, item, listed }, at) => ({
    key,
    item,
    told: told.get(key) ?? null,
    place: places.get(key) ?? { kind: 'unread' },
    shown: shown[at] ?? { kind: 'unread' },
    listed,
  }))
}

/** Reads what all three know of some interventions, and notes what differs. */
export async function compareInterventions(
  comparison: Comparison,
  interventions: readonly Intervention[],
): Promise<void> {
  const { deployment, keys } = comparison
  const facts = await interventionFacts(comparison, interventions)
  for (const one of facts) {
    const decided = one.place.kind === 'there' && one.place.stated.length > 0
    if (one.item !== null) comparison.count('1.1', 'compared')
    if (decided) comparison.count('1.2', 'compared')
    if (one.shown.kind === 'none') comparison.count('1.1', 'withoutDetail')
  }
  await comparison.note(
    facts.flatMap((one) => compareIntervention(one, { deployment: deployment.name, keys })),
  )
}

/** Reads the rows of interventions back, in sets of cases; a case that no set shows is asked for singly. */
async function readPlaces(
  comparison: Comparison,
  interventions: readonly Intervention[],
  told: ReadonlyMap<string, LedgerItem>,
): Promise<ReadonlyMap<string, Place>> {
  const places = new Map<string, Place>()
  const unplaced: LedgerItem[] = []
  for (const { key, item, place } of interventions) {
    const placed = [item, told.get(key)].find((one) => one?.numbers.primeroId !== undefined)
    if (place !== null) places.set(key, place)
    else if (placed !== undefined && placed !== null) unplaced.push(placed)
  }
  const ids = [...new Set(unplaced.flatMap(({ numbers }) => numbers.primeroId ?? []))]
  await comparison.primero.expect(Math.ceil(ids.length / 20))
  const reading = await readCases(comparison.primero, ids, caseFields)
  for (const failure of reading.failures.values()) comparison.unread('primero', 'cases', failure)
  for (const id of reading.forbidden)
    if (id !== '') comparison.unread('primero', 'cases', { kind: 'forbidden' })
  const there: { readonly key: string; readonly case: PrimeroCase; readonly row: ServiceRow }[] = []
  for (const { key, numbers } of unplaced) {
    const { primeroId = '', serviceUniqueId = '', interventionNumber } = numbers
    const found = reading.found.get(primeroId)?.[0]
    if (found === undefined) {
      if (reading.absent.has(primeroId)) places.set(key, { kind: 'gone' })
      continue
    }
    const row = rowOf(found, serviceUniqueId, interventionNumber)
    if (row !== null) there.push({ key, case: found, row })
    else if (showsServices(found)) places.set(key, { kind: 'gone' })
    else comparison.unread('primero', 'service-rows', { kind: 'not-shown' })
  }
  const read = await placesOf(comparison, there)
  for (const [at, place] of read.entries()) {
    const key = there[at]?.key
    if (key !== undefined) places.set(key, place)
  }
  return places
}

/** Whether an answer holds the services at all: a form that the role lacks is left out in silence. */
function showsServices(found: PrimeroCase): boolean {
  return (found.record.reveal()['services_section'] ?? null) !== null
}

/** Reads the details of an intervention, all pages; rows of another one are none of its. */
async function readTransfer(comparison: Comparison, numbers: ItemNumbers): Promise<ShownTransfer> {
  const id = numbers.interventionGuid
  if (id === undefined) return { kind: 'none' }
  const rows: PingRow[] = []
  const purpose = { name: 'read-referral', numbers: { interventionGuid: id } }
  for await (const page of comparison.ping.retrieve('referralDetail', id, purpose)) {
    if (!page.ok) {
      comparison.unread('ping', 'referral-details', page.failure)
      return { kind: 'unread' }
    }
    rows.push(...page.value.filter((row) => (guid(row['progres_lpinterventionid']) ?? id) === id))
    if (page.value.includes(unreadableRow) || (page.value.length > 0 && rows.length === 0)) {
      comparison.unread('ping', 'referral-details', unreadable('ping'))
      return { kind: 'unread' }
    }
  }
  if (rows.length === 0) return { kind: 'none' }
  const detail = aggregateRows(rows)
  const status = transferStatusOf(detail)
  const caseId = detail['progres_primeroid']
  return {
    kind: 'shown',
    status: status === '' ? null : status,
    caseId: typeof caseId === 'string' && !isBlank(caseId) ? caseId.trim() : null,
  }
}
