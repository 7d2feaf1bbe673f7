import { html } from 'hono/html'
import type { Html } from './html.ts'

/** A number of a record: never broken, never turned round by the text about it. */
export function recordNumber(number: string): Html {
  return html`<bdi class="no" dir="ltr">${number}</bdi>`
}

const ofRecord =
  /^(?:\d{3}-\d{2}-[A-Z]+-\d+|REF-IOP-[\w-]+|[0-9a-f]{7,12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i

/** Whether a number is one of those that records have, and may be shown. A person's own could look like anything else. */
export function isOfRecord(number: string): boolean {
  return ofRecord.test(number)
}
