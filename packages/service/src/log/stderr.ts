import { writeSync } from 'node:fs'
import pino from 'pino'
import type { DestinationStream } from 'pino'
import { stderrLine } from '../progress/on-stderr.ts'
import { textLine } from './form.ts'

/** Standard error where a line of progress may stand: each entry in the given form, written before the call returns. */
function besideTheLine(form: (json: string) => string): DestinationStream {
  return {
    write: (json) => {
      stderrLine.clear()
      writeSync(2, form(json))
    },
  }
}

/** A line for a reader each. */
export const textOnStderr = besideTheLine((json) => `${textLine(json)}\n`)

/** As the log makes it. */
export function jsonOnStderr(): DestinationStream {
  return process.stderr.isTTY ? besideTheLine((json) => json) : pino.destination({ dest: 2, sync: true })
}
