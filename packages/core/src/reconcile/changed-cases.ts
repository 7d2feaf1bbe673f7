import { returnAddress, type ReturnAddress } from '../domain/ids.ts'
import { isDoubtful } from '../domain/individual-number.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { changedCases } from '../primero/changed.ts'
import type { PrimeroCase, ServiceRow } from '../primero/record.ts'
import { askable, controlValue, lookUpCases, readCases } from '../primero/sets.ts'
import { rowOf } from '../flows/referrals-in/find.ts'
import { footing, type Comparison, type Found } from './comparison.ts'
import { rowNumbers, shownCode } from './numbers.ts'
import {
  caseFields,
  compareInterventions,
  placesOf,
  statedOf,
  type Intervention,
} from './read-interventions.ts'
import { compareReferralsOf } from './case-referrals.ts'
import type { Records } from './progres-records.ts'

/** A row of a case that names an intervention. */
interface Named {
  readonly case: PrimeroCase
  readonly row: ServiceRow
  readonly address: ReturnAddress
}

/**
 * Primero's side: every case changed in the period, page by page. Its services from proGres must be known to the
 * ledger and stand there once, its decisions must have been told, its referrals to UNHCR must have been sent.
 * `records` null = flows 2.1 and 2.2 are not compared.
 */
export async function compareChangedCases(comparison: Comparison, records: Records | null): Promise<void> {
  const { primero, period, wants } = comparison
  for await (const page of changedCases(primero, period.from, caseFields)) {
    if (!page.ok) {
      comparison.unread('primero', 'changed-cases', page.failure)
      return
    }
    const { cases } = page.value
    if (wants('1.1') || wants('1.2')) {
      const named = namedRows(cases)
      await compareNamed(comparison, named)
      await compareUnaddressed(comparison, cases)
      if (wants('1.1')) await compareChildren(comparison, [...new Set(named.map((one) => one.case))])
    }
    if (records !== null) await compareReferralsOf(comparison, cases, records)
  }
}

function namedRows(cases: readonly PrimeroCase[]): readonly Named[] {
  return cases.flatMap((found) =>
    found.services.flatMap((row) => {
      const address = returnAddress(row.returnAddress)
      return address === null ? [] : [{ case: found, row, address }]
    }),
  )
}

/** Rows that name an intervention: those the ledger does not know, those that stand twice, and earlier ones. */
async function compareNamed(comparison: Comparison, named: readonly Named[]): Promise<void> {
  const { ledger, period } = comparison
  const keys = [...new Set(named.map(({ address }) => address.interventionGuid))]
  const items = new Map((await ledger.get('1.1', keys)).map((item) => [item.key, item]))
  const places = await placesOf(comparison, named)
  const found: Found[] = []
  const rest: Intervention[] = []
  const seen = new Set<string>()
  for (const [at, { case: one, row, address }] of named.entries()) {
    const key = address.interventionGuid
    const item = items.get(key) ?? null
    const first = !seen.has(key)
    seen.add(key)
    const place = places[at] ?? null
    if (item === null || item.state === 'withdrawn') {
      found.push({
        code: 'service-unknown',
        flow: '1.1',
        numbers: rowNumbers(one, row, address),
        primero: shownCode(row.decision),
        ledger: item,
        footing: [footing('1.1', key, item)],
      })
    }
    if (!first) continue
    if (item?.state !== 'confirmed') rest.push({ key, item: null, place, listed: false })
    else if (item.foundAt < period.from) {
      const own = item.numbers.primeroId === one.id
      rest.push({ key, item, place: own ? place : null, listed: false })
    }
  }
  await comparison.note(found)
  await compareInterventions(comparison, rest)
  await compareTwins(comparison, named, items)
}

/** Rows beside the one that the ledger knows: in the same case, or in another one while it still stands in its own. */
async function compareTwins(
  comparison: Comparison,
  named: readonly Named[],
  items: ReadonlyMap<string, LedgerItem>,
): Promise<void> {
  const suspects = named.flatMap((one) => {
    const item = items.get(one.address.interventionGuid)
    if (item === undefined || item.state !== 'confirmed') return []
    const { primeroId, serviceUniqueId } = item.numbers
    const own = primeroId === one.case.id && serviceUniqueId === one.row.uniqueId.toLowerCase()
    return own || primeroId === undefined ? [] : [{ ...one, item, primeroId }]
  })
  const elsewhere = suspects.filter((one) => one.primeroId !== one.case.id).map((one) => one.primeroId)
  const reading = await readCases(comparison.primero, elsewhere, 'services_section')
  for (const failure of reading.failures.values()) comparison.unread('primero', 'cases', failure)
  const twins = suspects.filter((one) => {
    const home = one.primeroId === one.case.id ? one.case : reading.found.get(one.primeroId)?.[0]
    const { serviceUniqueId = '', interventionNumber } = one.item.numbers
    const known = home === undefined ? null : rowOf(home, serviceUniqueId, interventionNumber)
    return known !== null && known !== one.row
  })
  await comparison.note(
    twins.map((one) => ({
      code: 'service-twice',
      flow: '1.1',
      numbers: rowNumbers(one.case, one.row, one.address),
      primero: shownCode(one.row.decision),
      ledger: one.item,
      footing: [footing('1.1', one.item.key, one.item)],
    })),
  )
}

/** Decisions on rows that name no intervention: flow 1.2 keeps them under the row's own id. */
async function compareUnaddressed(comparison: Comparison, cases: readonly PrimeroCase[]): Promise<void> {
  const stated = cases.flatMap((found) =>
    found.services
      .filter((row) => returnAddress(row.returnAddress) === null)
      .flatMap((row) =>
        statedOf(comparison, found, row)
          .slice(0, 1)
          .map(({ finding }) => ({ found, row, finding })),
      ),
  )
  const keys = stated.map(({ finding }) => finding.key)
  const known = new Map((await comparison.ledger.get('1.2', keys)).map((item) => [item.key, item]))
  const read = await comparison.readBy('1.2', [...new Set(stated.map(({ found }) => found))])
  comparison.count('1.2', 'compared', stated.length)
  await comparison.note(
    stated
      .filter(({ finding }) => !known.has(finding.key))
      .map(({ found, row, finding }) => ({
        code: 'decision-not-told',
        flow: '1.2',
        numbers: rowNumbers(found, row, null),
        primero: shownCode(row.decision),
        ledger: null,
        footing: [footing('1.2', finding.key, null)],
        unlooked: !read.has(found.id),
      })),
  )
}

/** Children with services from proGres must have one enabled case; looked up in lists of their numbers. */
async function compareChildren(comparison: Comparison, cases: readonly PrimeroCase[]): Promise<void> {
  const pattern = comparison.deployment.progres.individualNumberPattern
  const numbers = cases
    .flatMap(({ individualNumber }) => individualNumber ?? [])
    .filter((number) => askable(number) && !isDoubtful(number, pattern))
  // Each belongs to a case that was just read, so any of them proves that a list was filtered.
  const control = cases.flatMap((one) => controlValue('unhcr_individual_no', one) ?? [])[0] ?? null
  const options = { field: 'unhcr_individual_no', fields: 'case_id,case_id_display', control } as const
  const reading = await lookUpCases(comparison.primero, numbers, options)
  for (const failure of reading.failures.values()) comparison.unread('primero', 'cases', failure)
  for (const all of reading.found.values()) {
    const enabled = all.filter((one) => one.enabled).map(({ id, caseIdDisplay }) => caseIdDisplay ?? id)
    const [first] = all.filter((one) => one.enabled).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (first === undefined || enabled.length < 2) continue
    await comparison.note([
      {
        code: 'several-cases',
        flow: '1.1',
        numbers: { primeroId: first.id },
        primero: enabled.toSorted().join(', '),
        ledger: null,
        footing: [],
      },
    ])
  }
}
