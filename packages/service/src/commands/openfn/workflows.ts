import { stages, type Flow, type Stage } from '@ping-primero/core/domain/flow.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { utcCronWithSecondHour } from './utc-cron.ts'

/** The name under which OpenFn knows this project's adaptor. */
export const adaptorName = '@openfn/language-ping-primero'
/** As the worker writes an adaptor that it loads from its own disk. */
export const adaptor = `${adaptorName}@local`

/** One step of a workflow: a stage of its flow. */
export interface WorkflowStep {
  readonly id: string
  readonly name: string
  /** The step's job, as it runs: explicit imports, explicit default export. */
  readonly body: string
}

/** One workflow: a flow, its steps in their order, and when it runs. */
export interface Workflow {
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  /** In UTC, as OpenFn reads it. */
  readonly cron: string
  readonly steps: readonly WorkflowStep[]
}

const workflowNames: Readonly<Record<Flow, string>> = {
  '1.1': '1.1 Referrals from UNHCR to Primero',
  '1.2': '1.2 Decisions from Primero to UNHCR',
  '2.1': '2.1 Referrals from Primero to UNHCR',
  '2.2': '2.2 Decisions from UNHCR to Primero',
}

const stepNames: Readonly<Record<Flow, Readonly<Partial<Record<Stage, string>>>>> = {
  '1.1': {
    retrieve: 'Retrieve referrals from proGres',
    deliver: 'Deliver referrals to Primero',
    confirm: 'Confirm delivery to proGres',
  },
  '1.2': {
    retrieve: 'Retrieve decisions from Primero',
    send: 'Send decisions to proGres',
  },
  '2.1': {
    retrieve: 'Retrieve referrals from Primero',
    send: 'Send referrals to proGres',
    confirm: 'Confirm with proGres what arrived',
  },
  '2.2': {
    retrieve: 'Retrieve decisions from proGres',
    deliver: 'Deliver decisions to Primero',
    confirm: 'Confirm delivery of decisions to proGres',
  },
}

/** OpenFn's way of making an id of a name. */
function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

function step(flow: Flow, stage: Stage): WorkflowStep {
  const name = stepNames[flow][stage]
  if (name === undefined) throw new Error(`Flow ${flow} has no name for its stage ${stage}.`)
  const call = stage === 'retrieve' ? `retrieve('${flow}')` : `${stage}()`
  const body = `import { ${stage} } from '${adaptorName}';\n\nexport default [${call}];\n`
  return { id: slug(name), name, body }
}

/** The workflow of a flow in a deployment; one that runs once a day has a second time for what comes between. */
export function workflowOf(flow: Flow, { flows, timezone }: Deployment): Workflow {
  const name = workflowNames[flow]
  const { enabled, schedule } = flows[flow]
  const cron = utcCronWithSecondHour(schedule, timezone)
  return { id: slug(name), name, enabled, cron, steps: stages[flow].map((stage) => step(flow, stage)) }
}
