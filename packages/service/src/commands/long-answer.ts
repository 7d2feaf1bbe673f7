import { pipeline } from 'node:stream/promises'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import type { Outcome } from './command.ts'

/** Writes an answer to stdout that may be too long to hold; false when it cannot be written on, such as when its reader has had enough, as `head` has. */
export async function writeLongAnswer(pieces: AsyncIterable<string>): Promise<boolean> {
  try {
    await pipeline(pieces, process.stdout, { end: false })
    return true
  } catch (error) {
    // Where there was no room for it, `watchStreams` refuses in the end.
    if (error instanceof Error && 'syscall' in error && error.syscall === 'write') return false
    throw error
  }
}

/** The answer is on stdout already. */
export function nothingMore(exit: ExitCode): Outcome {
  return { ok: true, value: { json: undefined, text: '', exit } }
}
