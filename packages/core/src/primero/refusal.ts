import { z } from 'zod'
import { isJsonObject } from '../http/json-object.ts'

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

/** Whether an answer is in Primero's own form, its envelope or that of its sign-in (primero-contract §1.3, §2). */
export function isOwn(json: unknown): boolean {
  return (
    isJsonObject(json) &&
    (Array.isArray(json['errors']) || typeof json['error'] === 'string' || 'data' in json)
  )
}
