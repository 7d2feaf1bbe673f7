import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowsOf } from '../flow-argument.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { ResumeAnswer } from './answer.ts'
import type { ResumeOptions } from './command.ts'

/** `resume`: the flow runs again from its next turn on; who resumed it is kept. */
export async function resume(
  options: ResumeOptions & { readonly flow: string },
  context: Context,
): Promise<Outcome> {
  const flows = flowsOf(options.flow)
  if (!flows.ok) return flows
  const act = actOf(options, context)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const chosen = await chosenDeployment(context, store, options.deployment)
    if (!chosen.ok) return chosen
    const { value: deployment } = chosen
    const answers: ResumeAnswer[] = []
    for (const flow of flows.value) {
      const wasPaused = await store.operators.resume(deployment, flow, act.value)
      answers.push({ deployment, flow, paused: false, wasPaused })
    }
    const words = answers.map(
      ({ flow, wasPaused }) => `${flow} of ${deployment} ${wasPaused ? 'runs again' : 'was not paused'}.`,
    )
    return {
      ok: true,
      value: {
        json: options.flow === 'all' ? answers : answers[0],
        text: words.join('\n'),
        exit: 0,
      },
    }
  })
}
