import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { isReleasable, isReleased } from '../../ledger/operators.ts'
import type { Act } from '../../ledger/operators.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { oneItem, unsettledOf } from '../item-argument.ts'
import { reasonOf } from '../reason-argument.ts'
import { releaseOf } from '../release.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { RetryOptions } from './command.ts'
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

/** Lets one item go; a second time nothing is done, and it is said who did it before. */
async function release(
  context: Context,
  store: LedgerStore,
  deployment: string,
  number: string,
  flow: Flow | null,
  act: Act,
): Promise<Outcome> {
  const found = await oneItem(context, store, deployment, number, flow, isReleasable)
  if (!found.ok) return found
  const { value: item } = found
  if (!isReleasable(item)) {
    return refused('not-releasable', item.reason === null ? '' : `It stands under: ${item.reason}.`)
  }
  const { operators } = store
  const before = isReleased(item)
    ? releaseOf(item, await operators.history(deployment, item.flow, item.key))
    : null
  const made = before === null ? await operators.release(deployment, [item], act) : []
  const released = before ?? (made.length === 0 ? null : { at: act.at, by: act.by })
  return {
    ok: true,
    value: {
      json: { madeDue: made.length, items: made.map(itemNumber), released },
      text: releaseText(item, released, before !== null),
      exit: 0,
    },
  }
}

async function makeDue(
  context: Context,
  store: LedgerStore,
  deployment: string,
  { number, flow, reason }: Order,
  act: Act,
): Promise<Outcome> {
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
      exit: 0,
    },
  }
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
    const { number, flow, release: letsGo } = order.value
    if (letsGo && number !== null) {
      return release(context, store, deployment.value, number, flow, act.value)
    }
    return makeDue(context, store, deployment.value, order.value, act.value)
  })
}
