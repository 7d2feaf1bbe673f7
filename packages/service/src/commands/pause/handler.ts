import { timeWords } from '../../words/words.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { PauseOptions } from './command.ts'

/** `pause`: the flow does nothing from its next step on; who, when and why are kept. */
export async function pause(
  options: PauseOptions & { readonly flow: string },
  context: Context,
): Promise<Outcome> {
  const flow = flowOf(options.flow)
  if (!flow.ok) return flow
  const act = actOf(options, context)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const paused = await store.operators.pause(deployment.value, flow.value, act.value.why, act.value)
    return {
      ok: true,
      value: {
        json: { deployment: deployment.value, flow: flow.value, paused: true, pause: paused },
        text: `${flow.value} of ${deployment.value} is paused since ${timeWords(paused.at)} by ${paused.by}: ${paused.why}`,
        exit: 0,
      },
    }
  })
}
