import pino from 'pino'
import type { DestinationStream } from 'pino'
import { logForm } from './form.ts'
import type { ServiceEvent } from './service-event.ts'
import { jsonOnStderr, textOnStderr } from './stderr.ts'

/** Where events go. */
export type ServiceLog = (event: ServiceEvent) => void

/** How a log is kept. */
export interface LogOptions {
  /** null for what concerns none or all. */
  readonly deployment: string | null
  /** Shows single requests too. */
  readonly verbose: boolean
  /** Standard error when absent. */
  readonly destination?: DestinationStream
}

/**
 * Fields that no event has. Events are typed and hold no values of records; should one ever get in by an object passed
 * on whole, it is blotted out here.
 */
const neverShown = [
  'name',
  'password',
  'username',
  'authorization',
  'comment',
  'address',
  'phone',
  'email',
  'body',
  'err',
  'error',
  'stack',
]

const levels: Partial<Record<ServiceEvent['event'], 'debug' | 'warn' | 'error'>> = {
  request: 'debug',
  'flow-stopped': 'error',
  'conservation-broken': 'error',
  defect: 'error',
  'run-refused': 'error',
  'act-refused': 'error',
  'deployment-refused': 'error',
  'reload-refused': 'error',
  'tick-failed': 'error',
  'request-refused': 'warn',
  'sign-in-refused': 'warn',
  'page-failed': 'error',
  'list-incomplete': 'warn',
  'list-shrunk': 'warn',
  'record-unreadable': 'warn',
  'system-down': 'warn',
  'case-reopened': 'warn',
  'sends-recovered': 'warn',
  'journal-lost': 'error',
  'ledger-created': 'warn',
  'folder-passed-over': 'warn',
}

/**
 * A log of typed events: one line each, JSON unless another form was chosen, written before the call returns, so that nothing is lost at an end of any
 * kind. Never throws for what an event holds.
 */
export function createLog(options: LogOptions): ServiceLog {
  const { format, quiet } = logForm()
  const logger = pino(
    {
      level: options.verbose ? 'debug' : quiet ? 'warn' : 'info',
      base: options.deployment === null ? null : { deployment: options.deployment },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: neverShown.flatMap((field) => [field, `*.${field}`]),
        censor: '[redacted]',
      },
    },
    options.destination ?? (format === 'text' ? textOnStderr : jsonOnStderr()),
  )
  return (event) => logger[levels[event.event] ?? 'info'](event)
}
