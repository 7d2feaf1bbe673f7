import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LogEvent } from '@ping-primero/core/log.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'

/** What the service itself may log, beside what the flows do: codes, names of deployments, counts. */
export type ServiceEvent =
  | LogEvent
  | { readonly event: 'serving'; readonly deployments: readonly string[] }
  | { readonly event: 'alive'; readonly uptimeSeconds: number; readonly running: number }
  | { readonly event: 'stopping'; readonly running: number }
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
  | { readonly event: 'tick-failed'; readonly code: RefusalCode; readonly message: string }
