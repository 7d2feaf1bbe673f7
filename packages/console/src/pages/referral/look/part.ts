import { html } from 'hono/html'
import type { Difference } from '@ping-primero/core/reconcile/report.ts'
import type { LiveLook } from '@ping-primero/core/reconcile/live-look.ts'
import type { Strand } from '@ping-primero/core/story/strand.ts'
import { drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { ownerMark } from '../../../parts/owner.ts'
import { cardTable } from '../../../parts/table.ts'
import { operators } from '../../../roles.ts'
import { nothing, type Say } from '../../../words/say.ts'
import { lookPath } from '../../addresses.ts'
import type { Reading } from '../../reading.ts'
import type { ShownStrand } from '../model.ts'
import type { LookEnd } from './look.ts'
import { lookRows } from './rows.ts'

/** Both systems beside what is known here: what they show now, or how they are asked. */
export function lookPart({ strand, name }: ShownStrand, end: LookEnd | null, reading: Reading): Html {
  const { say, role, deployment, fields } = reading
  if (!operators.includes(role)) return nothing
  return html`<section
    class="card stack${end === null ? ' no-print' : ''}"
    id="check"
    aria-labelledby="check-h"
  >
    <div class="row spread">
      <h2 id="check-h">${say('look.heading')}</h2>
      <form class="plain no-print" method="post" action="/d/${deployment.name}${lookPath}#check">
        ${fields()}<input type="hidden" name="number" value="${name.key}" /><button>
          ${drawing('eye')}${say(end === null ? 'look.now' : 'look.again')}
        </button>
      </form>
    </div>
    ${end === null ? html`<p class="s dim">${say('look.text')}</p>` : endPart(strand, end, reading)}
  </section>`
}

function endPart(strand: Strand, end: LookEnd, { say, times }: Reading): Html {
  const time = times.html(end.at)
  if (end.kind === 'failed') {
    return html`<p>${say.html('look.failed', { time })}</p>
      <p class="row"><span class="dim">${say('cause.whose')}</span>${ownerMark(end.owner, say)}</p>`
  }
  const columns = [
    { words: say('compare.compared') },
    { words: say('referral.side.unhcr') },
    { words: say('look.column.exchange') },
    { words: say('side.primero') },
  ] as const
  const rows = lookRows(end.look.parts, strand, (key) => say(key)).map(
    ({ part, progres, exchange, primero }) => [part, progres, exchange, primero] as const,
  )
  return html`<p class="s dim">${say.html('look.done', { time })}</p>
    ${cardTable(html`<span class="vh">${say('look.heading')}</span>`, columns, rows)}
    ${verdictOf(end.look, say)}`
}

function verdictOf({ differences, unread }: LiveLook, say: Say): Html {
  const [first] = differences
  if (first !== undefined) {
    return html`<div class="banner attn" role="status">
        ${drawing('attn')}
        <div>
          <h3>${say('look.differ', { count: differences.length })}</h3>
          <ul class="list">
            ${differences.map((one) => differenceOf(one, say))}
          </ul>
        </div>
      </div>
      ${unread.length === 0 ? nothing : inPart(say)}`
  }
  if (unread.length > 0) return inPart(say)
  return html`<div class="banner ok" role="status">
    ${drawing('ok')}
    <div><h3>${say('look.agree')}</h3></div>
  </div>`
}

function inPart(say: Say): Html {
  return html`<div class="banner wait" role="status">
    ${drawing('wait')}
    <div>
      <h3>${say('look.in-part')}</h3>
      <p>${say('look.in-part.text')}</p>
    </div>
  </div>`
}

function differenceOf({ code, owner, notYetRun }: Difference, say: Say): Html {
  return html`<li class="stack-s">
    <p>${say(`difference.${code}`)}</p>
    <p class="row s"><span class="dim">${say('cause.whose')}</span>${ownerMark(owner, say)}</p>
    <p class="s">${notYetRun ? say('look.next-time') : say(`difference.${code}.next`)}</p>
  </li>`
}
