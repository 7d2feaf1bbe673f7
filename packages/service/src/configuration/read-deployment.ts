import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { SettingPlaces } from '@ping-primero/core/check/settings.ts'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { parseDeployment } from '@ping-primero/core/deployment/parse.ts'
import type { Problem, SourceFile } from '@ping-primero/core/deployment/parse.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { decodeText, type Undecodable } from '@ping-primero/core/text/decode.ts'
import { systemCode } from '../ledger/unavailable.ts'
import { refusal, refused } from '../refusals/refusal.ts'
import type { Refusal, Result } from '../refusals/refusal.ts'
import { homeOf } from './ledger-url.ts'
import { withoutSecrets } from './secrets.ts'
import type { Environment } from './setting.ts'

/** A deployment with what is wrong with it for some of its flows. */
export interface ReadDeployment {
  readonly deployment: Deployment
  readonly problems: readonly Problem[]
  /** Where its settings stand; absent where they come from no file. */
  readonly places?: SettingPlaces
}

/** The file that makes a folder a deployment. */
export const yamlName = 'deployment.yaml'

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory()
}

/** The names in a folder; none in what is no folder. One that may not be read is told. */
function namesIn(directory: string): Result<readonly string[]> {
  try {
    return { ok: true, value: isFolder(directory) ? readdirSync(directory) : [] }
  } catch (error) {
    return unreadable(directory, error)
  }
}

function unreadable(path: string, error: unknown): Result<never> {
  return refused('configuration-invalid', `${path} cannot be read: ${systemCode(error) ?? 'not readable'}.`)
}

/**
 * The folders in a directory, links to folders as well; those whose names begin with `_` are patterns to copy, with a dot
 * hidden. None where it may not be read.
 */
export function subfolders(directory: string): readonly string[] {
  const names = namesIn(directory)
  return (names.ok ? names.value : [])
    .filter((name) => !/^[_.]/.test(name))
    .map((name) => join(directory, name))
    .filter(isFolder)
    .toSorted()
}

/** The deployments in a directory, by their paths. */
export function deploymentsIn(directory: string): readonly string[] {
  return subfolders(directory).filter((folder) => existsSync(join(folder, yamlName)))
}

function problemLine({ file, line, key, found, expected }: Problem): string {
  const place = line === null ? file : `${file}:${line}`
  return `${place}: ${key}: found ${found}, expected ${expected}.`
}

/** The refusal of a deployment for what must be mended; mere remarks are `check`'s to tell. */
export function invalidConfiguration(problems: readonly Problem[], env: Environment): Refusal {
  const stopping = problems.filter((problem) => problem.flows.length > 0)
  return refusal('configuration-invalid', withoutSecrets(stopping.map(problemLine).join('\n'), env))
}

/** What stops one flow. */
export function problemsOf(flow: Flow, problems: readonly Problem[]): readonly Problem[] {
  return problems.filter((problem) => problem.flows.includes(flow))
}

/** Bytes; a table of a thousand rows has a tenth of that. */
const largestTable = 1_000_000
/** Bytes; a deployment has a thirtieth of that, and keys by the ten thousand take minutes to read. */
const largestYaml = 100_000

function tooLarge(size: number, largest: number): Undecodable {
  return { line: null, found: `${size} bytes`, expected: `no more than ${largest}` }
}

function sourceFile(path: string, largest: number): Result<SourceFile> {
  try {
    const { size } = statSync(path)
    const read = size > largest ? { trouble: tooLarge(size, largest) } : decodeText(readFileSync(path))
    return { ok: true, value: { path, text: '', ...read } }
  } catch (error) {
    return unreadable(path, error)
  }
}

/** The files of a deployment as they are. */
interface DeploymentSources {
  readonly yaml: SourceFile
  /** By name, without .csv. */
  readonly mappings: ReadonlyMap<string, SourceFile>
  /** Files beside the tables that look like some and are read by nothing: remarks. */
  readonly strays: readonly Problem[]
}

/** What spreadsheets and file managers leave beside a table while it is open. */
const passing = /^(?:\.|~\$)|[~#]$/
const looksLikeTable = /\.(?:csv\..+|xlsx?|xlsm|ods|numbers|tsv|txt)$/i

function strayOf(path: string): Problem {
  const expected = 'a name that ends in .csv, or no such file'
  return {
    file: path,
    line: null,
    key: basename(path),
    found: 'a file that nothing reads',
    expected,
    flows: [],
  }
}

/** Reads the files of the deployment in a directory, or of the only one among its folders. */
export function readSources(directory: string): Result<DeploymentSources> {
  const yamlPath = join(directory, yamlName)
  if (!existsSync(yamlPath)) {
    const [only, ...others] = deploymentsIn(directory)
    if (only !== undefined && others.length === 0) return readSources(only)
    const inside = namesIn(directory)
    if (!inside.ok) return inside
    const near = new Set([
      ...deploymentsIn(directory),
      ...deploymentsIn(dirname(directory)),
      ...deploymentsIn('deployments'),
    ])
    const known = near.size === 0 ? 'None is near.' : `Those near: ${[...near].join(', ')}.`
    return refused('deployment-unknown', `Looked for ${yamlPath}. ${known}`)
  }
  const mappings = join(directory, 'mappings')
  const names = namesIn(mappings)
  if (!names.ok) return names
  const all = names.value.filter((name) => !passing.test(name))
  const yaml = sourceFile(yamlPath, largestYaml)
  if (!yaml.ok) return yaml
  const files = new Map<string, SourceFile>()
  for (const name of all.filter((name) => /\.csv$/i.test(name))) {
    const path = join(mappings, name)
    const table = name.slice(0, -'.csv'.length)
    if (files.has(table)) return refused('configuration-invalid', `${path}: a second table of this name.`)
    const file = sourceFile(path, largestTable)
    if (!file.ok) return file
    files.set(table, file.value)
  }
  const strays = all.filter((name) => looksLikeTable.test(name)).map((name) => strayOf(join(mappings, name)))
  return { ok: true, value: { yaml: yaml.value, mappings: files, strays } }
}

/** Reads and checks the deployment in a directory; `env` tells what no message may repeat. */
export function readDeployment(directory: string, env: Environment): Result<ReadDeployment> {
  const sources = readSources(directory)
  if (!sources.ok) return sources
  const parsed = parseDeployment(sources.value)
  if (!parsed.ok) return { ok: false, refusal: invalidConfiguration(parsed.problems, env) }
  const problems = [...parsed.problems, ...sources.value.strays].map((problem) => ({
    ...problem,
    key: withoutSecrets(problem.key, env),
    found: withoutSecrets(problem.found, env),
    expected: withoutSecrets(problem.expected, env),
  }))
  const places = { file: sources.value.yaml.path, lines: parsed.lines }
  return { ok: true, value: { deployment: parsed.deployment, problems, places } }
}

/**
 * The deployment of a name that lies where deployments usually do, below `PING_PRIMERO_HOME` or where this program lies; null
 * where none does, or one that cannot be read. For answers that are better with it and do without.
 */
export function usualDeployment(name: string, env: Environment): Deployment | null {
  const read = readDeployment(join(homeOf(env), 'deployments', name), env)
  return read.ok && read.value.deployment.name === name ? read.value.deployment : null
}
