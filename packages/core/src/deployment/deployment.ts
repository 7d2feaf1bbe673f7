import type { Flow } from '../domain/flow.ts'
import type { IdentityPolicy } from '../domain/identity.ts'
import type { FieldMaps } from '../mapping/field-map.ts'
import type { ValueMaps } from '../mapping/value-map.ts'

/** A deployment as the flows use it: parsed, checked, defaults filled in (`interface.md`, A deployment). */
export interface Deployment {
  readonly name: string
  readonly title: string
  /** IANA zone, for people's times and the schedules. */
  readonly timezone: string
  readonly environment: 'test' | 'production'
  /** ISO instant where 1.2 and 2.1 begin to look on their first run. */
  readonly startDate: string
  /** ISO instant up to which another system did the exchange: what it sent, no ledger knows of. Null = none did. */
  readonly takenOverAt: string | null
  readonly agreement: {
    readonly reference: string
    readonly date: string
    readonly parties: readonly string[]
  } | null
  readonly progres: {
    readonly businessUnit: string
    readonly organizationFrom: string
    readonly referredBy: string
    /** What the whole of an individual number looks like, in its plain spelling; undefined = as it comes. */
    readonly individualNumberPattern?: string | undefined
    readonly contact: { readonly position: string; readonly email: string; readonly phone: string }
  }
  readonly ping: PingSettings
  readonly primero: PrimeroSettings
  readonly flows: Readonly<Record<Flow, { readonly enabled: boolean; readonly schedule: string }>>
  readonly policies: {
    readonly closedCase: 'attention' | 'append'
    readonly identity: IdentityPolicy
    readonly unknownOutcome: 'attention'
    readonly reportRefusals: boolean
    readonly shareProtectionConcern: boolean
  }
  readonly valueMaps: ValueMaps
  readonly fieldMaps: FieldMaps
}

/** The seven processes of PING that the flows use (ping-contract §4). */
export interface PingProcesses {
  readonly listReferrals: string
  readonly referralDetail: string
  readonly updateTransfer: string
  readonly createReferral: string
  readonly listDecisions: string
  readonly decisionDetail: string
  readonly updateReferral: string
}

/** How PING is reached. */
export interface PingSettings {
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly token: { readonly url: string; readonly clientId: string; readonly scope: string }
  readonly partnerId: string
  readonly interopId: string
  readonly processes: PingProcesses
  /** Where PagingCookie and PageNumber + 1 go in the request for the next page. */
  readonly paging: { readonly place: 'top' | 'summary' }
  /** Words of the status answer, lower case. */
  readonly statusWords: {
    readonly processed: readonly string[]
    readonly failed: readonly string[]
    readonly pending: readonly string[]
  }
  readonly limits: RateLimits
  /** Items per ingestion call. */
  readonly batchSize: { readonly updates: number; readonly referrals: number }
}

/** How Primero is reached. */
export interface PrimeroSettings {
  /** Without a trailing slash and without `/api/v2`. */
  readonly baseUrl: string
  readonly moduleId: string
  readonly intakeUser: string
  readonly unhcr: { readonly agency: string; readonly user: string }
  readonly signIn: 'auto' | 'basic'
  readonly limits: RateLimits
}

/** Requests in flight and per second; 0 requests per second = no limit. */
export interface RateLimits {
  readonly concurrency: number
  readonly requestsPerSecond: number
}
