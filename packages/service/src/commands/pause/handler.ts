import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import type { Operators } from '../../ledger/operators.ts'
import { actOf } from '../act.ts'
import type { Context, Outcome } from '../command.ts'
import { flowsOf } from '../flow-argument.ts'
import { usualPauses } from '../kept-reason.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { PauseAnswer } from './answer.ts'
import type { PauseOptions } from './command.ts'
import { pauseFlow, type PauseAct } from './pause-flow.ts'
import { pauseWords } from './words.ts'

async function pauseOne(
  operators: Operators,
  deployment: string,
  flow: Flow,
  act: PauseAct,
  change: boolean,
): Promise<PauseAnswer> {
  const named = { deployment, flow }
  if (change) {
    const pause = await operators.changeWhy(deployment, flow, act.why, act)
    return { ...named, paused: pause !== null, pause, did: pause === null ? 'not-paused' : 'why-changed' }
  }
  return { ...named, paused: true, ...(await pauseFlow(operators, deployment, flow, act)) }
}

/**
 * `pause`: the flow does nothing from its next step on; who, when and why are kept. One that is paused keeps its first
 * reason, unless `--change-why` changes it.
 */
export async function pause(
  options: PauseOptions & { readonly flow: string },
  context: Context,
): Promise<Outcome> {
  const flows = flowsOf(options.flow)
  if (!flows.ok) return flows
  const act = actOf(options, context, usualPauses)
  if (!act.ok) return act
  return withLedger(context, async (store) => {
    const deployment = await chosenDeployment(context, store, options.deployment)
    if (!deployment.ok) return deployment
    const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
    const known = read?.ok === true ? read.value.deployment : usualDeployment(deployment.value, context.env)
    const zone = known?.timezone ?? null
    const answers: PauseAnswer[] = []
    for (const flow of flows.value) {
      answers.push(
        await pauseOne(store.operators, deployment.value, flow, act.value, options.changeWhy ?? false),
      )
    }
    return {
      ok: true,
      value: {
        json: options.flow === 'all' ? answers : answers[0],
        text: answers.map((answer) => pauseWords(answer, zone)).join('\n'),
        exit: 0,
      },
    }
  })
}
