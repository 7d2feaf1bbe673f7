import { html } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { ownerMark } from '../../parts/owner.ts'
import { typed } from '../../parts/typed.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, verifyPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { Checked } from './checked.ts'
import type { Audit } from './model.ts'

const tones = { never: 'pause', going: 'wait', whole: 'ok', touched: 'attn', failed: 'wait' } as const

/** Whether the history is whole, as far as it is known, and its seal: what is kept elsewhere to hold it against. */
export function sealPart({ checked, seal, total }: Audit, reading: Reading): Html {
  const { say } = reading
  const shown =
    seal === null
      ? html`<p>${say('audit.seal.none')}</p>`
      : html`${checkedWords(checked, reading)}
          <p>
            ${say('audit.seal.text', { count: total })}
            ${say.html('audit.seal.now', {
              seal: html`<bdi class="no long" dir="ltr">${seal.position}:${seal.hash}</bdi>`,
            })}
          </p>
          <p class="s">${say('audit.seal.keep')}</p>
          ${verifyForm(checked, reading)}`
  return html`<section class="banner ${tones[checked.kind]}" id="done" aria-labelledby="v-h" tabindex="-1">
    ${drawing(checked.kind === 'touched' ? 'attn' : 'shield')}
    <div>
      <h2 id="v-h">${headingWords(checked, reading)}</h2>
      ${shown}
    </div>
  </section>`
}

function headingWords({ kind }: Checked, { say }: Reading): string {
  if (kind === 'never') return say('audit.seal.heading')
  return say(`checked.${kind}`)
}

function checkedWords(checked: Checked, { say, times, nowMs, deployment }: Reading): Html {
  if (checked.kind === 'never') return html`<p>${say('checked.never')}</p>`
  const named = { time: times.html(checked.at), by: typed(checked.by) }
  if (checked.kind === 'whole') return html`<p>${say.html('checked.whole.text', named)}</p>`
  if (checked.kind === 'failed') return html`<p>${say.html('checked.failed.text', named)}</p>`
  if (checked.kind === 'going') {
    const { done, of } = checked
    // Another address each time, for a browser stays where the address is the same.
    const look = addressOf(deployment.name, 'audit', { seen: String(nowMs) })
    return html`<p>
        <label for="far">${say.html('checked.going.text', { ...named, done, of })}</label>
      </p>
      <progress id="far" max="${of}" value="${Math.min(done, of)}"></progress>
      <p class="row s">
        <a class="btn" href="${look}">${drawing('again')}${say('going.look')}</a
        ><span class="dim">${say('going.leave')}</span>
      </p>`
  }
  const { position } = checked
  const first = position === null ? nothing : html` ${say('checked.touched.first', { position })}`
  return html`<p>${say.html('checked.touched.text', named)}${first}</p>
    <p>${say('checked.touched.next')}</p>
    <p class="row s"><span class="dim">${say('cause.whose')}</span>${ownerMark('administrator', say)}</p>`
}

function verifyForm({ kind }: Checked, { say, deployment, fields }: Reading): Html {
  if (kind === 'going') return nothing
  return html`<form class="plain row no-print" method="post" action="/d/${deployment.name}${verifyPath}">
    ${fields()}<button>${say(kind === 'never' ? 'audit.verify' : 'audit.verify.again')}</button>
  </form>`
}
