import type { FlowChange } from '@ping-primero/core/ledger/questions.ts'
import { html } from 'hono/html'
import { drawing, type Drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { onward } from '../../parts/linked.ts'
import { typed } from '../../parts/typed.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'

const drawings: Readonly<Record<FlowChange['what'], Drawing>> = {
  paused: 'pause',
  'pause-why-changed': 'note',
  resumed: 'play',
}

/** What persons changed at the flows, the latest first. */
export function changesOf(changes: readonly FlowChange[], reading: Reading): Html {
  const { say } = reading
  const list =
    changes.length === 0
      ? html`<p class="dim">${say('flows.changes.none')}</p>`
      : html`<ol class="story s">
          ${changes.map((change) => changeOf(change, reading))}
        </ol>`
  return html`<section class="stack" aria-labelledby="changes-h">
    <h2 id="changes-h">${say('flows.changes')}</h2>
    ${list}
    <p class="s">${onward(reading, 'audit', say('flows.changes.all'))}</p>
  </section>`
}

function changeOf({ flow, what, at, by, why }: FlowChange, { say, times }: Reading): Html {
  const reason =
    why === null ? nothing : html`<p class="dim">${say.html('flows.change.why', { why: typed(why) })}</p>`
  return html`<li>
    ${drawing(drawings[what])}
    <p class="row">
      <b>${say(`changed.${what}`, { flow: say(`flow.${flow}`) })}</b
      ><span class="xs">${say.html('flows.change.by', { time: times.html(at), by: typed(by) })}</span>
    </p>
    ${reason}
  </li>`
}
