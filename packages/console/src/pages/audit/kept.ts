import { html } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import type { Key } from '../../words/catalogue.ts'
import type { Reading } from '../reading.ts'
import type { Audit } from './model.ts'

/** How the history can be held against what somebody keeps elsewhere. No check is claimed that nobody made. */
export function sealPart({ seal, total }: Audit, { say }: Reading): Html {
  const shown =
    seal === null
      ? html`<p>${say('audit.seal.none')}</p>`
      : html`<p>${say('audit.seal.text', { count: total })}</p>
          <p>
            ${say.html('audit.seal.now', {
              seal: html`<bdi class="no long" dir="ltr">${seal.position}:${seal.hash}</bdi>`,
            })}
          </p>
          <p class="s">${say('audit.seal.keep')} ${say('audit.seal.verify')}</p>`
  return html`<section class="banner pause" aria-labelledby="v-h">
    ${drawing('shield')}
    <div>
      <h2 id="v-h">${say('audit.seal.heading')}</h2>
      ${shown}
    </div>
  </section>`
}

const kept: readonly (readonly [label: Key, text: Key])[] = [
  ['audit.kept.open', 'audit.kept.open.text'],
  ['audit.kept.keyed', 'audit.kept.keyed.text'],
  ['audit.kept.never', 'audit.kept.never.text'],
  ['audit.kept.long', 'audit.kept.long.text'],
  ['audit.kept.entered', 'audit.kept.entered.text'],
]

/** What is kept of a referral, and for how long. */
export function keptPart({ say }: Reading): Html {
  const facts = kept.map(
    ([label, text]) =>
      html`<div>
        <dt>${say(label)}</dt>
        <dd>${say(text)}</dd>
      </div>`,
  )
  return html`<details class="card fold">
    <summary>${say('audit.kept')}</summary>
    <dl class="facts short">${facts}</dl>
  </details>`
}
