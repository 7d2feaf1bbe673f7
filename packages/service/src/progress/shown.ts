import type { RunHost } from '@ping-primero/core/flows/host.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import type { Context } from '../commands/command.ts'

/**
 * Does work with the systems and shows who watches how far it is. `words` says so of what the work tells, or of null as
 * long as it has told nothing; `work` is lent what it is to tell it by.
 */
export async function shown<T>(
  { during }: Pick<Context, 'during'>,
  words: (progress: Progress | null) => string,
  work: (lent: Pick<RunHost, 'watched'>) => Promise<T>,
): Promise<T> {
  if (during === undefined) return work({})
  let look: (() => Progress) | null = null
  const watched: RunHost['watched'] = (progress) => {
    look = progress
  }
  return during(
    () => words(look?.() ?? null),
    async () => work({ watched }),
  )
}
