import { disagreements, mayHaveForgotten, type Account, type Saying } from './says.ts'
import {
  casesOf,
  hasConsent,
  rowIn,
  runOf,
  stretchOf,
  textOf,
  type Claim,
  type Referral,
  type Seen,
  type Violation,
} from './seen.ts'

export type Interop = NonNullable<ReturnType<Seen['ping']['store']['referrals']['get']>>

const open = 125080000
/** Decided by UNHCR, and applied. */
const ended: ReadonlySet<Referral['status']> = new Set(['accepted', 'rejected', 'done'])

/** Every referral to UNHCR, oldest first within its case. */
export function toUnhcr(seen: Seen): readonly Referral[] {
  return casesOf(seen).flatMap(({ id }) =>
    seen.primero.store.referralsOf(id).filter(({ transitionedTo }) => transitionedTo === 'unhcr_cw'),
  )
}

/** The referrals of the row of one, in the order in which Primero says that they were made: its clock may be off. */
export function siblingsOf(seen: Seen, { caseId, serviceRecordId }: Referral): readonly Referral[] {
  return seen.primero.store
    .referralsOf(caseId)
    .filter((one) => one.transitionedTo === 'unhcr_cw' && one.serviceRecordId === serviceRecordId)
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
}

function orderOf({ columns, id }: Referral): string {
  return `${String(columns['created_at'])} ${id}`
}

export function madeAt(seen: Seen, { id }: Referral): number {
  return seen.chronicle.referralsOf(id)[0]?.at ?? 0
}

export function statusAt(seen: Seen, { id }: Referral, at: number): Referral['status'] | null {
  return seen.chronicle.referralsOf(id).findLast((state) => state.at <= at)?.status ?? null
}

/**
 * The record that proGres made of a referral: of a row that was referred more than once, each record belongs to the first
 * referral that had none yet, was neither revoked nor settled by a person when it was read, and could be read.
 */
export function recordOf(seen: Seen, referral: Referral): Interop | undefined {
  const records = seen.ping.store.referralsOfService(referral.serviceRecordId ?? '')
  const given = new Map<string, Interop>()
  for (const record of records) {
    const at = createdAt(seen, record)
    const sent = sentIn(seen, record)
    const readAt = sent?.[0] ?? at
    const unread = sent === null ? new Set() : hiddenFrom(seen, referral.caseId, sent)
    const whose = siblingsOf(seen, referral).find(
      (one) =>
        !given.has(one.id) &&
        madeAt(seen, one) <= at &&
        !unread.has(one.id) &&
        statusAt(seen, one, readAt) !== 'revoked' &&
        !(isHandled(seen, one) && (seen.handled.get(`2.1 ${one.id}`) ?? readAt) < readAt),
    )
    if (whose !== undefined) given.set(whose.id, record)
  }
  return given.get(referral.id)
}

/** Whether a person settled a referral, and the ledger was not set back to before that. */
function isHandled(seen: Seen, referral: Referral): boolean {
  return seen.handled.has(`2.1 ${referral.id}`) && claimOf(seen, referral)?.state === 'handled'
}

export function createdAt(seen: Seen, record: Interop): number {
  const [made] = seen.ping.store.changesOf(record.guid)
  return made === undefined ? 0 : seen.chronicle.timeOf(made)
}

/** From the turn of the run that sent what a record was made of until it did; null where it was none of ours that did. */
function sentIn(seen: Seen, record: Interop): readonly [number, number] | null {
  for (const transaction of seen.ping.store.transactions.values()) {
    const made = transaction.items.some(
      ({ outcome }) => outcome.state === 'done' && outcome.referralGuid === record.guid,
    )
    if (!made) continue
    const at = seen.chronicle.timeOf(transaction)
    return stretchOf(seen, at, ({ kind }) => kind === 'create-referral')
  }
  return null
}

/** The referrals of a case that the last list of a stretch of time did not show to who asked, though Primero's own did. */
function hiddenFrom(
  seen: Seen,
  caseId: string,
  [from, until]: readonly [number, number],
): ReadonlySet<string> {
  const list = seen.requests.findLast(
    ({ path, doneAt }) =>
      path.endsWith(`/cases/${caseId}/referrals`) && doneAt !== null && doneAt >= from && doneAt <= until,
  )
  return list?.hidden ?? new Set()
}

/** Whether we sent what a record was made of: others refer to proGres as well. */
export function isOurs(seen: Seen, record: Interop): boolean {
  return sentIn(seen, record) !== null
}

/** How the items that PING took of a row stand with it. */
function tookOf({ ping }: Seen, rowId: string): ReadonlySet<string> {
  const items = [...ping.store.transactions.values()].flatMap((transaction) => transaction.items)
  return new Set(
    items.flatMap(({ item, outcome }) =>
      item.fields['progres_orgreferralid'] === rowId ? [outcome.state] : [],
    ),
  )
}

function isDoubt({ flow, reason }: Claim): boolean {
  return flow === '2.1' && (reason === 'outcome-unknown' || reason === 'transaction-missing')
}

/**
 * Whether a send may have been of this referral, or of a run that died or is forgotten with a ledger that was set back, and
 * nobody can know whether it was taken.
 */
function wasInDoubt(seen: Seen, referral: Referral): boolean {
  const from = madeAt(seen, referral)
  // One without counts lost its turn or its ledger on the way.
  const cutOff = seen.runs.some(
    ({ flow, turnAt, endedAt, counts }) =>
      flow === '2.1' && turnAt !== null && counts === null && (endedAt ?? Number.POSITIVE_INFINITY) >= from,
  )
  return (
    cutOff ||
    // After that, whatever was made before may have been sent.
    seen.setBacks.some((at) => at >= from) ||
    seen.runs.some(({ claims }) => claims?.some((claim) => claim.key === referral.id && isDoubt(claim))) ||
    seen.requests.some(
      ({ path, fault, sentAt: at }) => path.endsWith('/asyncdata') && fault !== null && at >= from,
    )
  )
}

/** Why a referral that is open may rightly not be in proGres, judged from both systems as they are. */
function hindrances(seen: Seen, referral: Referral): readonly string[] {
  const record = seen.primero.store.case(referral.caseId)
  if (record === undefined) return []
  const took = tookOf(seen, referral.serviceRecordId ?? '')
  const siblings = siblingsOf(seen, referral)
  const earlier = siblings.slice(
    0,
    siblings.findIndex(({ id }) => id === referral.id),
  )
  // What UNHCR may have comes first, whenever Primero says that it was made: its clock may have been set back.
  const undecided = siblings.some((one) => {
    if (one.id === referral.id || ended.has(one.status) || isHandled(seen, one)) return false
    const maybeSent = recordOf(seen, one) !== undefined || took.size > 0 || wasInDoubt(seen, one)
    return maybeSent || (one.status !== 'revoked' && earlier.includes(one))
  })
  const consent = hasConsent(record)
  const inDoubt = wasInDoubt(seen, referral)
  const causes: readonly (readonly [string, boolean])[] = [
    ['referral-without-service', rowIn(record, referral.serviceRecordId ?? '') === undefined],
    ['consent-missing', !consent],
    ['consent-withdrawn', !consent && (took.size > 0 || inDoubt)],
    ['referral-repeated', undecided],
    ['field-missing', textOf(record.data['name_first']) === null],
    // PING took it and has not got round to it, or could not use it: only a person can ask about that.
    ['ping-silent', took.has('queued')],
    ['outcome-unknown', took.has('queued')],
    ['transaction-missing', took.has('queued')],
    ['ping-rejected', took.has('failed')],
  ]
  return causes.flatMap(([reason, is]) => (is ? [reason] : []))
}

/** Whether a ledger that was set back may not know which referral of a row a record is of. */
function isUnclear(seen: Seen, referral: Referral): boolean {
  return mayHaveForgotten(seen) && siblingsOf(seen, referral).length > 1
}

/**
 * Whether a ledger that began anew after one moment and before another was shown a list of proGres that was empty, or short
 * and in order (F24, F78), when it looked there: it believes then that nothing more was sent (ADR 0019).
 */
export function wasShownTooLittle(seen: Seen, from: number, until: number): boolean {
  return seen.requests.some((request) => {
    const { kind, fault, sentAt } = request
    const isLess = fault === 'F24' || fault === 'F78'
    const isLook = isLess && kind === 'list-decisions' && runOf(seen, request)?.flow === '2.1'
    return isLook && sentAt <= until && seen.begunAnew.some((at) => from <= at && at <= sentAt)
  })
}

/** The same of the send that a record was made of: whether the ledger that knew of it was replaced by such a one. */
function isForgottenSend(seen: Seen, sent: Interop): boolean {
  return wasShownTooLittle(seen, createdAt(seen, sent), Number.POSITIVE_INFINITY)
}

/** What the ledger may say of a referral that is open in Primero. */
function ofOpen(seen: Seen, referral: Referral, sent: Interop | undefined): readonly Saying[] {
  if (sent === undefined) {
    const forgotten = isUnclear(seen, referral) ? ['outcome-unknown'] : []
    return [...hindrances(seen, referral), ...forgotten].map((reason) => `attention ${reason}`)
  }
  const record = seen.primero.store.case(referral.caseId)
  const consent = record === undefined || hasConsent(record)
  const others = siblingsOf(seen, referral).filter(({ id }) => id !== referral.id)
  // Nor may any ledger know of one that was cut off beside a referral that came and went between two runs: earlier jobs
  // may have sent that.
  const cameAndWent = others.some((one) => one.status !== 'in_progress' && claimOf(seen, one) === undefined)
  const unclear = isUnclear(seen, referral) || (cameAndWent && wasInDoubt(seen, referral))
  return [
    ...(unclear ? ['attention outcome-unknown'] : []),
    ...(consent ? [] : ['attention consent-withdrawn']),
    ...(isForgottenSend(seen, sent) ? hindrances(seen, referral).map((reason) => `attention ${reason}`) : []),
    ...(consent || sent.status !== open ? ['confirmed'] : []),
  ]
}

function isRowGone(seen: Seen, { caseId, serviceRecordId }: Referral): boolean {
  const record = seen.primero.store.case(caseId)
  return record !== undefined && rowIn(record, serviceRecordId ?? '') === undefined
}

function ofRevoked(seen: Seen, referral: Referral, sent: Interop | undefined): readonly Saying[] {
  const took = tookOf(seen, referral.serviceRecordId ?? '').size > 0
  const maybeSent = sent !== undefined || took || wasInDoubt(seen, referral)
  return [
    ...(maybeSent ? ['attention revoked-after-sending'] : []),
    // It was decided first: nothing is left to tell UNHCR.
    ...(sent !== undefined && sent.status !== open ? ['confirmed'] : []),
    ...(sent === undefined || isForgottenSend(seen, sent) ? ['withdrawn', 'nothing'] : []),
    // With its row, nothing of the case says any more that it was ever with UNHCR: only who sent it knows.
    ...(mayHaveForgotten(seen) && isRowGone(seen, referral) ? ['nothing'] : []),
  ]
}

/** What the ledger may say of a referral to UNHCR. */
function mustSay(seen: Seen, referral: Referral): ReadonlySet<Saying> {
  const sent = recordOf(seen, referral)
  if (referral.status === 'in_progress') return new Set(ofOpen(seen, referral, sent))
  if (referral.status === 'revoked') return new Set(ofRevoked(seen, referral, sent))
  // What was decided and applied is in progress no longer: nothing asks for it that a ledger has forgotten, or never knew.
  const neverKnown = sent !== undefined && !isOurs(seen, sent)
  return new Set([
    'confirmed',
    ...(mayHaveForgotten(seen) || neverKnown ? ['nothing'] : []),
    ...(isUnclear(seen, referral) ? ['attention outcome-unknown'] : []),
  ])
}

/** The item of a referral. */
function claimOf(seen: Seen, referral: Referral): Claim | undefined {
  return seen.claims.find(({ flow, key }) => flow === '2.1' && key === referral.id)
}

/** P1, P9 for flow 2.1, once everything had time to settle. */
export function referralsOutSettled(seen: Seen): readonly Violation[] {
  return disagreements(
    seen,
    toUnhcr(seen).map((referral): Account => {
      const record = `referral ${referral.id}, ${referral.status}, ${recordOf(seen, referral)?.number ?? 'not in proGres'}`
      const may = mustSay(seen, referral)
      return { flow: '2.1', key: referral.id, record, may, claim: claimOf(seen, referral) }
    }),
  )
}
