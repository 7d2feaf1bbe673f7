import { z } from 'zod'
import type { SystemAnswer } from '../server/system.ts'
import { parseWhole } from '../server/whole.ts'
import { refusal } from './context.ts'
import type { PingSettings } from './settings.ts'

const anyObject = z.record(z.string(), z.unknown())

/** A call's body once the members that every call shares are in order. */
export interface Call {
  readonly process: string
  readonly body: Readonly<Record<string, unknown>>
}

/** What a kind of call must carry beside the process; a spelling counts as it stands (§2). */
export interface CallRules {
  readonly interop: 'InteropID' | 'InteropId'
  readonly version?: string
  /** Absent for ingestion: there the partner stands in the path. */
  readonly partner?: 'PartnerId'
  readonly processes: readonly string[]
}

/**
 * Reads the members that say who calls what. A body that is no JSON object, an unknown process, a wrong or wrongly
 * spelt interop id, partner or version are refused with HTTP 400 and an `ErrorMessage`.
 */
export function readCall(text: string, rules: CallRules, settings: PingSettings): Call | SystemAnswer {
  const body = parseObject(text)
  if (!body) return refusal(400, 'The request body is not a valid JSON object.')
  const member = (name: string): unknown => (settings.strictCasing ? body[name] : anyCase(body, name))

  const process = member('ShippingProcessId')
  if (typeof process !== 'string' || !rules.processes.includes(process))
    return refusal(400, `ShippingProcessId ${show(process)} is not configured for this endpoint.`)
  if (member(rules.interop) !== settings.interopId)
    return refusal(400, `${rules.interop} ${show(member(rules.interop))} is missing or not valid.`)
  if (rules.partner && member(rules.partner) !== settings.partnerId)
    return refusal(400, `${rules.partner} ${show(member(rules.partner))} is missing or not valid.`)
  if (rules.version !== undefined && member('APIVersion') !== rules.version)
    return refusal(400, `APIVersion ${show(member('APIVersion'))} is missing or not valid.`)
  return { process, body }
}

/** Whether `readCall` refused. */
export function isRefused(call: Call | SystemAnswer): call is SystemAnswer {
  return 'status' in call
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return anyObject.safeParse(parseWhole(text)).data
  } catch {
    return undefined
  }
}

function anyCase(body: Readonly<Record<string, unknown>>, name: string): unknown {
  const wanted = name.toLowerCase()
  return Object.entries(body).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

function show(value: unknown): string {
  return value === undefined ? '(absent)' : JSON.stringify(value)
}
