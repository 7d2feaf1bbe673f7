import type { Decision } from '../domain/flow.ts'
import { guid } from '../domain/ids.ts'
import { unreadable } from '../http/failure.ts'
import { decide, meaningOf, statusOfVersion, versionFor } from '../flows/decisions-in/decide.ts'
import { codeOf, readDecision, type ProgresReferral } from '../flows/decisions-in/progres-referral.ts'
import { isUnsettled } from '../ledger/item.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import type { PingRow } from '../ping/envelope.ts'
import { footing, type Comparison, type Found } from './comparison.ts'

type Meaning = ReturnType<typeof meaningOf>

/** An interoperability referral that no row of the ledger is bound to. */
export interface Unbound {
  readonly detail: ProgresReferral
  readonly meaning: Meaning
}

/** What proGres shows of interoperability referrals: ids and meanings only, a few dozen bytes for each. */
export interface Records {
  /** The list and all details that were needed could be read: what is not here is not in proGres. */
  readonly whole: boolean
  /** What each listed referral's status means. */
  readonly listed: ReadonlyMap<string, Meaning>
  /** What was decided on those that the ledger knows only as sent, where their status no longer says it. */
  readonly reviewed: ReadonlyMap<string, Decision | null>
  /** Bound to no row of the ledger, by service row. */
  readonly unbound: ReadonlyMap<string, readonly Unbound[]>
  /** The same, without a service row. */
  readonly homeless: readonly Unbound[]
}

/** So many records that nothing is bound to are read at most for one referral. */
const mostForOne = 200

/** A decision as UNHCR listed it, and what the ledger has of it. */
interface Listed {
  readonly key: string
  readonly code: string | null
  readonly meaning: Meaning
  readonly item: LedgerItem | null
}

/**
 * proGres's side of flows 2.1 and 2.2: every interoperability referral (SHP-2795), page by page. A decided one must
 * have come through; of one that no row of the ledger is bound to, the details are read (SHP-2796). `one`: the records
 * known to be of one referral, so that the others do not count; where proGres has none of them, it may be among those
 * that nothing is bound to.
 */
export async function readRecords(
  comparison: Comparison,
  one: ReadonlySet<string> | null = null,
): Promise<Records> {
  const listed = new Map<string, Meaning>()
  const unbound: Unbound[] = []
  const reviewed = new Map<string, Decision | null>()
  const later: Listed[] = []
  let whole = true
  const keepDetails = async (
    rows: readonly Listed[],
    bound: ReadonlySet<string | undefined>,
  ): Promise<void> => {
    const details = await Promise.all(rows.map(async ({ key }) => readDetail(comparison, key)))
    for (const [at, { key, meaning }] of rows.entries()) {
      const detail = details[at] ?? 'unread'
      if (detail === 'unread') whole = false
      else if (detail === 'none') continue
      else if (bound.has(key)) reviewed.set(key, reviewOf(comparison, detail))
      else unbound.push({ detail, meaning })
    }
  }
  for await (const page of comparison.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      whole = false
      comparison.unread('ping', 'interoperability-referrals', page.failure)
      break
    }
    const rows = await knownRows(comparison, page.value)
    if (rows.length < page.value.length) {
      whole = false
      comparison.unread('ping', 'interoperability-referrals', { kind: 'list-incomplete' })
    }
    for (const { key, meaning } of rows) listed.set(key, meaning)
    const inOne = await comparison.ledger.byNumber(
      '2.1',
      'refIopGuid',
      rows.map(({ key }) => key),
    )
    const bound = new Set(inOne.map(({ numbers }) => numbers.refIopGuid))
    const isMeant = ({ key }: Listed): boolean => one?.has(key) ?? true
    const free = rows.filter(
      ({ key, item, meaning }) => item === null && (!bound.has(key) || meaning === 'synced'),
    )
    later.push(...free.filter((row) => !isMeant(row) && !bound.has(row.key)))
    await keepDetails(free.filter(isMeant), bound)
    await compareDecided(comparison, rows.filter(isMeant))
  }
  if (one !== null && ![...one].some((key) => listed.has(key))) {
    if (later.length > mostForOne) {
      whole = false
      comparison.unread('ping', 'decision-details', { kind: 'list-incomplete' })
    }
    const shown = unbound.length
    const read = later.slice(0, mostForOne)
    await keepDetails(read, new Set())
    // One that shows no details may be the one that is looked for.
    if (unbound.length - shown < read.length) {
      whole = false
      comparison.unread('ping', 'decision-details', { kind: 'list-incomplete' })
    }
  }
  const placed = unbound.filter(({ detail }) => detail.serviceUniqueId !== null)
  return {
    whole,
    listed,
    reviewed,
    unbound: Map.groupBy(placed, ({ detail }) => detail.serviceUniqueId ?? ''),
    homeless: unbound.filter(({ detail }) => detail.serviceUniqueId === null),
  }
}

async function knownRows(comparison: Comparison, page: readonly PingRow[]): Promise<readonly Listed[]> {
  const rows = page.flatMap((row) => {
    const key = guid(row['progres_interoperabilityreferralid'])
    if (key === null) return []
    const code = codeOf(row, 'progres_interoperabilityreferralstatus')
    return [{ key, code, meaning: meaningOf(comparison.deployment.valueMaps, 'referral-status', code) }]
  })
  const items = await comparison.ledger.get(
    '2.2',
    rows.map(({ key }) => key),
  )
  const known = new Map(items.map((item) => [item.key, item]))
  return rows.map((row) => ({ ...row, item: known.get(row.key) ?? null }))
}

/** All pages of a referral's details as one; `none` where proGres shows none. */
async function readDetail(comparison: Comparison, key: string): Promise<ProgresReferral | 'none' | 'unread'> {
  const rows: PingRow[] = []
  const purpose = { name: 'read-decision', numbers: { refIopGuid: key } }
  for await (const page of comparison.ping.retrieve('decisionDetail', key, purpose)) {
    if (!page.ok) {
      comparison.unread('ping', 'decision-details', page.failure)
      return 'unread'
    }
    rows.push(...page.value)
  }
  const detail = readDecision(rows, key)
  if (detail !== null) return detail
  if (rows.length > 0) {
    comparison.unread('ping', 'decision-details', unreadable('ping'))
    return 'unread'
  }
  comparison.count('2.2', 'withoutDetail')
  return 'none'
}

/** Decided referrals that are not marked as synced, and those that the ledger calls settled and proGres calls open. */
export async function compareDecided(comparison: Comparison, rows: readonly Listed[]): Promise<void> {
  const decided = rows.filter(({ meaning }) => meaning !== 'open' && meaning !== 'synced')
  comparison.count('2.2', 'compared', decided.length)
  const taken = rows.filter(({ meaning, item }) => meaning === 'open' && item?.state === 'confirmed')
  const found = await Promise.all(decided.map(async (row) => unsettledDecision(comparison, row)))
  await comparison.note([
    ...found.flat(),
    ...taken.map(({ key, code, item }) => ({
      code: 'decision-taken-back' as const,
      flow: '2.2' as const,
      numbers: item?.numbers ?? { refIopGuid: key },
      progres: code,
      ledger: item,
      footing: [footing('2.2', key, item)],
    })),
  ])
}

async function unsettledDecision(
  comparison: Comparison,
  { key, code, meaning, item }: Listed,
): Promise<readonly Found[]> {
  if (item !== null && (isUnsettled(item) || item.state === 'handled')) return []
  const numbers = item?.numbers ?? { refIopGuid: key }
  const about = {
    flow: '2.2',
    numbers,
    progres: code,
    ledger: item,
    footing: [footing('2.2', key, item)],
  } as const
  if (item?.state !== 'confirmed') return [{ ...about, code: 'decision-not-carried', unlooked: true }]
  const detail = await readDetail(comparison, key)
  if (typeof detail === 'string') return []
  const { keys, deployment } = comparison
  const known = versionFor(item, detail, keys) === item.version
  // A decision that was changed after it had been carried over goes through again.
  if (!known) return [{ ...about, code: 'decision-not-carried', unlooked: true }]
  const verdict = decide(detail, deployment.valueMaps)
  const decision = verdict.kind === 'decided' ? verdict.decision : meaning
  const primero = await primeroStatus(comparison, item)
  if (primero === null) return []
  const standing = primero === 'done' ? 'accepted' : primero
  if (standing === decision) return [{ ...about, code: 'sync-not-shown', primero }]
  return [
    { ...about, code: standing === 'in_progress' ? 'decision-not-carried' : 'decision-differs', primero },
  ]
}

/** How the referral that a decision was carried to stands in Primero; null when nobody knows. */
async function primeroStatus(comparison: Comparison, { numbers }: LedgerItem): Promise<string | null> {
  const { primeroId, referralId } = numbers
  if (primeroId === undefined || referralId === undefined) return null
  const read = await comparison.primero.referrals(primeroId, { name: 'list-referrals', numbers })
  if (!read.ok || read.value.kind === 'forbidden') {
    comparison.unread('primero', 'referrals-of-cases', read.ok ? { kind: 'forbidden' } : read.failure)
    return null
  }
  const all = read.value.kind === 'found' ? read.value.value : []
  return all.find(({ id }) => id === referralId)?.status ?? 'gone'
}

/** The decision that a review states, whatever the status says since; null when it states none. */
export function reviewOf({ deployment }: Comparison, { reviewDecision }: ProgresReferral): Decision | null {
  const means = meaningOf(deployment.valueMaps, 'review-decision', reviewDecision)
  return means === 'accepted' || means === 'rejected' ? means : null
}

/** The decision that a settled item of flow 2.2 carried over; null when its codes do not say. */
export function carriedDecision(comparison: Comparison, item: LedgerItem): Decision | null {
  const { valueMaps } = comparison.deployment
  const [, review = '-'] = item.version?.split(' ') ?? []
  const byStatus = meaningOf(valueMaps, 'referral-status', statusOfVersion(item.version))
  if (byStatus === 'accepted' || byStatus === 'rejected') return byStatus
  const byReview = meaningOf(valueMaps, 'review-decision', review === '-' ? null : review)
  return byReview === 'accepted' || byReview === 'rejected' ? byReview : null
}

/** Records of a service row, by its whole id or the last 12 characters of one, that do not name another case. */
export function unboundOf(
  records: Records,
  service: string | null,
  caseId: string | null,
): readonly Unbound[] {
  if (service === null) return []
  const named = [...(records.unbound.get(service) ?? []), ...(records.unbound.get(service.slice(-12)) ?? [])]
  return named.filter(
    ({ detail }) =>
      detail.caseId === null || caseId === null || detail.caseId.toLowerCase() === caseId.toLowerCase(),
  )
}
