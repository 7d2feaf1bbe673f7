import { locales } from './languages.ts'
import type { Say } from './say.ts'

/** Several words as one text. */
export function listed(texts: readonly string[], say: Say): string {
  return new Intl.ListFormat(locales[say.language], { type: 'conjunction' }).format(texts)
}
