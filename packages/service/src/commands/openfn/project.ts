import { stringify } from 'yaml'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { flows } from '@ping-primero/core/domain/flow.ts'
import { adaptor, workflowOf, type Workflow } from './workflows.ts'

/** A credential as OpenFn names it: whose it is, and what it is called there. */
export interface CredentialName {
  readonly owner: string
  readonly name: string
}

/** How the second format names a credential, in its steps and in the file of credentials. */
export function credentialKey({ owner, name }: CredentialName): string {
  return `${owner}|${name}`
}

/** A made file: its path below the project, and its text. */
export interface ProjectFile {
  readonly path: string
  readonly text: string
}

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}

/** Each step's follower, null after the last. */
function followers({ steps }: Workflow): readonly (readonly [string, string | null])[] {
  return steps.map(({ id }, place) => [id, steps[place + 1]?.id ?? null])
}

function oldWorkflow(workflow: Workflow, credential: string | null): unknown {
  const [first] = workflow.steps
  const edges = followers(workflow).flatMap(([id, follower]) =>
    follower === null
      ? []
      : [
          {
            source_job: id,
            target_job: follower,
            condition_type: 'on_job_success',
            enabled: true,
          },
        ],
  )
  const begin = { source_trigger: 'cron', target_job: first?.id, condition_type: 'always', enabled: true }
  return {
    name: workflow.name,
    jobs: Object.fromEntries(
      workflow.steps.map(({ id, name, body }) => [
        id,
        { name, adaptor, ...(credential === null ? {} : { credential }), body },
      ]),
    ),
    triggers: { cron: { type: 'cron', cron_expression: workflow.cron, enabled: workflow.enabled } },
    edges: {
      [`cron->${first?.id}`]: begin,
      ...Object.fromEntries(edges.map((edge) => [`${edge.source_job}->${edge.target_job}`, edge])),
    },
  }
}

/** The project in the first format: one `spec.yaml`, for `openfn deploy`. */
function oldFormat(name: string, all: readonly Workflow[], credential: CredentialName | null): ProjectFile {
  const key = credential === null ? null : `${credential.owner}-${credential.name}`
  const credentials = key === null ? {} : { credentials: { [key]: credential } }
  const workflows = Object.fromEntries(all.map((workflow) => [workflow.id, oldWorkflow(workflow, key)]))
  return { path: 'v1/spec.yaml', text: yaml({ name, ...credentials, workflows }) }
}

function newWorkflow(workflow: Workflow, credential: CredentialName | null): readonly ProjectFile[] {
  const folder = `v2/workflows/${workflow.id}`
  const next = (id: string | null, condition: string) =>
    id === null ? {} : { next: { [id]: { condition, disabled: false } } }
  const configuration = credential === null ? {} : { configuration: credentialKey(credential) }
  const trigger = {
    id: 'cron',
    type: 'cron',
    cron_expression: workflow.cron,
    enabled: workflow.enabled,
    ...next(workflow.steps[0]?.id ?? null, 'always'),
  }
  const follower = new Map(followers(workflow))
  const steps = workflow.steps.map(({ id, name }) => ({
    id,
    name,
    adaptor,
    ...configuration,
    expression: `./${id}.js`,
    ...next(follower.get(id) ?? null, 'on_job_success'),
  }))
  const about = { id: workflow.id, name: workflow.name, start: 'cron', steps: [trigger, ...steps] }
  return [
    { path: `${folder}/${workflow.id}.yaml`, text: yaml(about) },
    ...workflow.steps.map(({ id, body }) => ({ path: `${folder}/${id}.js`, text: body })),
  ]
}

/** The project in the second format: `openfn.yaml` and a folder for each workflow, for `openfn project`. */
function newFormat(
  id: string,
  name: string,
  all: readonly Workflow[],
  credential: CredentialName | null,
): readonly ProjectFile[] {
  const workspace = {
    credentials: 'credentials.yaml',
    dirs: { projects: '.projects', workflows: 'workflows' },
    formats: { openfn: 'yaml', project: 'yaml', workflow: 'yaml' },
  }
  return [
    { path: 'v2/openfn.yaml', text: yaml({ project: { id, name }, workspace }) },
    { path: 'v2/.gitignore', text: '# The secrets.\ncredentials.yaml\ncredentials.yaml.new\n' },
    ...all.flatMap((workflow) => newWorkflow(workflow, credential)),
  ]
}

/**
 * The OpenFn project of a deployment in both formats: four workflows with their schedules, in UTC. Without a credential's
 * name the steps have none, and somebody chooses it on the canvas. Throws NotInUtc for a schedule that UTC cannot say.
 */
export function projectFiles(
  deployment: Deployment,
  credential: CredentialName | null,
): readonly ProjectFile[] {
  const name = `ping-primero-${deployment.name}`
  const all = flows.map((flow) => workflowOf(flow, deployment))
  return [oldFormat(name, all, credential), ...newFormat(name, name, all, credential)]
}
