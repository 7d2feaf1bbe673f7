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

/** Names under which failures are told: `error`, `hasErrors`, `fault`, `exceptionType`, `error_description` and so on. */
const failure =
  /^(?:odata\.)?(?:has|is)?_?(?:(?:error|exception|fault|failure)s?|failed|faulted|stack_?trace)(?:_?(?:type|code|message|text|string|description|details?|id))?$/i
/** PING says so itself. */
const pings = /^errormessage$/i
const codes = ['statusCode', 'httpStatusCode', 'httpStatus', 'status', 'code'] as const
const verdicts = ['status', 'result', 'outcome'] as const
const successes = ['success', 'isSuccess', 'succeeded', 'ok'] as const

/**
 * Whether a body tells of a failure in a form that neither PING nor Primero gives to a good answer: that of a gateway,
 * a firewall or a web framework in front of it (ping-contract §1, "Gateway errors"; primero-contract §2). With such a
 * member nothing else in the body is believed.
 */
export function tellsOfFailure(json: unknown): boolean {
  if (!isJsonObject(json)) return false
  const said = ownMembers(json, [...codes, ...verdicts, ...successes]) ?? {}
  return (
    Object.keys(json).some((name) => failure.test(name) && !pings.test(name) && holdsSomething(json[name])) ||
    codes.some((name) => /^\s*[45]\d\d\s*$/.test(textOf(said[name]))) ||
    verdicts.some((name) => /^\s*(?:error|fail(?:ed|ure)?)\s*$/i.test(textOf(said[name]))) ||
    successes.some((name) => /^\s*(?:false|0)\s*$/i.test(textOf(said[name])))
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : ''
}

function holdsSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 0) return false
  if (typeof value === 'string') return !/^\s*(?:0|false|none|null|no)?\s*$/i.test(value)
  return typeof value !== 'object' || Object.keys(value).length > 0
}
