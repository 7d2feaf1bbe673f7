import { maybeSent } from '../flows/referrals-out/referral.ts'
import type { LedgerItem } from '../ledger/ledger.ts'
import { readCases } from '../primero/sets.ts'
import type { PrimeroCase, PrimeroReferral } from '../primero/record.ts'
import { goneReferral, readReferralsOf, referralFacts, type CaseReferrals } from './case-referrals.ts'
import { compareReferral, decisionIn, type ReferralFacts, type ShownRecord } from './compare-referral.ts'
import type { Comparison } from './comparison.ts'
import type { LookedItems, SideLook } from './live-look.ts'
import type { Looked, Shown } from './looked.ts'
import {
  carriedDecision,
  compareDecided,
  readRecords,
  reviewOf,
  unboundOf,
  type Records,
} from './progres-records.ts'
import { compareSentOne } from './sent-referrals.ts'

const caseFields =
  'case_id,case_id_display,assigned_user_names,consent_for_services,disclosure_other_orgs,services_section'

/** What Primero shows of a referral: its case, and the referrals of it; null = it could not be read. */
interface InPrimero {
  readonly case: PrimeroCase | 'absent' | null
  readonly referrals: CaseReferrals | null
}

/** A referral to UNHCR and the decision on it: its case, the referrals of that case, and proGres's records of it. */
export async function lookAtOutgoing(comparison: Comparison, items: LookedItems): Promise<SideLook> {
  const { referral, decisions } = items
  const all = [referral, ...decisions].filter((item) => item !== null)
  const guids = all.flatMap(({ numbers }) => numbers.refIopGuid ?? [])
  const records = await readRecords(comparison, new Set(guids))
  const primeroId = all.find(({ numbers }) => numbers.primeroId !== undefined)?.numbers.primeroId
  const primero = primeroId === undefined ? null : await readPrimero(comparison, primeroId)
  const facts = primero === null ? null : await factsOf(comparison, items, primero, records)
  if (facts !== null) {
    await comparison.note(compareReferral(facts))
    await compareFound(comparison, facts, records)
  }
  if (referral !== null) await compareSentOne(comparison, referral, records)
  const record = facts?.record ?? recordOf(comparison, items, records)
  const parts: readonly Looked[] = [
    { part: 'referral', progres: inProgres(items, records), primero: inPrimero(primero, facts) },
    {
      part: 'decision',
      progres: shownDecision(record, records),
      primero: facts === null ? inPrimero(primero, facts) : referralDecision(facts.referral),
    },
    { part: 'settled', progres: syncedOf(record, records), primero: 'not-shown' },
    { part: 'consent', progres: 'not-shown', primero: consentOf(primero, referral) },
  ]
  return record === null ? { parts } : { parts, found: { refIopGuid: record.refIopGuid } }
}

async function readPrimero(comparison: Comparison, primeroId: string): Promise<InPrimero> {
  const reading = await readCases(comparison.primero, [primeroId], caseFields)
  for (const failure of reading.failures.values()) comparison.unread('primero', 'cases', failure)
  for (const _id of reading.forbidden) comparison.unread('primero', 'cases', { kind: 'forbidden' })
  const [found = null] = reading.found.get(primeroId) ?? []
  if (found === null) return { case: reading.absent.has(primeroId) ? 'absent' : null, referrals: null }
  const [referrals = null] = await readReferralsOf(comparison, [found])
  return { case: found, referrals }
}

/** What all three know of it; null where its case or itself cannot be seen. One that is gone is noted. */
async function factsOf(
  comparison: Comparison,
  { referral, decisions }: LookedItems,
  { referrals }: InPrimero,
  records: Records,
): Promise<ReferralFacts | null> {
  if (referrals === null) return null
  const id =
    referral?.key ?? decisions.find(({ numbers }) => numbers.referralId !== undefined)?.numbers.referralId
  const known = referral === null ? [] : [referral]
  const all = await referralFacts(comparison, [referrals], known, records)
  const own = all.find((one) => one.referral.id === id) ?? null
  const isGone = referral?.state === 'confirmed' && own === null && !referrals.ids.has(referral.key)
  if (isGone) await comparison.note([goneReferral(referral)])
  return own
}

/** Whether the decision of a record that was found by its service has come through. */
async function compareFound(
  comparison: Comparison,
  { referral, record, case: { caseId } }: ReferralFacts,
  records: Records,
): Promise<void> {
  const found = unboundOf(records, referral.serviceRecordId, caseId).filter(
    ({ detail }) => detail.refIopGuid === record?.refIopGuid,
  )
  const rows = found.map(({ detail: { refIopGuid, status }, meaning }) => ({
    key: refIopGuid,
    code: status,
    meaning,
    item: null,
  }))
  await compareDecided(comparison, rows)
}

/** The record that the ledger knows it by, else the only one of its service, where Primero does not lead to one. */
function recordOf(
  comparison: Comparison,
  { referral, decisions }: LookedItems,
  records: Records,
): ShownRecord | null {
  for (const item of [...decisions, ...(referral === null ? [] : [referral])]) {
    const refIopGuid = item.numbers.refIopGuid
    const meaning = refIopGuid === undefined ? undefined : records.listed.get(refIopGuid)
    if (refIopGuid === undefined || meaning === undefined) continue
    return { refIopGuid, meaning, decision: item.flow === '2.2' ? carriedDecision(comparison, item) : null }
  }
  const { serviceUniqueId = null, caseId = null } = referral?.numbers ?? {}
  const [only, second] = unboundOf(records, serviceUniqueId, caseId)
  if (only === undefined || second !== undefined) return null
  const { detail, meaning } = only
  return { refIopGuid: detail.refIopGuid, meaning, decision: reviewOf(comparison, detail) }
}

function inProgres({ referral, decisions }: LookedItems, records: Records): Shown {
  const all = [referral, ...decisions].filter((item) => item !== null)
  const known = new Set(
    all.flatMap(({ numbers }) => numbers.refIopGuid ?? []).filter((guid) => records.listed.has(guid)),
  )
  const { serviceUniqueId = null, caseId = null } = all[0]?.numbers ?? {}
  if (known.size > 0) return known.size > 1 ? 'several' : 'there'
  const count = unboundOf(records, serviceUniqueId, caseId).length
  if (count > 1) return 'several'
  if (!records.whole) return count === 1 ? 'there' : 'unread'
  return count === 1 ? 'once' : 'absent'
}

function inPrimero(primero: InPrimero | null, facts: ReferralFacts | null): Shown {
  if (primero === null) return 'not-asked'
  if (facts !== null) return facts.referral.status === 'revoked' ? 'revoked' : 'once'
  if (primero.case === 'absent') return 'absent'
  return primero.referrals === null ? 'unread' : 'absent'
}

function shownDecision(record: ShownRecord | null, records: Records): Shown {
  if (record === null) return records.whole ? 'not-shown' : 'unread'
  const { meaning, decision } = record
  if (meaning === 'accepted' || meaning === 'rejected') return meaning
  if (meaning === 'synced') return decision ?? 'unclear'
  return meaning === 'open' ? 'none' : 'unclear'
}

function syncedOf(record: ShownRecord | null, records: Records): Shown {
  if (record === null) return records.whole ? 'not-shown' : 'unread'
  return record.meaning === 'synced' ? 'yes' : 'no'
}

function referralDecision(referral: PrimeroReferral): Shown {
  if (referral.status === 'revoked') return 'revoked'
  if (referral.status === 'unknown') return 'unclear'
  return decisionIn(referral) ?? 'none'
}

function consentOf(primero: InPrimero | null, referral: LedgerItem | null): Shown {
  if (primero === null) return 'not-asked'
  if (primero.case === null) return 'unread'
  if (primero.case === 'absent') return 'not-shown'
  const { services, otherOrganisations } = primero.case.consent
  if (services && otherOrganisations) return 'given'
  return referral === null || maybeSent(referral) ? 'withdrawn' : 'not-given'
}
