import { html } from 'hono/html'
import { addressOf, type PageName } from '../pages/addresses.ts'
import type { Reading } from '../pages/reading.ts'
import type { Html } from './html.ts'

/** Where on a page a link leads. */
interface Place {
  readonly query?: Readonly<Record<string, string>>
  readonly fragment?: string
}

/** Words that lead to a page of this deployment; the words alone for a role that may not open it. */
export function linked(reading: Reading, page: PageName, words: Html | string, place: Place = {}): Html {
  if (!reading.opens(page)) return html`${words}`
  const fragment = place.fragment === undefined ? '' : `#${place.fragment}`
  return html`<a href="${addressOf(reading.deployment.name, page, place.query)}${fragment}">${words}</a>`
}

/** The same where the words are only there to lead on; nothing for a role that may not open the page. */
export function onward(reading: Reading, page: PageName, words: Html | string, place: Place = {}): Html {
  return reading.opens(page) ? linked(reading, page, words, place) : html``
}
