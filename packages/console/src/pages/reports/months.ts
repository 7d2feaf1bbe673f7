import type { Period } from '@ping-primero/core/measures/period.ts'
import { locales } from '../../words/languages.ts'
import type { Say } from '../../words/say.ts'

/** A month as people say it; `short`: beside others, with its year only where these are of several. */
export function monthWords(
  month: string,
  { language }: Pick<Say, 'language'>,
  form: 'long' | 'short' | 'short-of-year' = 'long',
): string {
  const format = new Intl.DateTimeFormat(locales[language], {
    timeZone: 'UTC',
    month: form === 'long' ? 'long' : 'short',
    ...(form === 'short' ? {} : { year: 'numeric' }),
  })
  return format.format(Date.parse(`${month}-01`))
}

/** A period as people say it. */
export function periodWords({ from, to }: Period, say: Say): string {
  if (from === to) return monthWords(from, say)
  return say('reports.from-to', { from: monthWords(from, say), to: monthWords(to, say) })
}
