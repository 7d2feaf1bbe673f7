import type { SystemAnswer } from '@ping-primero/sandbox'
import type { Mishap, Passing } from '../engine/network.ts'

export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON object of an answer; null where it has none. */
export function jsonOf({ status, body }: SystemAnswer): Json | null {
  if (status !== 200) return null
  try {
    const json: unknown = JSON.parse(body ?? '')
    return isObject(json) ? json : null
  } catch {
    return null
  }
}

/** Alters the JSON of an answer that has some; others leave as they are. */
export function altered(change: (json: Json, passing: Passing) => unknown): Mishap {
  return {
    kind: 'rewrite',
    with: (answer, passing): SystemAnswer => {
      const json = jsonOf(answer)
      return json === null ? answer : { ...answer, body: JSON.stringify(change(json, passing)) }
    },
  }
}

/** The rows of a retrieval. */
export function rowsIn(json: Json | null): readonly Json[] {
  const data = json?.['Data']
  return Array.isArray(data) ? data.filter(isObject) : []
}

/** Alters the rows of a retrieval, where there are any. */
export function rows(change: (rows: readonly Json[]) => readonly unknown[]): Mishap {
  return altered((json) => (rowsIn(json).length > 0 ? { ...json, Data: change(rowsIn(json)) } : json))
}

/** Whether a page of a retrieval says that another one follows. */
export function hasNext(json: Json | null): boolean {
  const summary = json?.['PagingSummary']
  return isObject(summary) && summary['IsMoreRecordsAvailable'] === true
}

/** Which page a retrieval asks for. */
export function pageAsked({ request }: Passing): number {
  return Number(/"PageNumber"\s*:\s*"?(\d+)/.exec(request.body ?? '')?.[1] ?? 1)
}
