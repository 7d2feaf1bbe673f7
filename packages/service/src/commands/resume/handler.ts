import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowOf } from '../flow-argument.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { ResumeOptions } from './command.ts'

/** `resume`: the flow runs again from its next turn on; who resumed it is kept. */
export async function resume(
  options: ResumeOptions & { readonly flow: string },
  context: Context,
): Promise<Outcome> {
  const flow = flowOf(options.flow)
  if (!flow.ok) return flow
  const act = actOf(options, context)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const was = await store.operators.resume(deployment.value, flow.value, act.value)
    return {
      ok: true,
      value: {
        json: { deployment: deployment.value, flow: flow.value, paused: false, wasPaused: was },
        text: `${flow.value} of ${deployment.value} ${was ? 'runs again' : 'was not paused'}.`,
        exit: 0,
      },
    }
  })
}
