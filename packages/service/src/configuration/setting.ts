import { readFileSync } from 'node:fs'
import { systemCode } from '../ledger/unavailable.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'

/** The environment variables of the process. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How a deployment's own variables begin: `south-sudan` → `SOUTH_SUDAN_`. */
export function prefixOf(deployment: string): string {
  return `${deployment.toUpperCase().replaceAll('-', '_')}_`
}

/** Every variable in which a setting may stand, the one that wins first. */
function placesOf(name: string, deployment: string | null): readonly string[] {
  const names = deployment === null ? [name] : [prefixOf(deployment) + name, name]
  return names.flatMap((place) => [place, `${place}_FILE`])
}

/**
 * A setting from the environment (`interface.md`, Secrets): itself or the content of the file that `NAME_FILE` names,
 * the deployment's own first. An empty one counts as absent, which is null. A line end at the end of a file is not
 * part of it.
 */
export function readSetting(
  env: Environment,
  name: string,
  deployment: string | null,
): Result<string | null> {
  for (const place of placesOf(name, deployment)) {
    const text = env[place]
    if (text === undefined || text === '') continue
    if (!place.endsWith('_FILE')) return { ok: true, value: text }
    const content = readSecretFile(place, text)
    if (!content.ok || content.value !== '') return content
  }
  return { ok: true, value: null }
}

function readSecretFile(place: string, path: string): Result<string> {
  try {
    return { ok: true, value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') }
  } catch (error) {
    return refused('secret-unreadable', `${place}: ${systemCode(error) ?? 'not readable'}.`)
  }
}
