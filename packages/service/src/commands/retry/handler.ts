import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { isUnsettled, itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { isReasonCode, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { isReleasable } from '../../ledger/operators.ts'
import type { Act } from '../../ledger/operators.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { oneItem, unsettledOf } from '../item-argument.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { RetryOptions } from './command.ts'

/** Numbers named in the answer at most; the count says how many there were. */
const namedItems = 100

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
  if (options.release === true && options.number === undefined) {
    return refused('arguments-invalid', '--release takes the NUMBER of one item.')
  }
  const flow = options.flow === undefined ? null : flowOf(options.flow)
  if (flow?.ok === false) return flow
  const reason = options.reason ?? null
  if (reason !== null && !isReasonCode(reason)) {
    return refused('arguments-invalid', `--reason takes one of: ${Object.keys(reasons).join(', ')}.`)
  }
  return {
    ok: true,
    value: {
      number: options.number ?? null,
      reason,
      flow: flow?.value ?? null,
      release: options.release ?? false,
    },
  }
}

async function release(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  order: Order,
  act: Act,
): Promise<Result<readonly LedgerItem[]>> {
  const item = await oneItem(context, store, deployment, number, order.flow, isReleasable)
  if (!item.ok) return item
  if (!isReleasable(item.value)) {
    const { reason } = item.value
    return refused('not-releasable', reason === null ? '' : `It stands under: ${reason}.`)
  }
  return { ok: true, value: await store.operators.release(deployment, [item.value], act) }
}

async function makeDue(
  context: Context,
  store: LedgerStore,
  deployment: string,
  order: Order,
  act: Act,
): Promise<Result<readonly LedgerItem[]>> {
  const { number, flow, reason } = order
  if (number === null) {
    return { ok: true, value: await store.operators.retry(deployment, { flow, reason }, act) }
  }
  if (order.release) return release(context, store, deployment, number, order, act)
  const items = await unsettledOf(context, store, deployment, number, flow)
  if (!items.ok) return items
  return { ok: true, value: await store.operators.retry(deployment, { items: items.value }, act) }
}

/** `retry`: what is unsettled is due now; with `--release` a person lets one item go (`interface.md`). */
export async function retry(
  options: RetryOptions & { readonly number: string | undefined },
  context: Context,
): Promise<Outcome> {
  const order = orderOf(options)
  if (!order.ok) return order
  const act = actOf(options, context)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const made = await makeDue(context, store, deployment.value, order.value, act.value)
    if (!made.ok) return made
    const items = made.value.slice(0, namedItems).map(itemNumber)
    const held = order.value.release
      ? []
      : made.value.filter((item) => isUnsettled(item) && isReleasable(item))
    const lines = [
      made.value.length === 0
        ? 'Nothing of it is unsettled; nothing was changed.'
        : `${made.value.length} due now; the next run takes them: ${items.join(', ')}`,
      ...(held.length === 0
        ? []
        : [`${held.length} of them still wait for a person to let them go: retry NUMBER --release.`]),
    ]
    return {
      ok: true,
      value: { json: { madeDue: made.value.length, items }, text: lines.join('\n'), exit: 0 },
    }
  })
}
