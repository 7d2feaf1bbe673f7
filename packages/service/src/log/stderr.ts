import { writeSync } from 'node:fs'
import pino from 'pino'
import type { DestinationStream } from 'pino'
import { stderrLine } from '../progress/on-stderr.ts'
import { textLine } from './form.ts'

/** What is logged where it cannot be written is kept until it can, up to so many characters; no run ends for it. */
const keptUnwritten = 1_000_000

/** Standard error where a line of progress may stand: each entry in the given form, written before the call returns. */
function besideTheLine(form: (json: string) => string): DestinationStream {
  return {
    write: (json) => {
      try {
        stderrLine.clear()
        writeSync(2, form(json))
      } catch {
        // A disk without room, or a terminal that was closed: the ledger keeps what counts.
      }
    },
  }
}

/** A line for a reader each. */
export const textOnStderr = besideTheLine((json) => `${textLine(json)}\n`)

/** As the log makes it. */
export function jsonOnStderr(): DestinationStream {
  if (process.stderr.isTTY) return besideTheLine((json) => json)
  return pino.destination({ dest: 2, sync: true, maxLength: keptUnwritten }).on('error', () => {})
}
