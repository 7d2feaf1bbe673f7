import { casesOf, hadConsent, rowsOf, textOf, type Seen, type Violation } from './seen.ts'

const decided: ReadonlyMap<number, string> = new Map([
  [125080001, 'accepted'],
  [125080002, 'rejected'],
])
const reviewed: ReadonlyMap<number, string> = new Map([
  [125080000, 'accepted'],
  [125080001, 'rejected'],
])
const synced = 125080003
/** A run of flow 2.1 is over after this at the latest. */
const longestRun = 30 * 60_000

type Referral = ReturnType<Seen['primero']['store']['referralsOf']>[number]
type Interop = NonNullable<ReturnType<Seen['ping']['store']['referrals']['get']>>

function toUnhcr(seen: Seen): readonly Referral[] {
  return casesOf(seen).flatMap(({ id }) =>
    seen.primero.store.referralsOf(id).filter(({ transitionedTo }) => transitionedTo === 'unhcr_cw'),
  )
}

function ofRow(all: readonly Referral[], row: string | null): readonly Referral[] {
  return all.filter(({ serviceRecordId }) => serviceRecordId === row)
}

/** P2, P5: never two records of one referral, never anything without consent. */
export function outgoingSafety(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  const all = toUnhcr(seen)
  const rows = new Set([...seen.ping.store.referrals.values()].map(({ orgReferralId }) => orgReferralId))
  for (const row of rows) {
    const records = [...seen.ping.store.referrals.values()].filter(
      ({ orgReferralId }) => orgReferralId === row,
    )
    const made = ofRow(all, row).length
    if (records.length > made) {
      const numbers = records.map(({ number }) => number).join(', ')
      violations.push({
        property: 'P2',
        words: `${made} referrals of row ${row} became ${records.length} in proGres: ${numbers}`,
      })
    }
  }
  for (const transaction of seen.ping.store.transactions.values()) {
    if (transaction.process !== 'SHP-2731') continue
    for (const { item } of transaction.items) {
      const caseId = item.fields['progres_offlineid'] ?? item.externalId
      const record = casesOf(seen).find(({ data, id }) => data['case_id'] === caseId || id === caseId)
      if (record === undefined) {
        violations.push({
          property: 'P4',
          words: `transaction ${transaction.id} is about a case that is not there`,
        })
      } else if (
        !hadConsent(
          seen,
          record.id,
          transaction.at - longestRun - seen.clockSlackMs,
          transaction.at + seen.clockSlackMs,
        )
      ) {
        violations.push({
          property: 'P5',
          words: `transaction ${transaction.id} left without consent in case ${record.id}`,
        })
      }
    }
  }
  return [...violations, ...decisionsStated(seen, all)]
}

/** Everything that UNHCR ever decided on a record, in order. */
function decisionsOf(seen: Seen, record: Interop): readonly { readonly at: number; readonly word: string }[] {
  return seen.ping.store.changesOf(record.guid).flatMap(({ at, by, status, fields }) => {
    if (by !== 'officer') return []
    const review = fields['progres_reviewdecision']
    const word = decided.get(status ?? 0) ?? (typeof review === 'number' ? reviewed.get(review) : undefined)
    return word === undefined ? [] : [{ at, word }]
  })
}

/** P3: whatever stands in Primero on a referral, UNHCR had decided so on a record of its row. */
function decisionsStated(seen: Seen, all: readonly Referral[]): readonly Violation[] {
  return all.flatMap((referral) => {
    if (referral.status !== 'accepted' && referral.status !== 'rejected') return []
    const records = seen.ping.store.referralsOfService(referral.serviceRecordId ?? '')
    const words = records.flatMap((record) => decisionsOf(seen, record).map(({ word }) => word))
    if (words.includes(referral.status)) return []
    return [
      {
        property: 'P3',
        words: `referral ${referral.id} was ${referral.status}, which UNHCR had not decided`,
      },
    ]
  })
}

/** Whether PING took it and never got round to it: only a person can ask about that. */
function isQueued({ ping }: Seen, rowId: string): boolean {
  return [...ping.store.transactions.values()].some(({ items }) =>
    items.some(
      ({ item, outcome }) => outcome.state !== 'done' && item.fields['progres_orgreferralid'] === rowId,
    ),
  )
}

/** Why a referral may rightly not be in proGres, judged from Primero as it is. */
function hindrances(seen: Seen, referral: Referral, all: readonly Referral[]): ReadonlySet<string> {
  const why = new Set<string>()
  const record = seen.primero.store.case(referral.caseId)
  if (record === undefined) return new Set(['referral-not-found'])
  const row = rowsOf(record.data['services_section']).find(
    (one) => one['unique_id'] === referral.serviceRecordId,
  )
  if (row === undefined) why.add('referral-without-service')
  if (record.data['consent_for_services'] !== true || record.data['disclosure_other_orgs'] !== true) {
    why.add('consent-missing')
    why.add('consent-withdrawn')
  }
  if (ofRow(all, referral.serviceRecordId ?? null).length > 1) why.add('referral-repeated')
  if (textOf(record.data['name_first']) === null) why.add('field-missing')
  return why
}

/** P1, P9 for flows 2.1 and 2.2, once everything had time to settle. */
export function outgoingSettled(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  const all = toUnhcr(seen)
  const lost = (words: string): void => void violations.push({ property: 'P1', words })
  for (const referral of all) {
    const claim = seen.claims.find(({ flow, key }) => flow === '2.1' && key === referral.id)
    if (seen.handled.has(`2.1 ${referral.id}`)) continue
    const records = seen.ping.store.referralsOfService(referral.serviceRecordId ?? '')
    if (claim?.state === 'confirmed' && records.length === 0) {
      violations.push({
        property: 'P9',
        words: `referral ${referral.id} is called confirmed and proGres has none`,
      })
    }
    if (referral.status !== 'in_progress' || records.length > 0) continue
    if (claim === undefined) {
      lost(`referral ${referral.id} is open and in no ledger`)
      continue
    }
    const uncertain = isQueued(seen, referral.serviceRecordId ?? '')
    const rightly = hindrances(seen, referral, all)
    if (claim.state === 'waiting') lost(`referral ${referral.id} still waits: ${claim.reason}`)
    if (claim.state === 'attention' && !uncertain && !rightly.has(claim.reason ?? '')) {
      lost(`referral ${referral.id} is in attention without a cause: ${claim.reason}`)
    }
    if (claim.state === 'withdrawn') lost(`referral ${referral.id} is open and called withdrawn`)
  }
  return [...violations, ...decisionsArrived(seen)]
}

/** What Primero or a person may rightly keep from taking a decision. */
const justified = new Set([
  'consent-withdrawn',
  'decision-not-applied',
  'decision-ambiguous',
  'decision-contradictory',
  'decision-code-unknown',
  'referral-not-found',
  'return-address-missing',
])

/** P1, P9 for flow 2.2: every decision stands in Primero and is marked, or somebody has been told why not. */
function decisionsArrived(seen: Seen): readonly Violation[] {
  const violations: Violation[] = []
  for (const record of seen.ping.store.referrals.values()) {
    if (seen.handled.has(`2.2 ${record.guid}`)) continue
    const claim = seen.claims.find(({ flow, key }) => flow === '2.2' && key === record.guid)
    const word = decided.get(record.status ?? 0)
    const targets = casesOf(seen)
      .flatMap(({ id }) => seen.primero.store.referralsOf(id))
      .filter(({ serviceRecordId }) => serviceRecordId === record.orgReferralId)
    const stands = targets.some(({ status }) =>
      decisionsOf(seen, record).some((made) => made.word === status),
    )
    const everMarked = seen.ping.store
      .changesOf(record.guid)
      .some(({ by, status }) => by === 'gateway' && status === synced)
    const takenBack = targets.some(({ status }) => status === 'revoked' || status === 'done')
    const marked = record.status === synced && claim !== undefined
    if (marked && !stands && !takenBack) {
      violations.push({
        property: 'P9',
        words: `${record.number} is marked as synced and its decision stands nowhere`,
      })
    }
    if (word === undefined) continue
    if (claim === undefined)
      violations.push({ property: 'P1', words: `decision on ${record.number} is in no ledger` })
    else if (claim.state === 'waiting') {
      violations.push({ property: 'P1', words: `decision on ${record.number} still waits: ${claim.reason}` })
    } else if (claim.state === 'attention' && !justified.has(claim.reason ?? '')) {
      violations.push({
        property: 'P1',
        words: `decision on ${record.number} is in attention without a cause: ${claim.reason}`,
      })
    } else if (
      claim.state === 'withdrawn' ||
      (claim.state === 'confirmed' && !(everMarked && (stands || takenBack)))
    ) {
      violations.push({
        property: 'P1',
        words: `decision on ${record.number} is called ${claim.state} and was not marked`,
      })
    }
  }
  return violations
}
