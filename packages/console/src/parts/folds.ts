import { html, raw } from 'hono/html'
import type { Reading } from '../pages/reading.ts'
import { nothing } from '../words/say.ts'
import { drawing } from './drawings.ts'
import type { Html } from './html.ts'

/** By this in its address a page has all its folds open, as it is to be printed. */
const everything = { name: 'all', value: '1' } as const

/** Whether a fold that only shows something is open. */
export function openFold({ query }: Pick<Reading, 'query'>): Html {
  return query.get(everything.name) === everything.value ? raw('open') : nothing
}

/** The same page with everything open, by its own query: what was asked for may be the number of a person, and is not repeated. */
export function printLink(query: Readonly<Record<string, string>>, { say }: Pick<Reading, 'say'>): Html {
  const open = new URLSearchParams({ ...query, [everything.name]: everything.value })
  return html`<p class="s no-print">
    <a href="?${open.toString()}">${drawing('print')} ${say('app.print')}</a>
  </p>`
}
