import { z } from 'zod'
import { isJsonObject } from '../http/json-object.ts'
import { ownMembers, tellsOfFailure } from '../http/own-members.ts'
import type { Refusal, SystemAnswer } from '../http/system.ts'

const refusal = z.object({
  errors: z.array(z.object({ detail: z.union([z.string(), z.array(z.string())]).nullish() })),
})

/** Field names only: a pointer as it is in the record, without row numbers, and nothing that could be a value. */
function fieldOf(pointer: string): string {
  const parts = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part))
  const name = parts.join('.')
  return /^[a-z][a-z0-9_.]{0,80}$/.test(name) ? name : 'unnamed'
}

/** The fields a 422 of Primero names (primero-contract §2), each once; the status where it names none. */
export function refusedFields(json: unknown, status: number): readonly string[] {
  const read = refusal.safeParse(json)
  const details = read.success ? read.data.errors.flatMap((error) => error.detail ?? []) : []
  const fields = [...new Set(details.map((detail) => fieldOf(detail)))]
  return fields.length === 0 ? [`HTTP ${status}`] : fields
}

/** The `data` of an answer that is Primero's (primero-contract §3.5), in whatever letter case; undefined where it is not. */
export function dataOf(json: unknown): unknown {
  return tellsOfFailure(json) ? undefined : ownMembers(json, ['data'])?.data
}

/** Whether an answer is in Primero's own form, its envelope or that of its sign-in (primero-contract §1.3, §2). */
export function isOwn(json: unknown): boolean {
  return isEnvelope(json) || (isJsonObject(json) && typeof json['error'] === 'string')
}

function isEnvelope(json: unknown): boolean {
  return isJsonObject(json) && (Array.isArray(json['errors']) || 'data' in json)
}

/** What refuses to read a record, and is not Primero's own word: what is there, and for whom, only Primero knows. */
export function refusalOfRead({ status, json }: SystemAnswer): Refusal | null {
  if (status < 400 || status === 401 || isEnvelope(json)) return null
  return { form: 'other', reason: 'primero-refused', code: `HTTP ${status}` }
}
