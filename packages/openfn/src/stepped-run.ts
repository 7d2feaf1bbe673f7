import { stages, type Flow, type Stage } from '@ping-primero/core/domain/flow.ts'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { StateCounts } from '@ping-primero/core/ledger/ledger.ts'
import { ownLent, runOnce, type Lent } from '@ping-primero/service/commands/run/run-once.ts'
import { openLedger } from '@ping-primero/service/ledger/store.ts'
import type { ServiceLog } from '@ping-primero/service/log/log.ts'
import type { Result } from '@ping-primero/service/refusals/refusal.ts'
import type { Credential } from './credential.ts'
import { gate } from './gate.ts'
import { setSizeWithin } from './set-size.ts'

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

/** What is not pure in a run; tests lend their own. */
interface Lending extends Lent {
  readonly clock: Clock
}

function ownLending(): Lending {
  const sleep = async (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms))
  return { ...ownLent(), clock: { now: Date.now, sleep } }
}

/** Begins a run; it stops by itself before the time limit of the credential, and the next one goes on. */
export async function beginRun(
  flow: Flow,
  { read, env, ledgerUrl, runLimitMs }: Credential,
  log: ServiceLog,
  { turnMs, lastStretchMs, longestPauseMs } = usualLimits,
  { clock, ...lent }: Lending = ownLending(),
): Promise<SteppedRun> {
  const id = lent.newId()
  const workMs = runLimitMs - lastStretchMs
  const until = lent.elapsed() + workMs
  const between = gate(stages[flow])
  let forsaken = false
  let stopped = false
  let passing = false
  const store = await openLedger(ledgerUrl)
  const order = { flow, dryRun: false, since: null, only: null, waitMs: turnMs } as const
  const context = {
    env,
    clock,
    json: true,
    user: 'openfn',
    stopping: () => forsaken || lent.elapsed() >= until,
  }
  /** Nothing is sent after a stop: the step in which it comes is the last one, and tells it. */
  const listen: ServiceLog = (event) => {
    log(event)
    if (event.event !== 'flow-stopped') return
    stopped = true
    if (passing) between.openAll()
  }
  const atWork = async (): Promise<Result<RunReport>> => {
    try {
      return await runOnce(read, order, store, listen, context, {
        ...lent,
        newId: () => id,
        enter: between.enter,
        setSize: setSizeWithin(workMs, read.deployment),
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
      passing = true
      between.open(stage)
      if (stopped) between.openAll()
      const result = await Promise.race([ended, between.held().then(() => null)])
      passing = false
      if (result !== null) {
        return result.ok ? { ok: true, value: { ended: true, report: result.value } } : result
      }
      pause = setTimeout(letGo, longestPauseMs).unref()
      const counts = await store.forDeployment(read.deployment.name).counts(flow, id)
      return { ok: true, value: { ended: false, counts } }
    },
  }
}
