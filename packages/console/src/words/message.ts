import type { Key } from './catalogue.ts'

/** What is to be said, before it is said in a language: a view model holds these, and stays a table. */
export interface Message {
  readonly key: Key
  readonly values?: Readonly<Record<string, string | number>>
}
