import type { ServiceLog } from '@ping-primero/service/log/log.ts'

/** Told by the step's own words, or too many for a log that OpenFn keeps line by line. */
const untold: ReadonlySet<string> = new Set([
  'request',
  'item',
  'run-started',
  'run-finished',
  'flow-stopped',
])

/** Writes events where OpenFn collects what a step prints. Events hold ids, codes and counts, never a record's values. */
export const log: ServiceLog = (event) => {
  if (!untold.has(event.event)) console.log(JSON.stringify(event))
}

/** Prints words for people. */
export function say(words: string): void {
  console.log(words)
}
