/** The credential for OpenFn's CLI, which looks for it in the file that `openfn.yaml` names. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Context, Outcome } from '../command.ts'
import { openfnBuild } from './handler.ts'

const deployment = join(import.meta.dirname, '../../../../../deployments/sandbox')
const owner = 'integration@example.org'
const key = `${owner}|ping-primero`

let out: string
let file: string

beforeEach(() => {
  out = join(mkdtempSync(join(tmpdir(), 'ping-primero-')), 'out')
  file = join(out, 'v2/credentials.yaml')
})
afterEach(() => rmSync(join(out, '..'), { recursive: true, force: true }))

const context: Context = {
  env: {},
  clock: { now: () => 0, sleep: async () => {} },
  json: true,
  user: 'tester',
}

async function outcome(whose: string): Promise<Outcome> {
  return openfnBuild({ deployment, out, credential: 'ping-primero', owner: whose }, context)
}

async function build(whose = owner): Promise<unknown> {
  const built = await outcome(whose)
  if (!built.ok) throw new Error(built.refusal.message)
  return built.value.json
}

type Settings = Readonly<Record<string, unknown>>

function credentials(): Readonly<Record<string, Settings>> {
  return parse(readFileSync(file, 'utf8')) as Readonly<Record<string, Settings>>
}

/** The file as a person has filled it in, who has put it there without asking for rights. */
function fillIn(text: string): void {
  writeFileSync(file, text)
  chmodSync(file, 0o644)
}

test('with an owner the credential stands where the steps name it, for nobody else to read, and Git leaves it out', async () => {
  const answer = await build()
  expect(answer).toMatchObject({ credential: 'new', cliCredential: 'new' })
  expect((answer as { files: readonly string[] }).files).toEqual(
    expect.arrayContaining(['credential.json', 'v2/credentials.yaml', 'v2/.gitignore']),
  )
  const text = (path: string): string => readFileSync(join(out, path), 'utf8')
  const workspace = parse(text('v2/openfn.yaml')) as { workspace: { credentials: string } }
  expect(workspace.workspace.credentials).toBe('credentials.yaml')
  const workflow = '1-2-decisions-from-primero-to-unhcr'
  const { steps } = parse(text(`v2/workflows/${workflow}/${workflow}.yaml`)) as {
    readonly steps: readonly { readonly configuration?: string }[]
  }
  expect(steps.flatMap(({ configuration }) => configuration ?? [])).toEqual([key, key])
  expect(credentials()).toEqual({ [key]: JSON.parse(text('credential.json')) })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  execFileSync('git', ['init', '--quiet'], { cwd: out })
  const seen = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], { cwd: out })
  expect(seen.toString()).toContain('v2/openfn.yaml')
  expect(seen.toString()).not.toContain('credentials.yaml')
})

test('built again, what was filled in stays, with its remarks and the credentials of others', async () => {
  await build()
  const made = credentials()[key]
  const own = {
    ledgerKey: 'k'.repeat(32),
    primeroPassword: 'theirs',
    ledgerKeysOld: 'old',
    runLimitSeconds: 600,
  }
  const kept = { ...made, ...own, deployment: 'of last year', mappings: {} }
  const other = { 'somebody@example.org|another': { url: 'http://127.0.0.1', port: 7 } }
  fillIn(`# Ours.\n${stringify({ [key]: kept, ...other })}`)
  expect(await build()).toMatchObject({ cliCredential: 'kept' })
  expect(credentials()).toEqual({ [key]: { ...made, ...own }, ...other })
  expect(readFileSync(file, 'utf8')).toMatch(/^# Ours\.\n/)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a password of digits stays what was typed, and what was left empty stays open', async () => {
  await build()
  const text = readFileSync(file, 'utf8')
  fillIn(
    text.replace('primeroPassword: ""', 'primeroPassword: 007').replace('pingUsername: ""', 'pingUsername:'),
  )
  await build()
  expect(credentials()[key]).toMatchObject({ primeroPassword: '007', pingUsername: '' })
})

test('the credential of another owner comes beside the one that is there', async () => {
  await build()
  fillIn(readFileSync(file, 'utf8').replace('primeroPassword: ""', 'primeroPassword: theirs'))
  expect(await build('other@example.org')).toMatchObject({ cliCredential: 'new' })
  expect(credentials()).toMatchObject({
    [key]: { primeroPassword: 'theirs' },
    'other@example.org|ping-primero': { primeroPassword: '' },
  })
})

test('an empty file is filled as a new one', async () => {
  mkdirSync(join(out, 'v2'), { recursive: true })
  fillIn('')
  expect(await build()).toMatchObject({ cliCredential: 'new' })
  expect(credentials()[key]).toMatchObject({ primeroPassword: '' })
})

test.each([
  ['half of one', `"${key}": {`],
  ['a list', '- primeroPassword: theirs\n'],
  ['a credential without its name', 'primeroPassword: theirs\n'],
  ['two of one name', `"${key}": {}\n"${key}": {}\n`],
])('a file that holds %s is left as it is, and nothing is written', async (_, text) => {
  mkdirSync(join(out, 'v2'), { recursive: true })
  fillIn(text)
  expect(await outcome(owner)).toMatchObject({
    ok: false,
    refusal: { code: 'arguments-invalid', message: expect.stringContaining('holds no credentials') },
  })
  expect(readFileSync(file, 'utf8')).toBe(text)
  expect(existsSync(join(out, 'credential.json'))).toBe(false)
})

test('a place where nothing can be written is refused for what it is, also one that takes no folder', async () => {
  for (const nowhere of ['/dev/null', '/proc/ping-primero']) {
    const built = await openfnBuild({ deployment, out: nowhere, credential: 'ping-primero', owner }, context)
    expect(built).toMatchObject({
      ok: false,
      refusal: { code: 'place-unwritable', message: expect.stringContaining(nowhere) as string },
    })
  }
})
