import type { Flow } from '../domain/flow.ts'

/** Something in a deployment's files that a person has to mend, in plain words. Never the value of a secret. */
export interface Problem {
  readonly file: string
  /** From 1; null when it is about the whole file. */
  readonly line: number | null
  /** The setting, column, key or target field it is about. */
  readonly key: string
  readonly found: string
  readonly expected: string
  /** The flows it stops; none = a remark only. */
  readonly flows: readonly Flow[]
}
