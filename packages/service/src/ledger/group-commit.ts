import { LedgerFailure } from '@ping-primero/core/ledger/failure.ts'
import { ownSurroundings, type Surroundings } from './surroundings.ts'

/** Under load a commit waits so long for company: a few jobs more in it save as many commits. */
const gatherMs = 2
/** What came so shortly after the last commit is load. */
const loadMs = 15

interface Waiting<Job, Result> {
  readonly job: Job
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}

/**
 * Puts jobs that come while others are pending into one commit: bringing a commit to the disk costs milliseconds, and
 * thousands of jobs come one by one. Every job is answered after its own commit. When a commit of several fails, each
 * goes again alone, so that one bad job spoils nothing for the others; but not when the ledger itself failed.
 */
export function groupCommit<Job, Result>(
  commit: (jobs: readonly Job[]) => Promise<readonly Result[]>,
  { elapsed, pause }: Pick<Surroundings, 'elapsed' | 'pause'> = ownSurroundings,
  largest = 200,
): (job: Job) => Promise<Result> {
  const waiting: Waiting<Job, Result>[] = []
  let flushing = false
  let committedAt = Number.NEGATIVE_INFINITY

  async function settle(group: readonly Waiting<Job, Result>[]): Promise<void> {
    try {
      const results = await commit(group.map(({ job }) => job))
      group.forEach(({ resolve, reject }, index) => {
        const result = results[index]
        if (result === undefined) reject(new Error('A commit left a job without an answer.'))
        else resolve(result)
      })
    } catch (error) {
      const alone = group.length > 1 && !(error instanceof LedgerFailure)
      if (alone) for (const one of group) await settle([one])
      else for (const { reject } of group) reject(error)
    }
  }

  async function flush(): Promise<void> {
    for (;;) {
      // The pause lets those who were just answered bring their next job into the same commit.
      await pause(elapsed() - committedAt < loadMs ? gatherMs : 0)
      const group = waiting.splice(0, largest)
      if (group.length === 0) break
      await settle(group)
      committedAt = elapsed()
    }
    flushing = false
  }

  return (job) =>
    new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject })
      if (flushing) return
      flushing = true
      void flush()
    })
}
