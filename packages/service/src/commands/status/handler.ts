import { exitOfStanding, worstExit, type ExitCode } from '@ping-primero/core/flows/report.ts'
import type { FlowStatus } from '@ping-primero/core/ledger/questions.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import { ledgerWords } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { nextRunOf } from '../next-run.ts'
import { withLedger } from '../with-ledger.ts'
import type { StatusOptions } from './command.ts'
import type { DeploymentAnswer, FlowAnswer, StatusAnswer } from './answer.ts'
import { deploymentWords } from './words.ts'

/** The exit code that a run would answer with, were everything to stay as it is. */
function exitOf({ reasons, hinderedBy, stoppedBy }: FlowStatus): ExitCode {
  const hindrance = hinderedBy === null ? [] : [{ code: hinderedBy, state: 'waiting' } as const]
  return exitOfStanding([...reasons, ...hindrance], stoppedBy)
}

/** `status`: what every flow has done, what keeps it from doing more, and whose move it is (`interface.md`, Answers). */
export async function status(options: StatusOptions, context: Context): Promise<Outcome> {
  const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
  if (read?.ok === false) return read
  const chosen = read?.value.deployment ?? null
  return withLedger(context, async ({ operators, path }) => {
    const names = chosen === null ? await operators.deployments() : [chosen.name]
    const deployments: DeploymentAnswer[] = []
    const text: string[] = []
    for (const name of names) {
      const deployment = chosen ?? usualDeployment(name, context.env)
      const flows = (await operators.status(name)).map((flow): FlowAnswer => ({
        ...flow,
        paused: flow.pause !== null,
        nextRun: flow.pause === null ? nextRunOf(deployment, flow.flow, context.clock.now()) : null,
      }))
      const answer = { deployment: name, systemsDown: await operators.systemsDown(name), flows }
      deployments.push(answer)
      text.push(deploymentWords(answer, options.utc === true ? null : (deployment?.timezone ?? null)))
    }
    return {
      ok: true,
      value: {
        json: { deployments, ledger: path } satisfies StatusAnswer,
        text: [...(text.length === 0 ? ['The ledger holds nothing yet.'] : text), ledgerWords(path)].join(
          '\n',
        ),
        exit: worstExit(deployments.flatMap(({ flows }) => flows.map(exitOf))),
      },
    }
  })
}
