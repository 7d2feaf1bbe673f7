import { html } from 'hono/html'
import type { Owner } from '@ping-primero/core/reasons/catalogue.ts'
import type { Html } from '../../parts/html.ts'
import { ownerMark } from '../../parts/owner.ts'
import { nothing, type Say } from '../../words/say.ts'

/** One thing that is looked after: what it is, how it is in a sentence or two, and its chip where it has one. */
export function task(name: string, text: Html | string, state: Html | null = null): Html {
  return html`<li>
    <div>
      <h3>${name}</h3>
      <p class="s">${text}</p>
    </div>
    ${state === null ? nothing : html`<p>${state}</p>`}
  </li>`
}

/** Whose move it is, on a line of its own. */
export function whoseMove(owner: Owner, say: Say): Html {
  return html`<span class="row s"
    ><span class="dim">${say('cause.whose')}</span>${ownerMark(owner, say)}</span
  >`
}
