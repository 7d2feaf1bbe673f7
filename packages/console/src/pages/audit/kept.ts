import { html } from 'hono/html'
import { openFold } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import type { Key } from '../../words/catalogue.ts'
import type { Reading } from '../reading.ts'

const kept: readonly (readonly [label: Key, text: Key])[] = [
  ['audit.kept.open', 'audit.kept.open.text'],
  ['audit.kept.keyed', 'audit.kept.keyed.text'],
  ['audit.kept.never', 'audit.kept.never.text'],
  ['audit.kept.long', 'audit.kept.long.text'],
  ['audit.kept.entered', 'audit.kept.entered.text'],
]

/** What is kept of a referral, and for how long. */
export function keptPart(reading: Reading): Html {
  const { say } = reading
  const facts = kept.map(
    ([label, text]) =>
      html`<div>
        <dt>${say(label)}</dt>
        <dd>${say(text)}</dd>
      </div>`,
  )
  return html`<details class="card fold" ${openFold(reading)}>
    <summary>${say('audit.kept')}</summary>
    <dl class="facts short">${facts}</dl>
  </details>`
}
