import type {
  RefusedCause,
  Tried,
  Undertaking,
  UndertakingEnd,
  UndertakingOrder,
  Undertakings,
} from '@ping-primero/console/undertakings/undertaking.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Clock } from '@ping-primero/core/flows/host.ts'
import type { RunReport, WouldWrite } from '@ping-primero/core/flows/report.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import type { Configured } from '../commands/serve/runner.ts'
import { ownLent, runOnce, turnWaitMs, type Lent, type RunOrder } from '../commands/run/run-once.ts'
import type { LedgerStore } from '../ledger/store.ts'
import type { ServiceLog } from '../log/log.ts'
import type { RefusalCode } from '../refusals/catalogue.ts'
import { refusalOf, type Refusal, type Result } from '../refusals/refusal.ts'
import { undertakenOnes } from './undertaken.ts'

/** What undertakings with flows are done with. */
export interface UndertakingsHost {
  /** Read anew for each: a corrected mapping counts at once. */
  readonly configured: (deployment: string) => Result<Configured>
  readonly store: LedgerStore
  readonly clock: Clock
  readonly log: (deployment: string) => ServiceLog
  /** Resolves when runs may begin; at once where absent. */
  readonly mayBegin?: Promise<void>
  /** What is not pure in a run; the process's own where absent. */
  readonly lent?: Lent
}

/** Undertakings that can be ended. */
export interface RunningUndertakings extends Undertakings {
  /** Begins nothing more, and resolves when what goes on has ended: soon, as a run does that was told to stop. */
  readonly stop: () => Promise<void>
}

const kinds: readonly UndertakingOrder['kind'][] = ['run', 'look-again', 'try']

/** How often it is looked whether a run that goes on elsewhere has ended. */
const followMs = 1_000

type Begun = UndertakingOrder & { readonly act: Act }

/** Undertakes runs of flows as the command of that name does, in the turn of their deployment. */
export function flowUndertakings(host: UndertakingsHost): RunningUndertakings {
  const { store, clock } = host
  const ones = undertakenOnes<Begun, UndertakingEnd>()
  const { promise: stopped, resolve: tellStopped } = Promise.withResolvers<void>()
  let stopping = false
  const nameOf = (deployment: string, { kind, flow }: Pick<UndertakingOrder, 'kind' | 'flow'>): string =>
    `${deployment} ${flow} ${kind}`

  async function run(
    deployment: string,
    order: UndertakingOrder,
    watched: NonNullable<Lent['watched']>,
  ): Promise<Result<RunReport>> {
    await Promise.race([host.mayBegin, stopped])
    const configured = host.configured(deployment)
    if (!configured.ok) return configured
    const { read, env } = configured.value
    const context = { env, clock, json: true, user: '', stopping: () => stopping }
    const lent = { ...(host.lent ?? ownLent()), watched }
    const until = clock.now() + turnWaitMs
    for (;;) {
      const runOrder = { ...orderOf(order), waitMs: Math.max(0, until - clock.now()) }
      const result = await runOnce(read, runOrder, store, host.log(deployment), context, lent)
      const isElsewhere = result.ok && result.value.skipped === 'under-way'
      if (!isElsewhere || stopping || clock.now() >= until) return result
      // It may have passed what this one is for: this one follows it.
      await Promise.race([clock.sleep(followMs), stopped])
    }
  }

  async function undertake(
    deployment: string,
    order: UndertakingOrder,
    watched: NonNullable<Lent['watched']>,
  ): Promise<UndertakingEnd> {
    const result = await run(deployment, order, watched).catch((error: unknown) => ({
      ok: false as const,
      refusal: refusalOf(error),
    }))
    const at = new Date(clock.now()).toISOString()
    if (result.ok) return doneWith(result.value, at)
    const { code, message } = result.refusal
    host.log(deployment)({ event: 'run-refused', flow: order.flow, code, message })
    return refusedBy(result.refusal, at)
  }

  return {
    begin: (deployment, order, act, afresh) => {
      if (stopping) return
      ones.begin(
        nameOf(deployment, order),
        { ...order, act },
        async (watched) => undertake(deployment, order, watched),
        afresh,
      )
    },
    of: (deployment) =>
      flows.flatMap((flow) =>
        kinds.flatMap((kind): readonly Undertaking[] => {
          const one = ones.find(nameOf(deployment, { kind, flow }))
          return one === null ? [] : [{ ...one.order, ...one }]
        }),
      ),
    stop: async () => {
      stopping = true
      tellStopped()
      await ones.settled()
    },
  }
}

function orderOf(order: UndertakingOrder): Omit<RunOrder, 'waitMs'> {
  const since = order.kind === 'look-again' ? order.since : null
  return { flow: order.flow, dryRun: order.kind === 'try', since, only: null }
}

function doneWith(report: RunReport, at: string): UndertakingEnd {
  const { confirmed, waiting, attention, withdrawn, handled } = report
  return {
    kind: 'done',
    at,
    counts: { confirmed, waiting, attention, withdrawn, handled },
    skipped: report.skipped ?? null,
    stopped: report.stopped?.reason ?? null,
    tried: report.wouldWrite === undefined ? null : triedOf(report.wouldWrite),
  }
}

/** Of the first of them all records, and of the others how many there are: thousands may be. */
function triedOf(wouldWrite: readonly WouldWrite[]): Tried {
  const first = wouldWrite[0]?.number
  return {
    count: new Set(wouldWrite.map(({ number }) => number)).size,
    shown: wouldWrite.filter(({ number }) => number === first),
  }
}

function refusedBy({ code, owner }: Refusal, at: string): UndertakingEnd {
  return { kind: 'refused', at, cause: causes[code] ?? 'defect', owner }
}

/** Those refusals that a run can meet. */
const causes: Readonly<Partial<Record<RefusalCode, RefusedCause>>> = {
  'configuration-invalid': 'settings',
  'deployment-unknown': 'settings',
  'secret-missing': 'secrets',
  'secret-unreadable': 'secrets',
  'secret-weak': 'secrets',
  'secret-shared': 'secrets',
  'setting-unclear': 'secrets',
  'ledger-key-differs': 'keys',
  'ledger-unavailable': 'history',
  'ledger-damaged': 'history',
  'ledger-newer': 'history',
  'ledger-missing': 'history',
  'ledger-foreign': 'history',
  'ledger-in-use': 'history',
  'journal-unreadable': 'history',
  'place-unwritable': 'history',
  'turn-lost': 'stood-still',
}
