import { isJsonObject } from './json-object.ts'

/**
 * The members of an answer that its system's contract names, under their own spelling, in whatever letter case they come:
 * gateways rewrite `Data` to `data`. A member in its own spelling wins over one in another; a member that is absent stays
 * absent. Null when the answer is no object.
 */
export function ownMembers<N extends string>(
  json: unknown,
  names: readonly N[],
): Readonly<Partial<Record<N, unknown>>> | null {
  if (!isJsonObject(json)) return null
  const found: Partial<Record<N, unknown>> = {}
  // By what is shown, which is little, and not by what could be.
  for (const shown of Object.keys(json)) {
    const name = names.find((one) => isSameName(one, shown))
    if (name !== undefined && (shown === name || !Object.hasOwn(found, name))) found[name] = json[shown]
  }
  return found
}

function isSameName(one: string, other: string): boolean {
  return one.length === other.length && one.toLowerCase() === other.toLowerCase()
}

const failures = [
  'error',
  'errors',
  'errorType',
  'exception',
  'exceptionMessage',
  'exceptionType',
  'fault',
  'faultString',
  'hasError',
  'isError',
  'odata.error',
  'stackTrace',
] as const
const codes = ['statusCode', 'httpStatusCode', 'status', 'code'] as const
const successes = ['success', 'isSuccess', 'succeeded', 'ok'] as const

/**
 * Whether a body tells of a failure in a form that neither PING nor Primero gives to a good answer: that of a gateway,
 * a firewall or a web framework in front of it (ping-contract §1, "Gateway errors"; primero-contract §2). With such a
 * member nothing else in the body is believed.
 */
export function tellsOfFailure(json: unknown): boolean {
  const said = ownMembers(json, [...failures, ...codes, ...successes]) ?? {}
  return (
    failures.some((name) => holdsSomething(said[name])) ||
    codes.some((name) => /^\s*[45]\d\d\s*$/.test(textOf(said[name]))) ||
    successes.some((name) => /^\s*(?:false|0)\s*$/i.test(textOf(said[name])))
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function holdsSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false
  if (typeof value === 'string') return value.trim() !== ''
  return typeof value !== 'object' || Object.keys(value).length > 0
}
