import { html } from 'hono/html'
import type { Reading } from '../pages/reading.ts'
import { drawing } from './drawings.ts'
import type { Html } from './html.ts'

/** What came of an act, first on the page that its address leads to. */
export function feedback(kind: 'ok' | 'pause' | 'wait' | 'attn', heading: string, text: Html | string): Html {
  const drawings = { ok: 'ok', pause: 'note', wait: 'wait', attn: 'attn' } as const
  return html`<section
    class="banner ${kind}"
    role="status"
    id="done"
    aria-labelledby="done-h"
    tabindex="-1"
    autofocus
  >
    ${drawing(drawings[kind])}
    <div>
      <h2 id="done-h">${heading}</h2>
      <p>${text}</p>
    </div>
  </section>`
}

/** Says that a form was of an earlier session. */
export function oldForm({ say }: Pick<Reading, 'say'>): Html {
  return feedback('pause', say('form.old.heading'), say('form.old.text'))
}
