import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import { settingProblems } from '@ping-primero/core/deployment/setting-problems.ts'
import { readYaml, type YamlSource } from '@ping-primero/core/deployment/yaml-source.ts'
import { redacted, type Redacted } from '@ping-primero/core/privacy/redacted.ts'
import { decodeText } from '@ping-primero/core/text/decode.ts'
import { systemCode } from '../../ledger/unavailable.ts'
import { refused, type Result } from '../../refusals/refusal.ts'
import { yamlName } from '../read-deployment.ts'
import { withoutSecrets } from '../secrets.ts'
import { readSetting, type Environment } from '../setting.ts'
import { ConsoleYaml, type ConsoleSettings, type ProviderSettings } from './schema.ts'

/** The file of the console's settings. */
export const consoleYamlName = 'console.yaml'

/** Bytes; hundreds of deployments with their groups need a tenth of that. */
const largest = 1_000_000

/** An organisation with the secret by which it knows this console. */
export interface ProviderWithSecret extends ProviderSettings {
  readonly secret: Redacted<string>
}

/** The settings of the console, with their secrets. */
export interface ReadConsole extends Omit<ConsoleSettings, 'providers'> {
  readonly providers: readonly ProviderWithSecret[]
}

/** What the settings are compared with. */
export interface Known {
  /** The deployments that are served. */
  readonly deployments: readonly Pick<Deployment, 'name' | 'environment'>[]
  /** The names of those that are there and cannot be served today. */
  readonly others: readonly string[]
}

/** Where the settings of the console lie unless they are named: beside the folder of the deployments, or of this one. */
export function consoleYamlBeside(deployments: string): string {
  const folder = resolve(deployments)
  const isOne = existsSync(join(folder, yamlName))
  return join(dirname(isOne ? dirname(folder) : folder), consoleYamlName)
}

interface Problem {
  readonly line: number | null
  readonly key: string
  readonly found: string
  readonly expected: string
}

/** Reads and checks the settings of the console; a console that is half configured is refused. */
export function readConsole(path: string, known: Known, env: Environment): Result<ReadConsole> {
  if (!existsSync(path)) return refused('console-unconfigured', `Looked for ${path}.`)
  const invalid = (problems: readonly Problem[]): Result<never> => {
    const lines = problems.map(
      ({ line, key, found, expected }) =>
        `${line === null ? path : `${path}:${line}`}: ${key}: found ${found}, expected ${expected}.`,
    )
    return refused('console-invalid', withoutSecrets(lines.join('\n'), env))
  }
  const text = textOf(path)
  if (!text.ok) return text
  if ('trouble' in text.value) return invalid([{ key: 'yaml', ...text.value.trouble }])
  const source = readYaml(text.value.text)
  if ('trouble' in source) return invalid(source.trouble)
  const parsed = ConsoleYaml.safeParse(source.value)
  if (!parsed.success) return invalid(settingProblems(parsed.error.issues, source, consoleYamlName))
  const settings = parsed.data
  const strangers = unknownDeployments(settings, known, source)
  if (strangers.length > 0) return invalid(strangers)
  const exposed = known.deployments.filter(({ environment }) => environment === 'production')
  if (settings.tls === 'none' && !settings.plainInProduction && exposed.length > 0) {
    return refused('console-plain', `In production: ${exposed.map(({ name }) => name).join(', ')}.`)
  }
  return withTheirSecrets(settings, env)
}

function textOf(path: string): Result<ReturnType<typeof decodeText>> {
  try {
    if (statSync(path).size > largest) {
      return refused('console-invalid', `${path}: found more than ${largest} bytes, expected fewer.`)
    }
    return { ok: true, value: decodeText(readFileSync(path)) }
  } catch (error) {
    return refused('console-invalid', `${path} cannot be read: ${systemCode(error) ?? 'not readable'}.`)
  }
}

function unknownDeployments(
  { providers }: ConsoleSettings,
  { deployments, others }: Known,
  source: YamlSource,
): readonly Problem[] {
  const names = [...deployments.map(({ name }) => name), ...others]
  return providers.flatMap(({ roles }, place) =>
    Object.entries(roles).flatMap(([group, inDeployments]) =>
      Object.keys(inDeployments)
        .filter((name) => !names.includes(name))
        .map((name) => {
          const path = ['providers', place, 'roles', group, name]
          const expected = `one of those that are served: ${names.toSorted().join(', ')}`
          return {
            line: source.lineOfKey(path),
            key: path.join('.'),
            found: 'no such deployment',
            expected,
          }
        }),
    ),
  )
}

function withTheirSecrets(settings: ConsoleSettings, env: Environment): Result<ReadConsole> {
  const providers: ProviderWithSecret[] = []
  const missing = new Set<string>()
  for (const provider of settings.providers) {
    const secret = readSetting(env, provider.variable, null)
    if (!secret.ok) return secret
    if (secret.value === null) missing.add(provider.variable)
    else providers.push({ ...provider, secret: redacted(secret.value) })
  }
  if (missing.size > 0) {
    const found = `Missing: ${[...missing].join(', ')}. With _FILE at its end the variable names a file that holds it.`
    return refused('secret-missing', found)
  }
  return { ok: true, value: { ...settings, providers } }
}
