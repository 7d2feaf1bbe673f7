import { flows, type Flow } from '../domain/flow.ts'
import { configSource } from './config-source.ts'
import type { Deployment } from './deployment.ts'
import { readMappings, type SourceFile } from './mappings.ts'
import type { Problem } from './problem.ts'
import { testServiceGuids, unfitForProduction } from './production.ts'
import { DeploymentYaml, type DeploymentSettings } from './schema.ts'
import { settingProblems, settingWords } from './setting-problems.ts'
import { readYaml, type YamlSource } from './yaml-source.ts'

export type { SourceFile } from './mappings.ts'
export type { Problem } from './problem.ts'

/** The files of a deployment, read by the host. */
export interface DeploymentFiles {
  readonly yaml: SourceFile
  /** By name without `.csv`. */
  readonly mappings: ReadonlyMap<string, SourceFile>
}

/** A deployment that can be used, perhaps not by every flow, or all that is wrong with it. */
export type ParsedDeployment =
  | {
      readonly ok: true
      readonly deployment: Deployment
      readonly problems: readonly Problem[]
      /** Where the settings stand, from 1, by their names: `ping.baseUrl`. */
      readonly lines: ReadonlyMap<string, number>
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * Checks a deployment (`interface.md`, A deployment). Trouble in the YAML stops all flows; trouble in a mapping file
 * stops the flows that need it (`Problem.flows`). Never throws on any text.
 */
export function parseDeployment(files: DeploymentFiles): ParsedDeployment {
  const file = files.yaml.path
  const { trouble } = files.yaml
  if (trouble !== undefined) return { ok: false, problems: [{ file, key: 'yaml', ...trouble, flows }] }
  const source = readYaml(files.yaml.text)
  if ('trouble' in source) {
    return { ok: false, problems: source.trouble.map((trouble) => ({ file, ...trouble, flows })) }
  }
  const parsed = DeploymentYaml.safeParse(source.value)
  if (!parsed.success) {
    const problems = settingProblems(parsed.error.issues, source, 'deployment.yaml')
    return { ok: false, problems: problems.map((problem) => ({ file, ...problem, flows })) }
  }
  const settings = parsed.data
  const folder = file.slice(0, file.lastIndexOf('/') + 1)
  const mappings = readMappings(files.mappings, folder, new Set(Object.keys(configSource(settings))))
  const problems = [
    ...unfit(settings, source, file),
    ...mappings.problems,
    ...testGuids(settings, files.mappings.get('service-types-out')),
  ]
  if (problems.some((problem) => problem.file === file && problem.flows.length > 0))
    return { ok: false, problems }
  const { valueMaps, fieldMaps } = mappings
  const deployment: Deployment = {
    ...settings,
    title: settings.title ?? settings.name,
    takenOverAt: settings.takenOverAt ?? null,
    agreement: settings.agreement ?? null,
    valueMaps,
    fieldMaps,
  }
  return { ok: true, deployment, problems, lines: linesOf(source) }
}

function linesOf({ value, lineOf }: YamlSource): ReadonlyMap<string, number> {
  const lines = new Map<string, number>()
  const walk = (inner: unknown, path: readonly string[]): void => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
      lines.set(path.join('.'), lineOf(path))
      return
    }
    for (const [key, more] of Object.entries(inner)) walk(more, [...path, key])
  }
  walk(value, [])
  return lines
}

function unfit(settings: DeploymentSettings, source: YamlSource, file: string): readonly Problem[] {
  return unfitForProduction(settings).map(({ path, found, expected, refused }) => ({
    file,
    line: source.lineOf(path),
    key: path.join('.'),
    found: settingWords(found),
    expected,
    flows: refused ? flows : [],
  }))
}

function testGuids(settings: DeploymentSettings, file: SourceFile | undefined): readonly Problem[] {
  if (settings.environment !== 'production' || file === undefined) return []
  const lines = file.text.split('\n')
  const known = [...testServiceGuids]
  const hits = lines.filter((line) => known.some((guid) => line.toLowerCase().includes(guid)))
  if (hits.length === 0) return []
  const none: readonly Flow[] = []
  return [
    {
      file: file.path,
      line: lines.findIndex((line) => line === hits[0]) + 1,
      key: 'service-types-out',
      found: `GUIDs of the test system, ${hits.length} in all`,
      expected: 'the GUIDs UNHCR gave for production; they may be the same',
      flows: none,
    },
  ]
}
