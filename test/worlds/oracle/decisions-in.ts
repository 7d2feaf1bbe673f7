import { disagreements, mayHaveForgotten, wasWithdrawnThen, type Account, type Saying } from './says.ts'
import { createdAt, recordOf, siblingsOf, toUnhcr, type Interop } from './referrals-out.ts'
import { hasConsent, stretchOf, type Referral, type Seen, type Violation } from './seen.ts'

const decided: ReadonlyMap<number, string> = new Map([
  [125080001, 'accepted'],
  [125080002, 'rejected'],
])
const reviewed: ReadonlyMap<number, string> = new Map([
  [125080000, 'accepted'],
  [125080001, 'rejected'],
])
const open = 125080000
const synced = 125080003

type Word = 'accepted' | 'rejected'

/** What the two code lists of a record say together (flows.md, 2.2). */
function statementOf(status: number | null, review: number | null): string {
  if (status === open) return 'open'
  if (status === synced) return 'synced'
  const byStatus = status === null ? null : (decided.get(status) ?? 'unknown')
  const byReview = review === null ? null : (reviewed.get(review) ?? 'unknown')
  if (byStatus === 'unknown' || byReview === 'unknown') return 'unknown'
  if (byStatus !== null && byReview !== null && byStatus !== byReview) return 'contradictory'
  return byStatus ?? byReview ?? 'unknown'
}

/** Everything that UNHCR ever decided on a record, in order, in the world's time. */
function decisionsOf(seen: Seen, record: Interop): readonly { readonly at: number; readonly word: string }[] {
  return seen.ping.store.changesOf(record.guid).flatMap((change) => {
    if (change.by !== 'officer') return []
    const review = change.fields['progres_reviewdecision']
    const word = statementOf(change.status, typeof review === 'number' ? review : null)
    return word === 'accepted' || word === 'rejected' ? [{ at: seen.chronicle.timeOf(change), word }] : []
  })
}

/**
 * P3, P6: whatever stands in Primero on a referral is what UNHCR stated last on a record of its row: by the moment of the
 * write, or at any moment of the run that wrote it.
 */
export function decisionsInSafety(seen: Seen): readonly Violation[] {
  return toUnhcr(seen).flatMap((referral) =>
    seen.chronicle.referralsOf(referral.id).flatMap(({ at, status }): readonly Violation[] => {
      if (status !== 'accepted' && status !== 'rejected') return []
      const stretch = stretchOf(seen, at, ({ path }) => path.endsWith(`/${referral.id}`))
      const records = seen.ping.store.referralsOfService(referral.serviceRecordId ?? '')
      const known = records.filter((record) => createdAt(seen, record) <= at)
      const earlier = siblingsOf(seen, referral).filter(({ id }) => decidedBefore(seen, id, at))
      if (earlier.length >= known.length) {
        const words = `referral ${referral.id} was ${status}, of which UNHCR had no record yet`
        return [{ property: 'P3', words }]
      }
      const made = records.map((record) => decisionsOf(seen, record))
      if (made.some((decisions) => stoodDuring(decisions, status, stretch))) return []
      const early = made.flat().some((decision) => decision.word === status && decision.at <= at)
      const what = early ? 'UNHCR had taken back' : 'UNHCR had not decided'
      return [
        { property: early ? 'P6' : 'P3', words: `referral ${referral.id} was ${status}, which ${what}` },
      ]
    }),
  )
}

/** Whether a decision on a referral stood in Primero before a moment. */
function decidedBefore(seen: Seen, referralId: string, at: number): boolean {
  return seen.chronicle
    .referralsOf(referralId)
    .some((state) => state.at < at && (state.status === 'accepted' || state.status === 'rejected'))
}

function stoodDuring(
  decisions: readonly { readonly at: number; readonly word: string }[],
  word: Word,
  [from, until]: readonly [number, number],
): boolean {
  return decisions.some((decision, index) => {
    const end = decisions[index + 1]?.at ?? Number.POSITIVE_INFINITY
    return decision.word === word && decision.at <= until && end >= from
  })
}

/** The referrals that a decision may be meant for. */
function targetsOf(seen: Seen, record: Interop): readonly Referral[] {
  return toUnhcr(seen).filter(({ serviceRecordId }) => serviceRecordId === record.orgReferralId)
}

/**
 * Whether nobody can know for which referral of a row a decision is: several are open, or an earlier one than the only open
 * one ended without a decision, or none is open (flows.md, 2.2).
 */
function isAmbiguous(targets: readonly Referral[]): boolean {
  if (targets.length < 2) return false
  const open = targets.filter(({ status }) => status === 'in_progress')
  const [only] = open
  if (only === undefined || open.length > 1) return true
  return targets.slice(0, targets.indexOf(only)).some(({ status }) => status === 'revoked')
}

/** An id as Primero gives them; anything else leads nowhere. */
function isId(text: string | null): boolean {
  return /^[0-9a-f-]{36}$/i.test(text ?? '')
}

/** Why a decision may rightly not be applied, judged from both systems as they are. */
function hindrances(seen: Seen, record: Interop, word: string): readonly string[] {
  if (![record.offlineId, record.orgReferralId].every(isId)) return ['return-address-missing']
  if (word === 'contradictory') return ['decision-contradictory']
  if (word === 'unknown') return ['decision-code-unknown']
  const targets = targetsOf(seen, record)
  if (targets.length === 0) return ['referral-not-found']
  const own = targets.find((referral) => recordOf(seen, referral)?.guid === record.guid)
  const data = own === undefined ? undefined : seen.primero.store.case(own.caseId)
  const causes: readonly (readonly [string, boolean])[] = [
    // A ledger that was set back may not know which record was whose.
    ['decision-ambiguous', isAmbiguous(targets) || (targets.length > 1 && mayHaveForgotten(seen))],
    ['decision-not-applied', own !== undefined && own.status !== 'in_progress'],
    // Primero looks at the consent before it looks whether the referral is still open.
    ['consent-withdrawn', data !== undefined && !hasConsent(data)],
  ]
  return causes.flatMap(([reason, is]) => (is ? [reason] : []))
}

/** What the ledger may say of a record of proGres. */
function mustSay(seen: Seen, record: Interop): ReadonlySet<Saying> {
  const word = statementOf(record.status, record.reviewDecision)
  const may = new Set<Saying>()
  if (word === 'open') return may.add('nothing').add('withdrawn')
  if (word === 'synced') {
    // A record that is marked is no item any more: after a ledger was set back nothing asks for it.
    if (mayHaveForgotten(seen)) may.add('nothing')
    if (wasWithdrawnThen(seen, '2.2', record.guid)) may.add('withdrawn')
    const stands = targetsOf(seen, record).some(({ status }) => {
      const applied = decisionsOf(seen, record).some((made) => made.word === status)
      return applied || status === 'revoked' || status === 'done'
    })
    return stands ? may.add('confirmed') : may
  }
  // Decided again as it had been applied and marked: that decision is there already, whatever people did with it since.
  const marked = seen.ping.store
    .changesOf(record.guid)
    .some(({ by, status }) => by === 'gateway' && status === synced)
  const applied = targetsOf(seen, record)
    .filter((referral) => recordOf(seen, referral)?.guid === record.guid)
    .some(({ id }) => seen.chronicle.referralsOf(id).some(({ status }) => status === word))
  if (marked && applied) may.add('confirmed')
  for (const reason of hindrances(seen, record, word)) may.add(`attention ${reason}`)
  return may
}

/** P1, P9 for flow 2.2: every decision stands in Primero and is marked, or somebody has been told why not. */
export function decisionsInSettled(seen: Seen): readonly Violation[] {
  return disagreements(
    seen,
    [...seen.ping.store.referrals.values()].map((record): Account => {
      const claim = seen.claims.find(({ flow, key }) => flow === '2.2' && key === record.guid)
      const word = statementOf(record.status, record.reviewDecision)
      const may = mustSay(seen, record)
      return { flow: '2.2', key: record.guid, record: `${word} of ${record.number}`, may, claim }
    }),
  )
}
