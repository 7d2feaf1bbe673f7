import type { Role } from '../roles.ts'
import type { Key } from '../words/catalogue.ts'
import type { Reading } from './reading.ts'

/** A file that is made for whoever asks and kept nowhere. */
export interface TakenFile {
  readonly name: string
  /** A line of CSV each, its end included. */
  readonly lines: readonly string[]
}

/** A file of a deployment, for a spreadsheet. */
export interface FileRoute {
  /** Below the deployment's address. */
  readonly path: `/${string}`
  /** Who may take it. */
  readonly may: readonly Role[]
  /** What whoever takes it does, in words. */
  readonly does: Key
  /** null = there is no such file. */
  readonly read: (reading: Reading) => Promise<TakenFile | null>
}

/** By it a spreadsheet knows the letters of every language. */
export const mark = '\uFEFF'

/** A file as it is answered. */
export function answerOf({ name, lines }: TakenFile): Response {
  return new Response(mark + lines.join(''), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}
