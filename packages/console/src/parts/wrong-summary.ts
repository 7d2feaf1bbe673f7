import { html } from 'hono/html'
import type { Message } from '../words/message.ts'
import { nothing, type Say } from '../words/say.ts'
import { drawing } from './drawings.ts'
import type { Html } from './html.ts'

/** What is wrong with a field, and the id by which the way leads to it. */
export interface WrongField {
  readonly id: string
  readonly why: Message
}

/** What is wrong with a form, first on its page and where one is when it opens; nothing where nothing is. */
export function wrongSummary(wrong: readonly WrongField[], say: Say): Html {
  if (wrong.length === 0) return nothing
  const each = wrong.map(({ id, why }) => html`<li><a href="#${id}">${say(why.key, why.values)}</a></li>`)
  return html`<section class="banner attn" role="alert" aria-labelledby="wrong-h" tabindex="-1" autofocus>
    ${drawing('attn')}
    <div>
      <h2 id="wrong-h">${say('form.wrong', { count: wrong.length })}</h2>
      <ul class="list">
        ${each}
      </ul>
    </div>
  </section>`
}
