import { html } from 'hono/html'
import type { Html } from './html.ts'

/** A number of a record: never broken, never turned round by the text about it. */
export function recordNumber(number: string): Html {
  return html`<bdi class="no" dir="ltr">${number}</bdi>`
}
