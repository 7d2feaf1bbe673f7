import type { LogEvent } from './log-event.ts'

export type { LogEvent } from './log-event.ts'

/** Where log events go; the host decides. Must not throw. */
export type Log = (event: LogEvent) => void
