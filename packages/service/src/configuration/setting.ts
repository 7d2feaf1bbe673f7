import { readFileSync } from 'node:fs'
import { decodeText } from '@ping-primero/core/text/decode.ts'
import { systemCode } from '../ledger/unavailable.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { faultOfSetting } from './setting-fault.ts'

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

/** What stands under the names of a setting; null = nothing. */
export type Setting =
  | { readonly kind: 'value'; readonly value: string | null }
  /** The file that a variable names cannot be read; the system's words. */
  | { readonly kind: 'unreadable'; readonly found: string }
  /** It cannot be what was meant; the variable and what was found, never the value. */
  | { readonly kind: 'unclear'; readonly found: string }

/**
 * A setting from the environment (`interface.md`, Secrets): itself or the content of the file that `NAME_FILE` names,
 * the deployment's own first. An empty one counts as absent. A line end at the end of a file is not part of it. Letters
 * put together of two are read as one, but in a key of the ledger, which is taken as it is.
 */
export function settingOf(env: Environment, name: string, deployment: string | null): Setting {
  for (const place of placesOf(name, deployment)) {
    const text = env[place]
    if (text === undefined || text === '') continue
    const setting = place.endsWith('_FILE') ? fromFile(place, name, text) : checked(place, name, text)
    if (setting.kind !== 'value' || setting.value !== '') return setting
  }
  return { kind: 'value', value: null }
}

/** The same, or its refusal. */
export function readSetting(
  env: Environment,
  name: string,
  deployment: string | null,
): Result<string | null> {
  const setting = settingOf(env, name, deployment)
  if (setting.kind === 'value') return { ok: true, value: setting.value }
  return refused(setting.kind === 'unclear' ? 'setting-unclear' : 'secret-unreadable', `${setting.found}.`)
}

function checked(place: string, name: string, value: string): Setting {
  const fault = value === '' ? null : faultOfSetting(name, value)
  if (fault !== null) return { kind: 'unclear', found: `${place} holds ${fault}` }
  return { kind: 'value', value: name.startsWith('LEDGER_') ? value : value.normalize('NFC') }
}

function fromFile(place: string, name: string, path: string): Setting {
  const fault = faultOfSetting(place, path)
  if (fault !== null) return { kind: 'unclear', found: `${place} holds ${fault}` }
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path)
  } catch (error) {
    return { kind: 'unreadable', found: `${place}: ${systemCode(error) ?? 'not readable'}` }
  }
  const content = decodeText(bytes)
  if ('trouble' in content)
    return { kind: 'unclear', found: `${place} names a file that is no text in UTF-8` }
  return checked(place, name, content.text.replace(/(?:\r\n|\n|\r)$/, ''))
}
