/** What is particular to a child whom an officer can refer. */
export const officerKinds = [
  'unknown',
  'known',
  'known-twice',
  'closed',
  'no-birth-date',
  'no-family-name',
  'no-sex',
  'no-business-unit',
  'before',
] as const
export type OfficerKind = (typeof officerKinds)[number]

/** What is particular to a child whose case a caseworker can refer. */
export const caseworkerKinds = ['one', 'two', 'no-number', 'no-sex'] as const
export type CaseworkerKind = (typeof caseworkerKinds)[number]

/** An invented child, as the desks show one: by a number. */
export interface OfferedChild<Kind> {
  readonly kind: Kind
  /** null = the record has none. */
  readonly number: string | null
  /** null = the record does not say. */
  readonly sex: 'female' | 'male' | null
  readonly age: number | null
}

/** A type of service, as one of the systems calls it. */
export interface TypeOfService {
  readonly value: string
  readonly label: string
  /** The partners have agreed what the other system calls it. */
  readonly isAgreed: boolean
}

/** Why somebody rejects, by the lists that officers and caseworkers choose from. */
export const officerReasons = ['not-found', 'no-match', 'not-applicable'] as const
export const caseworkerReasons = ['no-place', 'moved', 'supported'] as const
export type OfficerReason = (typeof officerReasons)[number]
export type CaseworkerReason = (typeof caseworkerReasons)[number]

/** A text of a record, so far as it is shown: in it somebody may have named a child. */
export interface Said {
  readonly reason: OfficerReason | CaseworkerReason | null
  /** What was typed at a desk, where it was looked through. */
  readonly typed: string | null
}

/** Where a referral is, as proGres shows it. */
export type Transfer = 'to-be-taken' | 'undelivered' | 'arrived' | 'accepted' | 'rejected' | 'unclear'

/** A referral to Primero, as proGres shows it to the officer. */
export interface SentReferral {
  /** Of the intervention. */
  readonly number: string
  readonly type: string
  /** ISO time. */
  readonly at: string
  readonly transfer: Transfer
  /** What a rejection says; null = nothing. */
  readonly said: Said | null
  /** What the exchange wrote about it, in English and of no child; null = nothing. */
  readonly comment: string | null
  /** Short number of the case there; null = none yet. */
  readonly caseNumber: string | null
  readonly isWithdrawn: boolean
  /** Something is missing in it that the officer can fill in. */
  readonly lacks: boolean
}

/** A referral of a caseworker, as proGres shows it to the officer. */
export interface AskedReferral {
  /** REF-IOP. */
  readonly number: string
  readonly service: string
  readonly at: string
  readonly decision: 'accepted' | 'rejected' | null
}

/** What a deed came to; `moved`: it is not there any more, or not as it was; `refused`: the system did not take it. */
export type DeskEnd = 'done' | 'moved' | 'refused'

export interface OfficerDecision {
  readonly number: string
  readonly decision: 'accepted' | 'rejected'
  readonly reason: OfficerReason | null
  readonly comment: string | null
}

/** The seat of a UNHCR officer in the simulated proGres. The newest first. */
export interface OfficerDesk {
  readonly children: () => readonly OfferedChild<OfficerKind>[]
  readonly types: () => readonly TypeOfService[]
  readonly asked: () => readonly AskedReferral[]
  readonly sent: () => readonly SentReferral[]
  readonly refer: (kind: OfficerKind, type: string) => DeskEnd
  readonly decide: (decision: OfficerDecision) => DeskEnd
  /** Takes an intervention back. */
  readonly withdraw: (number: string) => DeskEnd
  /** Sends it out once more. */
  readonly sendAgain: (number: string) => DeskEnd
  /** Fills in what is missing. */
  readonly fillIn: (number: string) => DeskEnd
}

/** A service that UNHCR asks for, as Primero shows it to the caseworker. */
export interface AskedService {
  /** Names the row of the case. */
  readonly row: string
  readonly caseNumber: string
  readonly service: string
  /** Of the intervention; null = the row does not say. */
  readonly number: string | null
  readonly decision: 'accepted' | 'rejected' | null
  readonly said: Said | null
}

/** A caseworker's referral to UNHCR, as Primero shows it. */
export interface ReferredService {
  /** Names the referral. */
  readonly id: string
  readonly caseNumber: string
  readonly service: string
  readonly at: string
  readonly status: 'in_progress' | 'accepted' | 'rejected' | 'done' | 'revoked'
  readonly said: Said | null
  readonly hasConsent: boolean
}

export interface CaseworkerReferral {
  readonly kind: CaseworkerKind
  readonly service: string
  readonly consent: Consent
  /** It is referred although consent is missing. */
  readonly isOverridden: boolean
}

export interface Consent {
  readonly services: boolean
  readonly others: boolean
}

/** The seat of a caseworker in the simulated Primero. The newest first. */
export interface CaseworkerDesk {
  readonly cases: () => readonly OfferedChild<CaseworkerKind>[]
  readonly services: () => readonly TypeOfService[]
  readonly asked: () => readonly AskedService[]
  readonly referred: () => readonly ReferredService[]
  readonly decide: (
    row: string,
    decision: 'accepted' | 'rejected',
    reason: CaseworkerReason | null,
  ) => DeskEnd
  readonly refer: (referral: CaseworkerReferral) => DeskEnd
  /** Refers the same service once more. */
  readonly referAgain: (id: string) => DeskEnd
  readonly revoke: (id: string) => DeskEnd
  readonly setConsent: (id: string, consent: Consent) => DeskEnd
}
