import { referralStatus, reviewDecision, transferStatus, type Systems } from '@ping-primero/sandbox'
import type { Memory } from './people.ts'
import { casesOf, referralsToUnhcr, servicesIn, type CaseRecord } from './records.ts'

/** Something that must never be. Numbers of records alone are named. */
export interface Violation {
  readonly kind: 'lost' | 'twice' | 'wrong' | 'stray'
  readonly what: string
}

/** What stands in the end, as both simulators show it. */
export interface Verdict {
  readonly violations: readonly Violation[]
  /** Records judged: interventions, service rows, referrals, decisions. */
  readonly judged: number
  /** Status messages of 1.1 and 1.2 that proGres had already been told: they change nothing there. */
  readonly toldAgain: number
}

const statusOf: Readonly<Record<string, number>> = {
  pending: transferStatus.pending,
  accepted: transferStatus.acknowledged,
  rejected: transferStatus.rejected,
}

/** Judges a world in which nothing more is to be done, by the simulators' stores alone. */
export function judge(systems: Systems, memory: Memory): Verdict {
  const violations: Violation[] = []
  const find = (kind: Violation['kind'], what: string) => void violations.push({ kind, what })
  const interventions = judgeInterventions(systems, memory, find)
  const referrals = judgeReferrals(systems, memory, find)
  judgeCases(systems, find)
  return { violations, judged: interventions.judged + referrals, toldAgain: interventions.toldAgain }
}

type Find = (kind: Violation['kind'], what: string) => void

/** One row per intervention, in the child's own case, and proGres told what the row says (1.1, 1.2). */
function judgeInterventions(systems: Systems, memory: Memory, find: Find) {
  const { ping, primero } = systems
  const placed = casesOf(primero).flatMap((record) => record.services.map((row) => ({ record, row })))
  const rowsOf = Map.groupBy(placed, ({ row }) => row.interventionGuid)
  let judged = 0
  let toldAgain = 0
  for (const guid of rowsOf.keys()) {
    if (guid !== null && !ping.store.interventions.has(guid)) find('stray', `a service row of ${guid}`)
  }
  for (const intervention of ping.store.interventions.values()) {
    const { guid, number, transferStatus: shown } = intervention
    const rows = rowsOf.get(guid) ?? []
    judged += 1
    if (memory.takenBack.has(guid)) {
      if (rows.length > 0) find('wrong', `${number} was taken back, and stands in Primero`)
      continue
    }
    const [only] = rows
    if (only === undefined) find('lost', `${number} has no service in Primero`)
    if (rows.length > 1) find('twice', `${number} has ${rows.length} services in Primero`)
    if (only === undefined) continue
    const child = ping.store.individuals.get(intervention.individualGuid)?.number
    if (only.record.individual !== child) find('wrong', `${number} stands in another child's case`)
    const stated = only.row.unhcr_referral_status ?? ''
    if (shown !== statusOf[stated]) find('lost', `${number} is ${stated} in Primero, ${shown} in proGres`)
    toldAgain += judgeTold(systems, intervention, only.record, only.row.unique_id, find)
  }
  return { judged, toldAgain }
}

/** Nothing was ever told that had not been stated, and no decision was stepped back from. */
function judgeTold(
  { ping, primero }: Systems,
  { guid, number }: { readonly guid: string; readonly number: string },
  record: CaseRecord,
  rowId: string,
  find: Find,
): number {
  const stated = new Set(
    primero.store
      .history(record.id)
      .flatMap(({ changes }) => changes.filter(({ field }) => field === 'services_section'))
      .flatMap(({ to }) => servicesIn(to))
      .filter((row) => row.unique_id === rowId)
      .map((row) => statusOf[row.unhcr_referral_status ?? '']),
  )
  const told = ping.store.changesOf(guid).filter(({ by }) => by === 'gateway')
  let decided = false
  let again = 0
  for (const [index, { status }] of told.entries()) {
    if (status === null || !stated.has(status)) find('wrong', `${number} was told ${status}, never stated`)
    if (status === transferStatus.pending && decided) find('wrong', `${number} was stepped back`)
    decided ||= status === transferStatus.acknowledged || status === transferStatus.rejected
    if (index > 0 && told[index - 1]?.status === status) again += 1
  }
  return again
}

/** One record in proGres per referral in Primero (2.1), and in Primero the decision that proGres states (2.2). */
function judgeReferrals({ ping, primero }: Systems, memory: Memory, find: Find): number {
  const referrals = referralsToUnhcr(primero)
  const byRow = new Map(referrals.map((referral) => [referral.row, referral]))
  for (const { id, row } of referrals) {
    const records = ping.store.referralsOfService(row).length
    if (memory.revoked.has(id) && records > 0) find('wrong', `referral ${id} was revoked, and then sent`)
    if (!memory.revoked.has(id) && records === 0) find('lost', `referral ${id} is not in proGres`)
    if (records > 1) find('twice', `referral ${id} is ${records} times in proGres`)
  }
  for (const {
    guid,
    number,
    orgReferralId,
    reviewDecision: decision,
    status,
  } of ping.store.referrals.values()) {
    const referral = byRow.get(orgReferralId ?? '')
    if (referral === undefined) {
      find('stray', `${number} belongs to no referral in Primero`)
      continue
    }
    const synced = status === referralStatus.synced
    if (decision === null) {
      if (referral.status !== 'in_progress')
        find('wrong', `${number} is undecided, ${referral.status} in Primero`)
      continue
    }
    const states = decision === reviewDecision.accepted ? 'accepted' : 'rejected'
    if (memory.reversedLate.has(guid)) {
      // Primero keeps the first decision; a person brings the other one there. Nobody may say that it was carried over.
      if (synced) find('wrong', `${number} was reversed too late, and is marked as carried over`)
      if (referral.status === states || referral.status === 'in_progress') {
        find('wrong', `${number} was reversed too late, and is ${referral.status} in Primero`)
      }
      continue
    }
    if (referral.status === 'in_progress') find('lost', `the decision on ${number} is not in Primero`)
    else if (referral.status !== states)
      find('wrong', `${number} is ${states}, ${referral.status} in Primero`)
    if (!synced) find('lost', `${number} is not marked as carried over`)
  }
  return referrals.length + ping.store.referrals.size
}

function judgeCases({ primero }: Systems, find: Find): void {
  const cases = Map.groupBy(casesOf(primero), ({ individual }) => individual)
  for (const [individual, found] of cases) {
    if (individual === null) find('wrong', `case ${found[0]?.id} has no individual number`)
    else if (found.length > 1) find('twice', `cases ${found.map(({ id }) => id).join(', ')} are of one child`)
  }
}
