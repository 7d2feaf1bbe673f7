import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { worstExit } from '@ping-primero/core/flows/report.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { Act } from '@ping-primero/core/ledger/questions.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import type { ReadDeployment } from '../../configuration/read-deployment.ts'
import { isReleasable, isReleased } from '@ping-primero/core/story/release.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { createLog } from '../../log/log.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { oneItem, unsettledOf } from '../item-argument.ts'
import { reasonOf } from '../reason-argument.ts'
import { turnWaitMs } from '../run/run-once.ts'
import { runSeveral } from '../run/several.ts'
import { untilStopOrder } from '../stop-order.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { LetGo, MadeDue } from './answer.ts'
import type { RetryOptions } from './command.ts'
import { letGo } from './let-go.ts'
import { nextTurnsOf, nextTurnWords } from './next-turns.ts'
import { mostNamed, releaseText, retryText } from './words.ts'

interface Order {
  readonly number: string | null
  readonly reason: ReasonCode | null
  readonly flow: Flow | null
  readonly release: boolean
}

function orderOf(options: RetryOptions & { readonly number: string | undefined }): Result<Order> {
  const ways = [options.number, options.reason, options.all].filter((way) => way !== undefined)
  if (ways.length !== 1) {
    return refused('arguments-invalid', 'retry takes exactly one of NUMBER, --reason CODE and --all.')
  }
  if (options.now === true && options.deployment === undefined) {
    return refused('deployment-needed', '--now runs the flow, which takes its configuration.')
  }
  if (options.release === true && options.number === undefined) {
    return refused('arguments-invalid', '--release takes the NUMBER of one item.')
  }
  const flow = options.flow === undefined ? null : flowOf(options.flow)
  if (flow?.ok === false) return flow
  const reason = options.reason === undefined ? null : reasonOf(options.reason)
  if (reason?.ok === false) return reason
  return {
    ok: true,
    value: {
      number: options.number ?? null,
      reason: reason?.value ?? null,
      flow: flow?.value ?? null,
      release: options.release ?? false,
    },
  }
}

/** What was made due, for machines and for people. */
interface Done {
  readonly json: MadeDue | LetGo
  readonly text: string
  /** The flows that have something to take. */
  readonly flows: readonly Flow[]
}

/** Lets the item go that a person means. */
async function release(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  flow: Flow | null,
  act: Act,
  zone: string | null,
): Promise<Result<Done>> {
  const found = await oneItem(context, store, deployment, number, flow, isReleasable)
  if (!found.ok) return found
  const { value: item } = found
  if (!isReleasable(item)) {
    return refused(
      'not-releasable',
      item.reason === null ? '' : `It stands under: ${reasons[item.reason].sentence} (${item.reason})`,
    )
  }
  const { by, at } = act
  const { released, isBefore, made } = await letGo(store.operators, deployment, item, { by, at })
  return {
    ok: true,
    value: {
      json: { madeDue: made.length, items: made.map(itemNumber), released },
      text: releaseText(item, released, isBefore, zone),
      flows: released === null ? [] : [item.flow],
    },
  }
}

async function makeDue(
  context: Context,
  store: LedgerStore,
  deployment: string,
  { number, flow, reason }: Order,
  act: Act,
): Promise<Result<Done>> {
  const { operators } = store
  let made: readonly LedgerItem[]
  if (number === null) made = await operators.retry(deployment, { flow, reason }, act)
  else {
    const items = await unsettledOf(context, store, deployment, number, flow)
    if (!items.ok) return items
    made = await operators.retry(deployment, { items: items.value }, act)
  }
  const held = made.filter((item) => isReleasable(item) && !isReleased(item))
  return {
    ok: true,
    value: {
      json: {
        madeDue: made.length,
        items: made.slice(0, mostNamed).map(itemNumber),
        held: held.length,
      },
      text: retryText(made, held),
      flows: flows.filter((one) => made.some((item) => item.flow === one)),
    },
  }
}

/** The runs of `--now`, and what came of them. */
async function runNow(
  read: ReadDeployment,
  done: Done,
  store: LedgerStore,
  context: Context,
): Promise<Outcome> {
  const log = createLog({ deployment: read.deployment.name, verbose: false })
  const orders = done.flows.map((flow) => ({
    flow,
    dryRun: false,
    since: null,
    only: null,
    waitMs: turnWaitMs,
  }))
  keepHeapSmall()
  const answers = await runSeveral(read, orders, store, log, untilStopOrder(context))
  return {
    ok: true,
    value: {
      json: { ...done.json, runs: answers.map(({ json }) => json) },
      text: [done.text, ...answers.map(({ text }) => text)].join('\n'),
      exit: worstExit(answers.map(({ exit }) => exit)),
    },
  }
}

/** When the next runs take it. */
async function toldWhen(
  name: string,
  deployment: Deployment | null,
  done: Done,
  zone: string | null,
  { operators }: LedgerStore,
  { clock }: Context,
): Promise<Outcome> {
  const turns = await nextTurnsOf(done.flows, name, deployment, operators, clock.now())
  return {
    ok: true,
    value: {
      json: { ...done.json, nextRuns: turns },
      text: [done.text, ...turns.map((turn) => nextTurnWords(turn, zone))].join('\n'),
      exit: 0,
    },
  }
}

/**
 * `retry`: what is unsettled is due, and it is said when the next run takes it; with `--now` its flows run at once; with
 * `--release` a person lets one item go (`interface.md`).
 */
export async function retry(
  options: RetryOptions & { readonly number: string | undefined },
  context: Context,
): Promise<Outcome> {
  const order = orderOf(options)
  if (!order.ok) return order
  const act = actOf(options, context)
  if (!act.ok) return act
  const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
  if (read?.ok === false) return read
  return withLedger(context, async (store) => {
    const chosen = await chosenDeployment(context, store, options.deployment)
    if (!chosen.ok) return chosen
    const { value: name } = chosen
    const deployment = read?.value.deployment ?? usualDeployment(name, context.env)
    const zone = options.utc === true ? null : (deployment?.timezone ?? null)
    const { number, flow, release: letsGo } = order.value
    const done =
      letsGo && number !== null
        ? await release(context, store, name, number, flow, act.value, zone)
        : await makeDue(context, store, name, order.value, act.value)
    if (!done.ok) return done
    if (options.now === true && read !== null) return runNow(read.value, done.value, store, context)
    return toldWhen(name, deployment, done.value, zone, store, context)
  })
}
