import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Project from '@openfn/project'
import { afterAll, expect, test } from 'vitest'
import { readCredential } from '@ping-primero/openfn/credential.ts'
import { projectFiles } from '@ping-primero/service/commands/openfn/project.ts'
import { buildAdaptorsFolder } from '../../scripts/openfn/adaptor.ts'
import { readDeploymentFolder } from '../support/world.ts'
import { credentialFor, writeProject } from './openfn.ts'

const directory = mkdtempSync(join(tmpdir(), 'ping-primero-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

interface Step {
  readonly id: string
  readonly name?: string
  readonly cron_expression?: string
  readonly expression?: string
}

async function both(): Promise<readonly Project[]> {
  const spec = readFileSync(join(directory, 'v1/spec.yaml'), 'utf8')
  return [await Project.from('project', spec), await Project.from('fs', { root: join(directory, 'v2') })]
}

function workflowsOf(project: Project): readonly { readonly id: string; readonly steps: readonly Step[] }[] {
  const all = project.workflows.map((workflow) => workflow.toJSON() as { id: string; steps: readonly Step[] })
  return all.map(({ id, steps }) => ({ id, steps })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

test.each([null, { owner: 'integration@example.org', name: 'ping-primero' }])(
  "OpenFn's own library reads the same four workflows from both formats: credential %j",
  async (credential) => {
    writeProject(directory, credential)
    const [old, young] = await both()
    if (old === undefined || young === undefined) throw new Error('There are two.')
    expect(workflowsOf(old)).toHaveLength(4)
    expect(workflowsOf(old)).toEqual(workflowsOf(young))
  },
)

test('each workflow has a cron trigger and a step for each stage, named in plain words', async () => {
  writeProject(directory)
  const [, project] = await both()
  const named = (project?.workflows ?? []).map(
    (workflow) => workflow.toJSON() as { name: string; steps: readonly Step[] },
  )
  const shown = Object.fromEntries(
    named.map(({ name, steps }) => [name, steps.map((step) => step.cron_expression ?? step.name)]),
  )
  expect(shown).toEqual({
    '1.1 Referrals from UNHCR to Primero': [
      '0 21,22 * * *',
      'Retrieve referrals from proGres',
      'Deliver referrals to Primero',
      'Confirm delivery to proGres',
    ],
    '1.2 Decisions from Primero to UNHCR': [
      '10 * * * *',
      'Retrieve decisions from Primero',
      'Send decisions to proGres',
    ],
    '2.1 Referrals from Primero to UNHCR': [
      '20 * * * *',
      'Retrieve referrals from Primero',
      'Send referrals to proGres',
      'Confirm with proGres what arrived',
    ],
    '2.2 Decisions from UNHCR to Primero': [
      '40 21,22 * * *',
      'Retrieve decisions from proGres',
      'Deliver decisions to Primero',
      'Confirm delivery of decisions to proGres',
    ],
  })
})

test('a job is a whole module: what it imports, and what it does, with nothing left to compile', async () => {
  writeProject(directory)
  const [, project] = await both()
  const bodies = workflowsOf(project as Project).flatMap(({ steps }) =>
    steps.flatMap((step) => step.expression ?? []),
  )
  expect(bodies).toHaveLength(11)
  for (const body of bodies) {
    expect(body).toMatch(
      /^import { \w+ } from '@openfn\/language-ping-primero';\n\nexport default \[\w+\(.*\)\];\n$/,
    )
  }
})

test("the built folder is one of adaptors to OpenFn's CLI, and its adaptor asks for a Node that has all of the ledger", async () => {
  const folder = join(directory, 'adaptors')
  await buildAdaptorsFolder(folder)
  const about = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'))
  expect(about('package.json')).toEqual({ name: 'adaptors', private: true })
  // StatementSync.columns and DatabaseSync.isTransaction came with 22.16.
  expect(about('packages/ping-primero/package.json')).toMatchObject({
    name: '@openfn/language-ping-primero',
    main: 'dist/index.js',
    engines: { node: '>=22.16' },
  })
})

test('`openfn build` writes the project and a credential that only lacks its secrets', async () => {
  const out = join(directory, 'built')
  const command = ['openfn', 'build', '--deployment', 'deployments/sandbox', '--out', out, '--json']
  const answer = execFileSync(process.execPath, ['packages/service/bin/ping-primero.js', ...command], {
    encoding: 'utf8',
  })
  const { files } = JSON.parse(answer) as { readonly files: readonly string[] }
  expect(files).toContain('v1/spec.yaml')
  expect(files).toEqual(expect.arrayContaining(['v2/openfn.yaml', 'v2/.gitignore']))
  expect(files).not.toContain('v2/credentials.yaml')
  const read = (path: string): string => readFileSync(join(out, path), 'utf8')
  const made = projectFiles(readDeploymentFolder('sandbox'), null)
  expect(
    files.filter((path) => path !== 'credential.json').map((path) => ({ path, text: read(path) })),
  ).toEqual(made)

  const credential = JSON.parse(read('credential.json')) as Readonly<Record<string, unknown>>
  expect(readCredential(credential)).toMatchObject({ ok: false, refusal: { code: 'configuration-invalid' } })
  const open = Object.entries(credential).filter(([, value]) => value === '')
  const filled = Object.fromEntries(
    open.map(([name]) => [name, 'filled in by somebody who knows all about it']),
  )
  filled['ledgerUrl'] = 'sqlite:/var/lib/ping-primero/ledger.db'
  const whole = readCredential({ ...credential, ...filled })
  expect(whole.ok && whole.value.read.deployment.name).toBe('sandbox')
  expect(whole.ok && whole.value.read.problems).toEqual([])
})

test('`openfn build` into the same folder keeps what was filled in, and lets nobody else read it', () => {
  const out = join(directory, 'again')
  const file = join(out, 'credential.json')
  const build = (): unknown => {
    const command = ['openfn', 'build', '--deployment', 'deployments/sandbox', '--out', out, '--json']
    return JSON.parse(
      execFileSync(process.execPath, ['packages/service/bin/ping-primero.js', ...command], {
        encoding: 'utf8',
      }),
    )
  }
  expect(build()).toMatchObject({ credential: 'new', cliCredential: 'none' })
  const made = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>
  const own = {
    ledgerKey: 'k'.repeat(32),
    primeroPassword: 'theirs',
    ledgerKeysOld: 'old',
    runLimitSeconds: 600,
  }
  writeFileSync(file, JSON.stringify({ ...made, ...own, deployment: 'of last year', mappings: {} }))
  chmodSync(file, 0o644)
  expect(build()).toMatchObject({ credential: 'kept' })
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ ...made, ...own })
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a credential.json that is none is left as it is, and nothing is written', () => {
  const out = join(directory, 'strange')
  mkdirSync(out)
  writeFileSync(join(out, 'credential.json'), '{ half of')
  const command = ['openfn', 'build', '--deployment', 'deployments/sandbox', '--out', out, '--json']
  const { stdout, status } = spawnSync(
    process.execPath,
    ['packages/service/bin/ping-primero.js', ...command],
    { encoding: 'utf8' },
  )
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'arguments-invalid' } })
  expect(readdirSync(out)).toEqual(['credential.json'])
  expect(readFileSync(join(out, 'credential.json'), 'utf8')).toBe('{ half of')
})

test.each(['sqlite:ledger.db', 'sqlite:./var/ledger.db', 'sqlite:'])(
  'a ledger that lies wherever the worker happens to run is refused: %s',
  (ledgerUrl) => {
    const place = { ping: 'http://127.0.0.1:1', primero: 'http://127.0.0.1:2', ledgerUrl }
    const read = readCredential(credentialFor(place))
    if (read.ok) throw new Error('It was taken.')
    expect(read.refusal.message).toContain('ledgerUrl: the path after sqlite: must be a whole one')
    const whole = readCredential(credentialFor({ ...place, ledgerUrl: 'sqlite:/var/lib/ledger.db' }))
    expect(whole.ok).toBe(true)
  },
)

test('a schedule that cannot be said in UTC is refused, and nothing is written', () => {
  const own = join(directory, 'own')
  cpSync('deployments/sandbox', own, { recursive: true })
  const yaml = join(own, 'deployment.yaml')
  writeFileSync(yaml, readFileSync(yaml, 'utf8').replace("schedule: '0 0 * * *'", "schedule: '0 1 * * 1'"))
  const command = ['openfn', 'build', '--deployment', own, '--out', join(directory, 'none'), '--json']
  const { stdout, status } = spawnSync(
    process.execPath,
    ['packages/service/bin/ping-primero.js', ...command],
    {
      encoding: 'utf8',
    },
  )
  expect(status).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'configuration-invalid' } })
  expect(stdout).toContain('in UTC some of it falls on another day')
  expect(existsSync(join(directory, 'none'))).toBe(false)
})
