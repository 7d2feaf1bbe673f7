import { refusal } from './refusal.ts'
import type { Refusal } from './refusal.ts'

/** Whether nobody reads any more, as `head` once it has had enough. */
export function readerIsGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

/**
 * What is said may find no reader, or no room. Neither stops what is under way, and neither is a defect: without a
 * reader a command ends with the exit code of its answer; an answer that could not be written is refused in the end.
 */
export function watchStreams(tell: (unwritten: Refusal) => void): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', () => {})
  process.stdout.once('error', (error: NodeJS.ErrnoException) => {
    if (readerIsGone(error)) return
    // Whatever comes between, such as the exit code of the answer, is overtaken by this.
    process.once('exit', () => {
      if (process.exitCode !== 1)
        tell(refusal('answer-unwritten', `The system says: ${error.code ?? error.name}.`))
    })
  })
}
