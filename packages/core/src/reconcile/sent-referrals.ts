import { controlOf } from '../flows/control.ts'
import { isUnhcrs, maybeSent } from '../flows/referrals-out/referral.ts'
import { isOfRow } from '../flows/decisions-in/bind.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PrimeroReferral } from '../primero/record.ts'
import { askable, lookUpCases } from '../primero/sets.ts'
import { footing, type Comparison, type Found } from './comparison.ts'
import { recordNumbers } from './numbers.ts'
import { unboundOf, type Records, type Unbound } from './progres-records.ts'
import { itemsOfPeriod } from './reading-ledger.ts'

const chunk = 200

/** Flow 2.1 from the ledger: every referral that was sent and taken must be in proGres, once. */
export async function compareSent(comparison: Comparison, records: Records): Promise<void> {
  if (records.whole) {
    for await (const items of itemsOfPeriod(comparison.ledger, '2.1', comparison.period, chunk)) {
      const sent = items.filter((item) => item.state === 'confirmed' && maybeSent(item))
      await comparison.note(await missingOf(comparison, sent, records))
    }
  }
  const services = [...records.unbound.keys()]
  for (let at = 0; at < services.length; at += chunk) {
    await compareUnbound(comparison, services.slice(at, at + chunk), records)
  }
  await comparison.note(records.homeless.map(strangeRecord))
}

/** The same of one referral, and of the records of its service. */
export async function compareSentOne(
  comparison: Comparison,
  item: LedgerItem,
  records: Records,
): Promise<void> {
  const wasSent = item.state === 'confirmed' && maybeSent(item)
  if (records.whole && wasSent) await comparison.note(await missingOf(comparison, [item], records))
  const { serviceUniqueId } = item.numbers
  if (serviceUniqueId !== undefined) await compareUnbound(comparison, [serviceUniqueId], records)
}

/** What the ledger has of some services: the referrals that were sent, and the records in proGres bound to any item. */
async function ofServices(
  comparison: Comparison,
  services: readonly string[],
  records: Records,
): Promise<{
  readonly sent: ReadonlyMap<string, readonly LedgerItem[]>
  readonly bound: ReadonlyMap<string, ReadonlySet<string>>
}> {
  const inOne = await comparison.ledger.byNumber('2.1', 'serviceUniqueId', services)
  const inTwo = await comparison.ledger.byNumber('2.2', 'serviceUniqueId', services)
  const sent = inOne.filter((item) => maybeSent(item) || item.state === 'handled')
  const bound = new Map<string, Set<string>>()
  for (const { numbers } of [...inOne, ...inTwo]) {
    const { serviceUniqueId = '', refIopGuid } = numbers
    if (refIopGuid === undefined || !records.listed.has(refIopGuid)) continue
    bound.set(serviceUniqueId, (bound.get(serviceUniqueId) ?? new Set()).add(refIopGuid))
  }
  return { sent: Map.groupBy(sent, ({ numbers }) => numbers.serviceUniqueId ?? ''), bound }
}

/** Sent referrals for which proGres shows no record; of several of one service as many as records are too few. */
async function missingOf(
  comparison: Comparison,
  items: readonly LedgerItem[],
  records: Records,
): Promise<readonly Found[]> {
  const services = [...new Set(items.flatMap(({ numbers }) => numbers.serviceUniqueId ?? []))]
  const { sent, bound } = await ofServices(comparison, services, records)
  const isListed = ({ numbers }: LedgerItem): boolean =>
    numbers.refIopGuid !== undefined && records.listed.has(numbers.refIopGuid)
  return items
    .filter((item) => {
      if (isListed(item)) return false
      const { serviceUniqueId = '', caseId = null } = item.numbers
      const others = sent.get(serviceUniqueId) ?? []
      const all = (bound.get(serviceUniqueId)?.size ?? 0) + unboundOf(records, serviceUniqueId, caseId).length
      const free = all - others.filter(isListed).length
      const place = others.filter((one) => !isListed(one)).findIndex(({ key }) => key === item.key)
      return place >= free
    })
    .map((item) => ({
      code: 'referral-not-in-progres',
      flow: '2.1',
      numbers: item.numbers,
      ledger: item,
      footing: [footing('2.1', item.key, item)],
    }))
}

/** Records that no item is bound to: more of them than referrals, or none that Primero and the ledger know. */
async function compareUnbound(
  comparison: Comparison,
  services: readonly string[],
  records: Records,
): Promise<void> {
  const { sent, bound } = await ofServices(comparison, services, records)
  const found: Found[] = []
  const unknown: Unbound[] = []
  for (const service of services) {
    const items = sent.get(service) ?? []
    const isOurs = ({ detail }: Unbound): boolean => items.some((item) => isSameCase(detail.caseId, item))
    const { ours = [], others = [] } = Object.groupBy(records.unbound.get(service) ?? [], (one) =>
      isOurs(one) ? 'ours' : 'others',
    )
    unknown.push(...others)
    found.push(...surplus(ours, (bound.get(service)?.size ?? 0) + ours.length, items.length, items))
  }
  await comparison.note(found)
  await compareUnknown(comparison, unknown)
}

function isSameCase(caseId: string | null, { numbers }: LedgerItem): boolean {
  return caseId === null || caseId.toLowerCase() === numbers.caseId?.toLowerCase()
}

function surplus(
  unbound: readonly Unbound[],
  inProgres: number,
  referred: number,
  items: readonly LedgerItem[],
): readonly Found[] {
  const last = unbound.at(-1)
  if (last === undefined || inProgres <= referred) return []
  const { detail } = last
  return [
    {
      code: 'referral-twice',
      flow: '2.1',
      numbers: recordNumbers(detail),
      progres: `${inProgres} records`,
      primero: `${referred} referred`,
      ledger: items[0] ?? null,
      footing: items.map((item) => footing('2.1', item.key, item)),
    },
  ]
}

/** Records of services that the ledger never sent: Primero is asked for case and referral. */
async function compareUnknown(comparison: Comparison, unknown: readonly Unbound[]): Promise<void> {
  const { primero, deployment } = comparison
  const asked = unknown.filter(({ detail }) => askable(detail.caseId ?? ''))
  const caseless = unknown.filter(({ detail }) => !askable(detail.caseId ?? ''))
  const ids = [...new Set(asked.flatMap(({ detail }) => detail.caseId ?? []))]
  const control = await controlOf(primero, 'case_id').forLists(ids.length)
  const reading = await lookUpCases(primero, ids, { field: 'case_id', fields: 'case_id_display', control })
  for (const failure of reading.failures.values()) comparison.unread('primero', 'cases', failure)
  const found: Found[] = caseless.map(strangeRecord)
  const byCase = Map.groupBy(asked, ({ detail }) => detail.caseId ?? '')
  await Promise.all(
    [...byCase].map(async ([caseId, records]) => {
      if (reading.absent.has(caseId)) found.push(...records.map(strangeRecord))
      const referrals = await referralsOf(
        comparison,
        (reading.found.get(caseId) ?? []).map(({ id }) => id),
      )
      if (referrals === null) return
      const ours = referrals.filter((referral) => isUnhcrs(referral, deployment))
      for (const [service, all] of Map.groupBy(records, ({ detail }) => detail.serviceUniqueId ?? '')) {
        const ofRow = ours.filter((referral) => isOfRow(referral, service))
        if (ofRow.length === 0) found.push(...all.map(strangeRecord))
        else found.push(...surplus(all, all.length, ofRow.length, []))
      }
    }),
  )
  await comparison.note(found)
}

/** The referrals of some cases; null when they could not all be read, or there is no case. */
async function referralsOf(
  comparison: Comparison,
  ids: readonly string[],
): Promise<readonly PrimeroReferral[] | null> {
  const all: PrimeroReferral[] = []
  for (const primeroId of ids) {
    const read = await comparison.primero.referrals(primeroId, {
      name: 'list-referrals',
      numbers: { primeroId },
    })
    if (!read.ok || read.value.kind === 'forbidden') {
      comparison.unread('primero', 'referrals-of-cases', read.ok ? { kind: 'forbidden' } : read.failure)
      return null
    }
    if (read.value.kind === 'found') all.push(...read.value.value)
  }
  return ids.length === 0 ? null : all
}

function strangeRecord({ detail, meaning }: Unbound): Found {
  return {
    code: 'referral-only-in-progres',
    flow: '2.1',
    numbers: recordNumbers(detail),
    progres: meaning,
    ledger: null,
    footing: [footing('2.2', detail.refIopGuid, null)],
  }
}
