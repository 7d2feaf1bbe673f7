import type { Change, Delivery, Individual, InteropReferral, Intervention, Transaction } from './records.ts'

/** Everything that proGres holds. Records are replaced, never altered; keys are lower-case GUIDs. */
export interface PingStore {
  readonly individuals: ReadonlyMap<string, Individual>
  readonly interventions: ReadonlyMap<string, Intervention>
  /** By intervention, in the order of the list. */
  readonly deliveries: ReadonlyMap<string, Delivery>
  readonly referrals: ReadonlyMap<string, InteropReferral>
  readonly transactions: ReadonlyMap<string, Transaction>
  readonly history: readonly Change[]
  /** Counts sign-ins at the token endpoint. */
  readonly signIns: { accepted: number; refused: number }
  individualByNumber(number: string): Individual | undefined
  interventionByNumber(number: string): Intervention | undefined
  referralByNumber(number: string): InteropReferral | undefined
  /** Interoperability referrals made from one Primero service row: more than one is a duplicate. */
  referralsOfService(orgReferralId: string): readonly InteropReferral[]
  /** The writes on one intervention or interoperability referral, oldest first. */
  changesOf(guid: string): readonly Change[]
  putIndividual(individual: Individual): void
  putIntervention(intervention: Intervention): void
  putDelivery(delivery: Delivery): void
  putReferral(referral: InteropReferral): void
  putTransaction(transaction: Transaction): void
  record(change: Change): void
}

/** An empty proGres. */
export function createPingStore(): PingStore {
  const individuals = new Map<string, Individual>()
  const interventions = new Map<string, Intervention>()
  const deliveries = new Map<string, Delivery>()
  const referrals = new Map<string, InteropReferral>()
  const transactions = new Map<string, Transaction>()
  const history: Change[] = []
  const individualNumbers = new Map<string, string>()
  const interventionNumbers = new Map<string, string>()
  const referralNumbers = new Map<string, string>()
  const ofService = new Map<string, string[]>()
  const changes = new Map<string, Change[]>()

  const found = <T>(map: ReadonlyMap<string, T>, key: string | undefined): T | undefined =>
    key === undefined ? undefined : map.get(key)

  return {
    individuals,
    interventions,
    deliveries,
    referrals,
    transactions,
    history,
    signIns: { accepted: 0, refused: 0 },
    individualByNumber: (number) => found(individuals, individualNumbers.get(number)),
    interventionByNumber: (number) => found(interventions, interventionNumbers.get(number)),
    referralByNumber: (number) => found(referrals, referralNumbers.get(number)),
    referralsOfService: (id) => (ofService.get(id) ?? []).flatMap((guid) => found(referrals, guid) ?? []),
    changesOf: (guid) => changes.get(guid.toLowerCase()) ?? [],
    putIndividual(individual) {
      individuals.set(individual.guid, individual)
      if (individual.number !== null) individualNumbers.set(individual.number, individual.guid)
    },
    putIntervention(intervention) {
      interventions.set(intervention.guid, intervention)
      interventionNumbers.set(intervention.number, intervention.guid)
    },
    putDelivery(delivery) {
      deliveries.set(delivery.interventionGuid, delivery)
    },
    putReferral(referral) {
      const isNew = !referrals.has(referral.guid)
      referrals.set(referral.guid, referral)
      referralNumbers.set(referral.number, referral.guid)
      if (isNew && referral.orgReferralId !== null) {
        const others = ofService.get(referral.orgReferralId)
        if (others) others.push(referral.guid)
        else ofService.set(referral.orgReferralId, [referral.guid])
      }
    },
    putTransaction(transaction) {
      transactions.set(transaction.id, transaction)
    },
    record(change) {
      history.push(change)
      const others = changes.get(change.guid)
      if (others) others.push(change)
      else changes.set(change.guid, [change])
    },
  }
}
