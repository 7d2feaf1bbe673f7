import { isDeepStrictEqual } from 'node:util'

/** The story did not go as it should; the message says in what, and holds nothing of a record. */
export class Deviation extends Error {
  override readonly name = 'Deviation'
}

function shown(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', '')
}

/** Throws Deviation unless something is as it should be. Both are counts or codes, which are told. */
export function expect<T>(what: string, found: T, expected: T): void {
  if (isDeepStrictEqual(found, expected)) return
  throw new Deviation(`${what}: expected ${shown(expected)}, found ${shown(found)}.`)
}
