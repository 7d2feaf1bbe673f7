import { recordedPassword } from './configuration/roles.ts'
import type { RunningSystem } from '../server/system.ts'
import { isObject } from './value.ts'
import type { JsonObject } from './value.ts'

/** An answer as a client sees it; `body` is {} when there was none or no JSON object. */
export interface Asked {
  readonly status: number
  readonly body: JsonObject
  readonly text: string
  readonly headers: Headers
}

/** Asks a simulated Primero over HTTP, by Basic as one of its accounts: for tests of the simulator. */
export async function ask(
  primero: RunningSystem,
  userName: string | null,
  method: string,
  path: string,
  body?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const credentials = Buffer.from(`${userName}:${recordedPassword}`).toString('base64')
  const response = await fetch(primero.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(userName === null ? {} : { authorization: `Basic ${credentials}` }),
      ...more,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const parsed: unknown = isJson && text !== '' ? JSON.parse(text) : {}
  return { status: response.status, body: isObject(parsed) ? parsed : {}, text, headers: response.headers }
}
