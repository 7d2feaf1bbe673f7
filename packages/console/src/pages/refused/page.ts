import { html, raw } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import type { Message } from '../../words/message.ts'
import type { Say } from '../../words/say.ts'

/** What a refusal says: never a code in a sentence, always where to go on. */
export interface Refused {
  readonly heading: Message
  readonly text: Message
  /** Where it goes on. */
  readonly back: string
  /** For support, copied as text; null where nothing is to be looked into. */
  readonly mark: string | null
}

export function refusedPage({ heading, text, back, mark }: Refused, say: Say): Html {
  const support =
    mark === null
      ? raw('')
      : html`<details class="fold">
          <summary>${say('refused.support')}</summary>
          <pre class="s">${mark}</pre>
        </details>`
  return html`<div class="stack narrow">
    <h1>${say(heading.key, heading.values)}</h1>
    <p class="lede">${say(text.key, text.values)}</p>
    <p class="row"><a class="btn go" href="${back}">${say('refused.back')}</a></p>
    ${support}
  </div>`
}
