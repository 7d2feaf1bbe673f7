import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LogEvent } from '@ping-primero/core/log.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'

/** What the service itself may log, beside what the flows do: codes, names of deployments, counts. */
export type ServiceEvent =
  | LogEvent
  | {
      readonly event: 'serving'
      readonly deployments: readonly string[]
      /** Whole path of its file. */
      readonly ledger: string | null
    }
  /** There was no ledger at this path: what was done before is not known in it. */
  | { readonly event: 'ledger-created'; readonly path: string }
  /** A folder beside the deployments that is not served. */
  | {
      readonly event: 'folder-passed-over'
      readonly directory: string
      readonly why: 'sandbox' | 'no-deployment'
    }
  /** A flow that is on and never runs by itself. */
  | { readonly event: 'schedule-never'; readonly flow: Flow }
  | { readonly event: 'alive'; readonly uptimeSeconds: number; readonly running: number }
  | { readonly event: 'stopping'; readonly running: number }
  /** The deployments were read anew. */
  | { readonly event: 'reloaded'; readonly deployments: readonly string[] }
  /** They could not be: everything goes on as before. */
  | { readonly event: 'reload-refused'; readonly code: RefusalCode; readonly message: string }
  | {
      readonly event: 'run-refused'
      readonly flow: Flow
      readonly code: RefusalCode
      readonly message: string
    }
  | {
      readonly event: 'deployment-refused'
      readonly directory: string
      readonly code: RefusalCode
      readonly message: string
    }
  /** Referrals that the journal shows as sent and the database had forgotten. */
  | { readonly event: 'sends-recovered'; readonly flow: Flow; readonly count: number }
  /** The journal of sends is gone: referrals made until now are held, as they may have been sent. */
  | { readonly event: 'journal-lost'; readonly flow: Flow }
  | { readonly event: 'tick-failed'; readonly code: RefusalCode; readonly message: string }
