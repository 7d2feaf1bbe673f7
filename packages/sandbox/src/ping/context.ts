import type { SystemAnswer } from '../server/system.ts'
import type { PingSettings } from './settings.ts'
import type { PingStore } from './store.ts'

/** What every part of the simulator works with. */
export interface PingContext {
  readonly settings: PingSettings
  readonly store: PingStore
  readonly now: () => number
  readonly random: () => number
  readonly newId: () => string
}

/** The date of an instant in UTC, YYYY-MM-DD. */
export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

const guidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether the text is a GUID without braces, in any letter case. */
export function isGuid(text: string): boolean {
  return guidForm.test(text)
}

/** A JSON answer. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SystemAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  }
}

/** An answer that refuses in the envelope: `ErrorMessage` set, no data, no transaction (§1, business errors). */
export function refusal(status: number, message: string): SystemAnswer {
  return jsonAnswer(status, {
    Data: null,
    ErrorMessage: message,
    RecordCount: null,
    SPHTransactionId: null,
    PagingSummary: null,
  })
}
