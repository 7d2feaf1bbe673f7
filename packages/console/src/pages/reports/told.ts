import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import type { Reading } from '../reading.ts'

/** A number, or that it is left out. */
export function told(count: number | null, { say }: Pick<Reading, 'say'>): Html {
  return count === null
    ? html`<span class="dim s">${say('reports.left-out')}</span>`
    : html`${say.number(count)}`
}
