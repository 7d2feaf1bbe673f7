import { referralStatus, reviewDecision } from './codes.ts'
import type { PingContext } from './context.ts'
import { dateOf } from './context.ts'
import type { Gateway } from './gateway.ts'
import { processQueued, receiveReferral } from './process-referrals.ts'
import type { Individual, InteropReferral, Intervention } from './records.ts'

/** The child of a referral, as far as the officer knows it; the rest is blank. */
type IndividualDraft = Partial<Omit<Individual, 'guid'>>

/** What an officer writes about an intervention. */
type InterventionDraft = Partial<
  Pick<
    Intervention,
    | 'guid'
    | 'number'
    | 'businessUnit'
    | 'businessUnitName'
    | 'type'
    | 'startDate'
    | 'description'
    | 'reason'
    | 'officer'
    | 'transferStatus'
    | 'transferStatusDate'
    | 'primeroId'
  >
>

/** A referral to Primero. An individual whose number is already registered is taken as it stands. */
export interface ReferralDraft extends InterventionDraft {
  readonly individual: IndividualDraft
  /** Another person is registered, though the number is taken: two children of one number. */
  readonly another?: boolean
}

/** A change of a referral before or after it was sent; null blanks a column. */
export interface Correction extends Omit<InterventionDraft, 'guid'> {
  readonly individual?: IndividualDraft
}

/** UNHCR's answer to an interoperability referral. */
export interface DecisionDraft {
  readonly decision: 'accepted' | 'rejected'
  /** The label of the rejection reason. */
  readonly reason?: string
  readonly comment?: string
  /** Instead of the status code that belongs to the decision; null leaves the column blank. */
  readonly status?: number | null
  /** Instead of the review decision's code; null leaves the column blank. */
  readonly reviewDecision?: number | null
}

/** What people at UNHCR, and the server's own clockwork, do in proGres. An unknown GUID is a defect of the caller. */
export interface PingActs {
  /** Creates the individual if needed, the intervention and its delivery. */
  refer(draft: ReferralDraft): Intervention
  correct(interventionGuid: string, correction: Correction): Intervention
  /** Takes the referral back: SHP-2747 lists it no longer. */
  withdraw(interventionGuid: string): void
  /** Lists it again whatever its transfer status says. */
  listAgain(interventionGuid: string): void
  /** An inactive individual has no detail rows. */
  setActive(individualNumber: string, active: boolean): void
  /** What SHP-2731 makes of a good item; `fields` by column name. A bad one is a defect of the caller. */
  receive(fields: Readonly<Record<string, string>>): InteropReferral
  decide(referralGuid: string, decision: DecisionDraft): InteropReferral
  /** The opposite of the present decision, as a new one. */
  reverse(referralGuid: string, reason?: string): InteropReferral
  setStatusCode(referralGuid: string, status: number | null): InteropReferral
  /** Processes everything that SHP-2731 has accepted so far, whatever the setting. */
  processAll(): void
  /** All tokens given so far are refused from now on. */
  endTokens(): void
}

/** The acts on one simulator. */
export function createPingActs(context: PingContext, gateway: Gateway): PingActs {
  const { store, now, newId } = context

  const interventionOf = (guid: string): Intervention => {
    const intervention = store.interventions.get(guid.toLowerCase())
    if (!intervention) throw new Error(`No intervention ${guid}`)
    return intervention
  }
  const referralOf = (guid: string): InteropReferral => {
    const referral = store.referrals.get(guid.toLowerCase())
    if (!referral) throw new Error(`No interoperability referral ${guid}`)
    return referral
  }
  const putReferral = (referral: InteropReferral): InteropReferral => {
    store.putReferral(referral)
    const { guid, number, status } = referral
    store.record({
      at: now(),
      by: 'officer',
      on: 'referral',
      guid,
      number,
      status,
      fields: { progres_reviewdecision: referral.reviewDecision },
      comments: referral.rejectionComment === null ? [] : [referral.rejectionComment],
    })
    return referral
  }
  const individualFor = (draft: IndividualDraft, another: boolean): Individual => {
    const known =
      typeof draft.number === 'string' && !another ? store.individualByNumber(draft.number) : undefined
    if (known) return known
    const individual = { ...blankIndividual, ...draft, guid: newId().toLowerCase() }
    store.putIndividual(individual)
    return individual
  }
  const changeDelivery = (guid: string, change: { active: boolean; always: boolean }): void => {
    const delivery = store.deliveries.get(guid.toLowerCase())
    if (!delivery) throw new Error(`No delivery of intervention ${guid}`)
    store.putDelivery({ ...delivery, ...change })
  }
  const recordOfficer = (intervention: Intervention): void => {
    const { guid, number, transferStatus } = intervention
    store.record({
      at: now(),
      by: 'officer',
      on: 'intervention',
      guid,
      number,
      status: transferStatus,
      fields: {},
      comments: [],
    })
  }

  const decide = (referralGuid: string, draft: DecisionDraft): InteropReferral => {
    const accepted = draft.decision === 'accepted'
    const usualStatus = accepted ? referralStatus.accepted : referralStatus.rejected
    const usualDecision = accepted ? reviewDecision.accepted : reviewDecision.rejected
    return putReferral({
      ...referralOf(referralGuid),
      status: draft.status === undefined ? usualStatus : draft.status,
      reviewDecision: draft.reviewDecision === undefined ? usualDecision : draft.reviewDecision,
      rejectionReason: draft.reason ?? null,
      rejectionComment: draft.comment ?? null,
      reviewDate: dateOf(now()),
    })
  }

  return {
    refer(draft) {
      const { individual: person, another = false, ...rest } = draft
      const individual = individualFor(person, another)
      const order = store.deliveries.size
      const number = `803-${dateOf(now()).slice(2, 4)}-PRTITV-${1_000_001 + order}`
      const intervention: Intervention = {
        ...blankIntervention,
        number,
        transferStatusBefore: draft.transferStatus ?? null,
        createdAt: now(),
        statusChangedAt: now(),
        startDate: dateOf(now()),
        ...rest,
        guid: (draft.guid ?? newId()).toLowerCase(),
        individualGuid: individual.guid,
      }
      store.putIntervention(intervention)
      store.putDelivery({
        guid: newId().toLowerCase(),
        interventionGuid: intervention.guid,
        order,
        active: true,
        always: false,
      })
      recordOfficer(intervention)
      return intervention
    },
    correct(interventionGuid, correction) {
      const { individual, ...rest } = correction
      const changed = { ...interventionOf(interventionGuid), ...rest }
      store.putIntervention(changed)
      const person = store.individuals.get(changed.individualGuid)
      if (individual && person) store.putIndividual({ ...person, ...individual })
      recordOfficer(changed)
      return changed
    },
    withdraw: (guid) => changeDelivery(guid, { active: false, always: false }),
    listAgain: (guid) => changeDelivery(guid, { active: true, always: true }),
    setActive(individualNumber, active) {
      const individual = store.individualByNumber(individualNumber)
      if (!individual) throw new Error('No individual of this number')
      store.putIndividual({ ...individual, active })
    },
    receive(fields) {
      const item = { externalId: fields['progres_offlineid'] ?? '', fields, comments: [] }
      const referral = receiveReferral(item, context)
      if (typeof referral === 'string') throw new Error(referral)
      return referral
    },
    decide,
    reverse(referralGuid, reason) {
      const decision =
        referralOf(referralGuid).reviewDecision === reviewDecision.accepted ? 'rejected' : 'accepted'
      return decide(referralGuid, { decision, ...(reason === undefined ? {} : { reason }) })
    },
    setStatusCode: (guid, status) => putReferral({ ...referralOf(guid), status }),
    processAll() {
      for (const transaction of store.transactions.values()) processQueued(transaction, context, true)
    },
    endTokens: () => gateway.endTokens(),
  }
}

const blankIndividual: Individual = {
  guid: '',
  number: null,
  groupGuid: null,
  groupNumber: null,
  givenName: null,
  middleName: null,
  familyName: null,
  nickname: null,
  birthDate: null,
  sex: null,
  phone: null,
  levels: [],
  languages: [],
  needs: [],
  active: true,
}

const blankIntervention: Intervention = {
  guid: '',
  number: '',
  individualGuid: '',
  businessUnit: '577ccdf6-86de-e811-80d8-001dd8b71fe3',
  businessUnitName: 'Kenya - Dadaab',
  type: 'Alternative Care',
  startDate: null,
  description: null,
  reason: null,
  officer: { title: null, phone: null, email: null },
  transferStatus: null,
  transferStatusBefore: null,
  transferStatusDate: null,
  primeroId: null,
  caseworker: null,
  comments: [],
  createdAt: 0,
  statusChangedAt: 0,
}
