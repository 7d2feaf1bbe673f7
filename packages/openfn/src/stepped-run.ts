import { stages, type Flow, type Stage } from '@ping-primero/core/domain/flow.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import { ownLent, runOnce } from '@ping-primero/service/commands/run/run-once.ts'
import { openLedger } from '@ping-primero/service/ledger/store.ts'
import type { ServiceLog } from '@ping-primero/service/log/log.ts'
import type { Result } from '@ping-primero/service/refusals/refusal.ts'
import type { Credential } from './credential.ts'
import { gate } from './gate.ts'

/** How long things may take on OpenFn, ms. */
const usualLimits = {
  /** A run waits so long for another run of its deployment, then ends as skipped. */
  turnMs: 60_000,
  /** So long before the worker's own limit nothing more is sent: what is on its way still has time to come back. */
  lastStretchMs: 90_000,
  /** A run whose next step does not come is let go after so long: it sends nothing more and gives its turn back. */
  longestPauseMs: 60_000,
}

/** How far a run is: how its items stand, or its report once it has ended. */
export type Progress =
  | { readonly ended: false; readonly counts: StateCounts }
  | { readonly ended: true; readonly report: RunReport }

/** A run of one flow that goes one stage further with each step of a workflow. */
export interface SteppedRun {
  readonly id: string
  /** Lets the run through a stage; resolves when it stands before the next one, or has ended. */
  readonly goThrough: (stage: Stage) => Promise<Result<Progress>>
  /** What came of it in the end. */
  readonly ended: Promise<Result<RunReport>>
}

/** Begins a run; it stops by itself before the time limit of the credential, and the next one goes on. */
export async function beginRun(
  flow: Flow,
  { read, env, ledgerUrl, runLimitMs }: Credential,
  log: ServiceLog,
  { turnMs, lastStretchMs, longestPauseMs } = usualLimits,
): Promise<SteppedRun> {
  const lent = ownLent()
  const id = lent.newId()
  const until = lent.elapsed() + runLimitMs - lastStretchMs
  const between = gate(stages[flow])
  let forsaken = false
  const store = await openLedger(ledgerUrl)
  const order = { flow, dryRun: false, since: null, only: null, waitMs: turnMs } as const
  const context = {
    env,
    clock: { now: Date.now, sleep: async (ms: number) => new Promise<void>((go) => setTimeout(go, ms)) },
    json: true,
    user: 'openfn',
    stopping: () => forsaken || lent.elapsed() >= until,
  }
  const atWork = async (): Promise<Result<RunReport>> => {
    try {
      return await runOnce(read, order, store, log, context, {
        ...lent,
        newId: () => id,
        enter: between.enter,
      })
    } finally {
      await store.close()
    }
  }
  const ended = atWork()
  // Whoever asks next hears how it ended; until then nobody may hold it for forgotten.
  ended.catch(() => {})

  let pause: NodeJS.Timeout | undefined
  const letGo = (): void => {
    forsaken = true
    between.openAll()
  }

  return {
    id,
    ended,
    goThrough: async (stage) => {
      clearTimeout(pause)
      between.open(stage)
      const result = await Promise.race([ended, between.held().then(() => null)])
      if (result !== null) {
        return result.ok ? { ok: true, value: { ended: true, report: result.value } } : result
      }
      pause = setTimeout(letGo, longestPauseMs).unref()
      const counts = await store.forDeployment(read.deployment.name).counts(flow, id)
      return { ok: true, value: { ended: false, counts } }
    },
  }
}
