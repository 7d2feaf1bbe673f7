import type { Compared, ComparisonEnd, Comparisons } from '@ping-primero/console/pages/health/comparison.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Clock, RunHost } from '@ping-primero/core/flows/host.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { differenceKinds } from '@ping-primero/core/reconcile/catalogue.ts'
import type { ReconcileReport } from '@ping-primero/core/reconcile/report.ts'
import { requestTimeoutMs } from '@ping-primero/core/flows/systems.ts'
import { compareOnce } from '../commands/reconcile/compare-once.ts'
import type { Configured } from '../commands/serve/runner.ts'
import { readSecrets } from '../configuration/secrets.ts'
import { nodeTransport } from '../http/node-transport.ts'
import type { LedgerStore } from '../ledger/store.ts'
import type { ServiceLog } from '../log/log.ts'
import { refusalOf, type Result } from '../refusals/refusal.ts'
import { undertakenOnes } from './undertaken.ts'

type Transport = NonNullable<RunHost['transport']>

/** What comparisons are made with. */
export interface ComparisonsHost {
  /** Read anew for each: a corrected mapping counts at once. */
  readonly configured: (deployment: string) => Result<Configured>
  readonly store: LedgerStore
  readonly clock: Clock
  readonly log: (deployment: string) => ServiceLog
  /** The process's own where absent. */
  readonly transport?: Transport
}

/** Comparisons that can be ended. */
export interface RunningComparisons extends Comparisons {
  /** Begins nothing more, asks nothing more of the systems, and resolves when what goes on has ended. */
  readonly stop: () => Promise<void>
}

/** Compares both systems as `reconcile` does; that it was done, and by whom, stands in the history. */
export function systemComparisons(host: ComparisonsHost): RunningComparisons {
  const { store } = host
  const own = host.transport ?? nodeTransport(requestTimeoutMs)
  let stopping = false
  const clock: Clock = {
    now: host.clock.now,
    sleep: async (ms) => {
      if (!stopping) await host.clock.sleep(ms)
    },
  }
  const transport: Transport = async (...request) => {
    if (stopping) throw new Error('The service stops.')
    return own(...request)
  }
  const ones = undertakenOnes<Act, ComparisonEnd>()
  const now = (): string => new Date(clock.now()).toISOString()

  async function compare(
    deployment: string,
    watched: NonNullable<RunHost['watched']>,
  ): Promise<Result<ReconcileReport>> {
    const configured = host.configured(deployment)
    if (!configured.ok) return configured
    const { read, env } = configured.value
    const credentials = readSecrets(env, read.deployment)
    if (!credentials.ok) return credentials
    const given = { store, credentials: credentials.value, clock, log: host.log(deployment) }
    return compareOnce(read.deployment, { from: null, to: null, flows }, given, { watched, transport })
  }

  async function undertake(
    deployment: string,
    { by }: Act,
    watched: NonNullable<RunHost['watched']>,
  ): Promise<ComparisonEnd> {
    const result = await compareAndNote().catch((error: unknown) => ({
      ok: false as const,
      refusal: refusalOf(error),
    }))
    const at = now()
    if (stopping) return { kind: 'failed', at, owner: 'nobody' }
    if (result.ok) return { kind: 'done', at, compared: comparedOf(result.value) }
    const { code, message, owner } = result.refusal
    host.log(deployment)({ event: 'act-refused', act: 'compare', code, message })
    return { kind: 'failed', at, owner }

    async function compareAndNote(): Promise<Result<ReconcileReport>> {
      const compared = await compare(deployment, watched)
      if (compared.ok && !stopping) await store.operators.noteDone(deployment, 'compared', { by, at: now() })
      return compared
    }
  }

  return {
    begin: (deployment, act) => {
      if (!stopping) ones.begin(deployment, act, async (watched) => undertake(deployment, act, watched))
    },
    of: (deployment) => {
      const one = ones.find(deployment)
      return one === null ? null : { act: one.order, done: one.progress?.done ?? null, end: one.end }
    },
    stop: async () => {
      stopping = true
      await ones.settled()
    },
  }
}

/** A report as counts: which referrals differ is named by the command alone. */
function comparedOf({ from, compared, counts, open, unread }: ReconcileReport): Compared {
  const due = counts.map(({ code, count, notYetRun }) => ({
    count: count - notYetRun,
    owner: differenceKinds[code].owner,
  }))
  return {
    from,
    flows: flows.map((flow) => {
      const ofFlow = counts.filter((one) => one.flow === flow)
      const notYetRun = ofFlow.reduce((total, one) => total + one.notYetRun, 0)
      return {
        flow,
        compared: compared[flow]?.compared ?? 0,
        withoutDetail: compared[flow]?.withoutDetail ?? 0,
        differences: ofFlow.reduce((total, one) => total + one.count, 0) - notYetRun,
        notYetRun,
        open: open.filter((one) => one.flow === flow).reduce((total, { count }) => total + count, 0),
      }
    }),
    owners: [...Map.groupBy(due, ({ owner }) => owner)].flatMap(([owner, some]) => {
      const count = some.reduce((total, one) => total + one.count, 0)
      return count === 0 ? [] : [{ owner, count }]
    }),
    unread: [...new Set(unread.map(({ system }) => system))],
  }
}
