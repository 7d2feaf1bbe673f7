import type { NeedCategory } from './codes.ts'

/** A registered person. Null is a blank column: it is absent from what the gateway shows. */
export interface Individual {
  readonly guid: string
  readonly number: string | null
  readonly groupGuid: string | null
  readonly groupNumber: string | null
  readonly givenName: string | null
  readonly middleName: string | null
  readonly familyName: string | null
  readonly nickname: string | null
  /** YYYY-MM-DD, or whatever an officer managed to type. */
  readonly birthDate: string | null
  readonly sex: number | null
  readonly phone: string | null
  /** Address levels 1 to 6. */
  readonly levels: readonly (string | null)[]
  /** Labels of proGres. */
  readonly languages: readonly string[]
  readonly needs: readonly NeedCategory[]
  /** An inactive individual has no detail rows (§4.2, join semantics). */
  readonly active: boolean
}

/** One entry of the comment history that stands as JSON text in progres_reasonforreferral. */
interface HistoryComment {
  readonly CreatedBy: string
  readonly Text: string
  readonly CreatedOn: string
}

/** The UNHCR officer whose details travel with an intervention. */
interface Officer {
  readonly title: string | null
  readonly phone: string | null
  readonly email: string | null
}

/** What a UNHCR officer creates for a child and sends to Primero. */
export interface Intervention {
  readonly guid: string
  readonly number: string
  readonly individualGuid: string
  readonly businessUnit: string | null
  readonly businessUnitName: string | null
  readonly type: string | null
  readonly startDate: string | null
  /** HTML. */
  readonly description: string | null
  readonly reason: string | readonly HistoryComment[] | null
  readonly officer: Officer
  readonly transferStatus: number | null
  /** Until the last change of the status is visible, lists and details still show this one. */
  readonly transferStatusBefore: number | null
  readonly transferStatusDate: string | null
  readonly primeroId: string | null
  readonly caseworker: string | null
  /** Texts of `Attachments[].Comment`, oldest first. */
  readonly comments: readonly string[]
  readonly createdAt: number
  readonly statusChangedAt: number
}

/** Brings an intervention into SHP-2747. */
export interface Delivery {
  readonly guid: string
  readonly interventionGuid: string
  /** Position in the list; paging goes by it. */
  readonly order: number
  /** False once the officer has withdrawn the referral. */
  readonly active: boolean
  /** Listed whatever the transfer status says. */
  readonly always: boolean
}

/** What an accepted SHP-2731 item becomes. */
export interface InteropReferral {
  readonly guid: string
  /** REF-IOP-… */
  readonly number: string
  readonly order: number
  readonly createdAt: number
  readonly status: number | null
  readonly reviewDecision: number | null
  readonly rejectionReason: string | null
  readonly rejectionComment: string | null
  readonly reviewDate: string | null
  /** Primero's case_id. */
  readonly offlineId: string | null
  /** The unique_id of the service row in Primero. */
  readonly orgReferralId: string | null
  readonly requestedService: string | null
  /** All fields as received. */
  readonly fields: Readonly<Record<string, string>>
  /** Texts of progres_comments and of attachments, oldest first. */
  readonly comments: readonly string[]
}

/** One item of an ingestion as received; blank fields are left out. */
export interface IngestedItem {
  readonly externalId: string
  readonly fields: Readonly<Record<string, string>>
  readonly comments: readonly string[]
}

/** Where an item of a transaction stands. */
export type ItemOutcome =
  | { readonly state: 'queued' }
  | { readonly state: 'done'; readonly referralGuid: string | null }
  | { readonly state: 'failed'; readonly error: string }

/** One accepted ingestion call. */
export interface Transaction {
  readonly id: string
  /** The shipping process. */
  readonly process: string
  readonly at: number
  readonly items: readonly { readonly item: IngestedItem; outcome: ItemOutcome }[]
  /** How often its status was asked. */
  checks: number
}

/** One write, in the order in which they happened: what oracles judge by. */
export interface Change {
  readonly at: number
  readonly by: 'gateway' | 'officer'
  readonly on: 'intervention' | 'referral'
  readonly guid: string
  readonly number: string
  /** The record's status after the write. */
  readonly status: number | null
  /** What the write carried, by column name. */
  readonly fields: Readonly<Record<string, string | number | null>>
  readonly comments: readonly string[]
}
