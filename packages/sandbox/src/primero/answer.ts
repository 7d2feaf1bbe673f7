import type { SystemAnswer } from '../server/system.ts'

const jsonType = { 'content-type': 'application/json; charset=utf-8' }

/** A JSON answer. */
export function json(status: number, body: unknown): SystemAnswer {
  return { status, headers: jsonType, body: JSON.stringify(body) }
}

/** An answer without a body. */
export const empty: SystemAnswer = { status: 204 }

/** One error of Primero's envelope (contract §2). */
export interface ErrorEntry {
  readonly message: string | readonly string[]
  readonly detail?: string | readonly string[]
}

/** The envelope in which Primero tells errors; `resource` is the path asked. */
export function refuse(status: number, resource: string, ...entries: readonly ErrorEntry[]): SystemAnswer {
  const errors = entries.map((entry) => ({ status, resource, ...entry }))
  return json(status, { errors })
}

/** 403 of a missing permission. */
export function forbidden(resource: string): SystemAnswer {
  return refuse(403, resource, { message: 'Forbidden' })
}

/** 404 of a record that does not exist. */
export function notFound(resource: string, model: 'Child' | 'Referral' | 'User', id: string): SystemAnswer {
  return refuse(404, resource, { detail: `Couldn't find ${model} with 'id'="${id}"`, message: 'Not Found' })
}

/** 422 of the record's JSON schema, with the pointers of what does not fit. */
export function invalidRecord(resource: string, pointers: readonly string[]): SystemAnswer {
  return refuse(422, resource, { detail: pointers, message: 'Invalid Record JSON' })
}

/** 409 of a unique index. */
export function conflict(resource: string): SystemAnswer {
  return refuse(409, resource, { message: 'Conflict: A record with this id already exists' })
}

/** A page of rows with its metadata (contract §3.5). */
export function pageOf(rows: readonly unknown[], metadata: Readonly<Record<string, number>>): SystemAnswer {
  return json(200, { data: rows, metadata })
}
