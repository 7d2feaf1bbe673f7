import type { CheckEnd, SystemChecks } from '@ping-primero/console/checks/check.ts'
import type { CheckReport } from '@ping-primero/core/check/report.ts'
import type { RunHost } from '@ping-primero/core/flows/host.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { checkOnce } from '../commands/check/check-once.ts'
import { refusalOf, type Result } from '../refusals/refusal.ts'
import type { UndertakingsHost } from './flow-undertakings.ts'
import { undertakenOnes } from './undertaken.ts'

type Watched = NonNullable<RunHost['watched']>

/** Checks both systems as the command of that name does: in memory alone, one at a time for each deployment. */
export function systemChecks({
  configured,
  store,
  clock,
  log,
}: Pick<UndertakingsHost, 'configured' | 'store' | 'clock' | 'log'>): SystemChecks {
  const ones = undertakenOnes<Act, CheckEnd>()
  const ask = async (deployment: string, watched: Watched): Promise<Result<CheckReport>> => {
    const given = configured(deployment)
    if (!given.ok) return given
    const { read, env } = given.value
    return checkOnce(read, store, log(deployment), { env, clock }, { watched })
  }
  const check = async (deployment: string, watched: Watched): Promise<CheckEnd> => {
    const checked = await ask(deployment, watched).catch((error: unknown) => ({
      ok: false as const,
      refusal: refusalOf(error),
    }))
    const at = new Date(clock.now()).toISOString()
    if (checked.ok) return { kind: 'done', at, report: checked.value }
    const { code, message, owner } = checked.refusal
    log(deployment)({ event: 'act-refused', act: 'check', code, message })
    return { kind: 'refused', at, owner }
  }
  return {
    begin: (deployment, act) => ones.begin(deployment, act, async (watched) => check(deployment, watched)),
    of: (deployment) => {
      const one = ones.find(deployment)
      return one === null ? null : { act: one.order, progress: one.progress, end: one.end }
    },
  }
}
