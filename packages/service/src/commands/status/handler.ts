import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import type { FlowStatus } from '../../ledger/status.ts'
import { flowWords, ledgerWords, stateCount, timeWords } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { nextRun } from '../next-run.ts'
import { withLedger } from '../with-ledger.ts'
import type { StatusOptions } from './command.ts'

/** When a flow runs next by its schedule; null when it is not enabled or the schedule is not known here. */
function nextOf(deployment: Deployment | null, flow: Flow, nowMs: number): string | null {
  if (deployment === null || !deployment.flows[flow].enabled) return null
  const next = nextRun(deployment.flows[flow].schedule, deployment.timezone, nowMs)
  return next === 'unreadable' ? null : next.at
}

interface FlowAnswer extends Omit<FlowStatus, 'pause'> {
  readonly paused: boolean
  readonly pause: FlowStatus['pause']
  readonly nextRun: string | null
}

function flowLines(flow: FlowAnswer): readonly string[] {
  const { counts } = flow
  const lines = [
    `  ${flow.flow} ${flowWords[flow.flow]}: ${counts.confirmed} confirmed, ${counts.waiting} waiting, ` +
      `${stateCount(counts.attention, 'attention')}, ${counts.withdrawn} withdrawn, ${counts.handled} handled outside.`,
    `    Last run: ${flow.lastRun === null ? 'never' : timeWords(flow.lastRun)}.` +
      (flow.nextRun === null ? '' : ` Next: ${timeWords(flow.nextRun)}.`) +
      (flow.oldest === null ? '' : ` Oldest unsettled: ${timeWords(flow.oldest)}.`),
  ]
  if (flow.pause !== null) {
    lines.push(`    PAUSED since ${timeWords(flow.pause.at)} by ${flow.pause.by}: ${flow.pause.why}`)
  }
  if (flow.stoppedBy !== null) lines.push(`    The last run was stopped: ${reasons[flow.stoppedBy].sentence}`)
  return lines
}

/** `status`: counts, pauses and times of every flow (`interface.md`, Answers). */
export async function status(options: StatusOptions, context: Context): Promise<Outcome> {
  const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
  if (read?.ok === false) return read
  const deployment = read?.value.deployment ?? null
  return withLedger(context, async ({ operators, path }) => {
    const names = deployment === null ? await operators.deployments() : [deployment.name]
    const deployments = []
    for (const name of names) {
      const ofFlows = (await operators.status(name)).map((flow): FlowAnswer => ({
        ...flow,
        paused: flow.pause !== null,
        nextRun: flow.pause === null ? nextOf(deployment, flow.flow, context.clock.now()) : null,
      }))
      deployments.push({ deployment: name, flows: ofFlows })
    }
    const text = deployments.map(({ deployment, flows }) =>
      [deployment, ...flows.flatMap(flowLines)].join('\n'),
    )
    return {
      ok: true,
      value: {
        json: { deployments, ledger: path },
        text: [...(text.length === 0 ? ['The ledger holds nothing yet.'] : text), ledgerWords(path)].join(
          '\n',
        ),
        exit: 0,
      },
    }
  })
}
