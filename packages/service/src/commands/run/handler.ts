import { worstExit } from '@ping-primero/core/flows/report.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { flowsOf } from '../flow-argument.ts'
import { untilStopOrder } from '../stop-order.ts'
import { withLedgerBegun } from '../with-ledger.ts'
import type { RunOptions } from './command.ts'
import { runShown } from './run-once.ts'
import type { RunOrder } from './run-once.ts'
import { ledgerWords } from '../../words/words.ts'
import { answerOfRun, runSeveral } from './several.ts'

/** An ISO date or time with its zone, as an instant; null when it is none. */
export function instantOf(text: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)) return null
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) return null
  // The calendar of the engine lets 31 February pass as 3 March; the day must be the one that was typed.
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text.slice(0, 10)
    ? new Date(ms).toISOString()
    : null
}

function ordersOf(options: RunOptions & { readonly flow: string }): Result<readonly RunOrder[]> {
  const wanted = flowsOf(options.flow)
  if (!wanted.ok) return wanted
  let since: string | null = null
  if (options.since !== undefined) {
    if (wanted.value.some((flow) => flow !== '1.2' && flow !== '2.1')) {
      return refused(
        'arguments-invalid',
        '--since is for 1.2 and 2.1 alone: the others list all that is pending.',
      )
    }
    since = instantOf(options.since)
    if (since === null) {
      return refused('arguments-invalid', '--since takes an ISO date or time such as 2026-03-01T00:00:00Z.')
    }
  }
  if (!/^\d{1,7}$/.test(options.wait)) return refused('arguments-invalid', '--wait takes whole seconds.')
  if (options.only?.trim() === '') return refused('arguments-invalid', '--only takes a number.')
  const orders = wanted.value.map((flow) => ({
    flow,
    dryRun: options.dryRun ?? false,
    since,
    only: options.only ?? null,
    waitMs: Number(options.wait) * 1_000,
  }))
  return { ok: true, value: orders }
}

function withLedgerLine({ path, isNew }: LedgerStore, text: string): string {
  return `${text}\n${ledgerWords(path, isNew)}`
}

async function runOrders(
  read: ReadDeployment,
  orders: readonly RunOrder[],
  all: boolean,
  store: LedgerStore,
  verbose: boolean,
  context: Context,
): Promise<Outcome> {
  const log = createLog({ deployment: read.deployment.name, verbose })
  const [only] = orders
  if (!all && only !== undefined) {
    const result = await runShown(read, only, store, log, context)
    if (!result.ok) return result
    const answer = answerOfRun(result.value, store.path)
    return { ok: true, value: { ...answer, text: withLedgerLine(store, answer.text) } }
  }
  const answers = await runSeveral(read, orders, store, log, context)
  return {
    ok: true,
    value: {
      json: answers.map(({ json }) => json),
      text: withLedgerLine(store, answers.map(({ text }) => text).join('\n')),
      exit: worstExit(answers.map(({ exit }) => exit)),
    },
  }
}

/** `run`: one flow or all four in their order, once (`interface.md`, Command line). */
export async function run(
  options: RunOptions & { readonly flow: string },
  context: Context,
): Promise<Outcome> {
  const orders = ordersOf(options)
  if (!orders.ok) return orders
  const read = readDeployment(options.deployment, context.env)
  if (!read.ok) return read
  keepHeapSmall()
  const untilStopped = untilStopOrder(context)
  return withLedgerBegun(context, (store) =>
    runOrders(
      read.value,
      orders.value,
      options.flow === 'all',
      store,
      options.verbose ?? false,
      untilStopped,
    ),
  )
}
