import type { Change, Intervention, Ping, Primero } from '@ping-primero/sandbox'

type PingStore = Ping['store']
type PrimeroStore = Primero['store']
export type StoredCase = NonNullable<ReturnType<PrimeroStore['case']>>
export type Referral = PrimeroStore extends { referral(id: string): infer R } ? NonNullable<R> : never
type Individual = NonNullable<ReturnType<PingStore['individuals']['get']>>
type Transaction = NonNullable<ReturnType<PingStore['transactions']['get']>>

/** A case as one save left it, ms of the world's own time. */
export interface CaseState {
  readonly at: number
  readonly by: string
  readonly record: StoredCase
  /** The fields that the save meant to change. */
  readonly fields: readonly string[]
}

/** A referral in Primero as one save left it. */
export interface ReferralState {
  readonly at: number
  readonly status: Referral['status']
  readonly referral: Referral
}

/**
 * Everything that both systems ever held, with the world's own time: their clocks may be set, a save that overlaps
 * another one brings back what no history shows, and a referral has no history at all.
 */
export interface Chronicle {
  readonly casesOf: (caseId: string) => readonly CaseState[]
  readonly referralsOf: (referralId: string) => readonly ReferralState[]
  /** Every state of the individuals whose numbers are of this kind. */
  readonly personsOf: (isTheirs: (number: string) => boolean) => readonly Individual[]
  readonly interventionsOf: (guid: string) => readonly { readonly at: number; readonly one: Intervention }[]
  /** When proGres took a change, or PING a transaction. */
  readonly timeOf: (written: Change | Transaction) => number
}

/** Begins to write down what both systems are given to keep. */
export function keepChronicle(now: () => number, ping: PingStore, primero: PrimeroStore): Chronicle {
  const cases = new Map<string, CaseState[]>()
  const referrals = new Map<string, ReferralState[]>()
  const persons = new Map<string, Individual[]>()
  const interventions = new Map<string, { at: number; one: Intervention }[]>()
  const changes = new WeakMap<Change, number>()
  const transactions = new Map<string, number>()
  const add = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const there = map.get(key)
    if (there === undefined) map.set(key, [value])
    else there.push(value)
  }

  const putCase = primero.putCase.bind(primero)
  const putReferral = primero.putReferral.bind(primero)
  primero.putCase = (record, entry) => {
    const fields = entry.changes.map(({ field }) => field)
    add(cases, record.id, { at: now(), by: entry.userName, record, fields })
    putCase(record, entry)
  }
  primero.putReferral = (referral) => {
    add(referrals, referral.id, { at: now(), status: referral.status, referral })
    putReferral(referral)
  }
  const putIndividual = ping.putIndividual.bind(ping)
  const putIntervention = ping.putIntervention.bind(ping)
  const putTransaction = ping.putTransaction.bind(ping)
  const recordChange = ping.record.bind(ping)
  ping.putIndividual = (individual) => {
    if (individual.number !== null) add(persons, individual.number, individual)
    putIndividual(individual)
  }
  ping.putIntervention = (one) => {
    add(interventions, one.guid, { at: now(), one })
    putIntervention(one)
  }
  ping.putTransaction = (transaction) => {
    if (!transactions.has(transaction.id)) transactions.set(transaction.id, now())
    putTransaction(transaction)
  }
  ping.record = (change) => {
    changes.set(change, now())
    recordChange(change)
  }

  return {
    casesOf: (id) => cases.get(id) ?? [],
    referralsOf: (id) => referrals.get(id) ?? [],
    personsOf: (isTheirs) => [...persons].flatMap(([number, states]) => (isTheirs(number) ? states : [])),
    interventionsOf: (guid) => interventions.get(guid) ?? [],
    timeOf: (written) =>
      ('number' in written ? changes.get(written) : transactions.get(written.id)) ?? Number.NaN,
  }
}
