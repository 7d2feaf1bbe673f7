import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import { flowWords } from '../../words/words.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { oneItem } from '../item-argument.ts'
import { usualSettlements } from '../kept-reason.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { HandleAnswer } from './answer.ts'
import type { HandleOptions } from './command.ts'

/** `handle`: one unsettled item becomes handled; who and why enter its history (`interface.md`). */
export async function handle(
  options: HandleOptions & { readonly number: string },
  context: Context,
): Promise<Outcome> {
  const flow = options.flow === undefined ? null : flowOf(options.flow)
  if (flow?.ok === false) return flow
  const act = actOf(options, context, usualSettlements)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const { value: name } = deployment
    const item = await oneItem(context, store, name, options.number, flow?.value ?? null, () => true)
    if (!item.ok) return item
    const handled = await store.operators.handle(name, [item.value], act.value.why, act.value)
    const items = handled.map(itemNumber)
    return {
      ok: true,
      value: {
        json: { handled: handled.length, items } satisfies HandleAnswer,
        text: `${items.join(', ')} (${flowWords[item.value.flow]}) is handled: ${act.value.why}`,
        exit: 0,
      },
    }
  })
}
