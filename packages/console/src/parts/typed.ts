import { html } from 'hono/html'
import type { Html } from './html.ts'

/** What somebody typed, in whatever script: never turned round by the text about it. */
export function typed(text: string): Html {
  return html`<bdi>${text}</bdi>`
}
