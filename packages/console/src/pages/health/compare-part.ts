import { html } from 'hono/html'
import { chip } from '../../parts/chip.ts'
import { direction } from '../../parts/direction.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { ownerMark } from '../../parts/owner.ts'
import { cardTable } from '../../parts/table.ts'
import { typed } from '../../parts/typed.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, comparePath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { Compared, KnownComparison } from './comparison.ts'
import { whoseMove } from './task.ts'

/** Whether anything got lost, as far as anybody has compared it. */
export function comparePart(known: KnownComparison, reading: Reading): Html {
  const { say } = reading
  return html`<section class="card stack" id="done" aria-labelledby="compare-h" tabindex="-1">
    <div class="row spread">
      <h2 id="compare-h">${say('health.compare')}</h2>
      ${compareForm(known, reading)}
    </div>
    ${partOf(known, reading)}
  </section>`
}

function compareForm({ kind }: KnownComparison, { say, deployment, fields }: Reading): Html {
  if (kind === 'going') return nothing
  const words = say(kind === 'never' ? 'compare.now' : 'compare.again')
  return html`<form class="plain no-print" method="post" action="/d/${deployment.name}${comparePath}">
    ${fields()}<button>${drawing('eye')}${words}</button>
  </form>`
}

function partOf(known: KnownComparison, reading: Reading): Html {
  const { say, times, deployment, nowMs } = reading
  if (known.kind === 'never') return html`<p>${say('compare.never')}</p>`
  const named = { time: times.html(known.act.at), by: typed(known.act.by) }
  if (known.kind === 'going') {
    // Another address each time, for a browser stays where the address is the same.
    const look = addressOf(deployment.name, 'health', { seen: String(nowMs) })
    const far = known.done === null ? nothing : html` ${say('compare.far', { done: known.done })}`
    return html`<p><label for="far">${say.html('compare.going', named)}${far}</label></p>
      <progress id="far"></progress>
      <p class="row s">
        <a class="btn" href="${look}#done">${drawing('again')}${say('going.look')}</a
        ><span class="dim">${say('going.leave')}</span>
      </p>`
  }
  if (known.kind === 'failed') {
    return html`<p>${say.html('compare.failed', named)}</p>
      <p>${whoseMove(known.owner, say)}</p>`
  }
  if (known.kind === 'forgotten') return html`<p>${say.html('compare.forgotten', named)}</p>`
  return comparedPart(known.compared, named, reading)
}

function comparedPart(
  { from, flows, owners, unread }: Compared,
  named: Readonly<Record<'time' | 'by', Html>>,
  { say, times }: Reading,
): Html {
  const differences = owners.reduce((total, { count }) => total + count, 0)
  const verdict =
    differences > 0
      ? chip('attn', say('compare.differ', { count: differences }))
      : unread.length > 0
        ? chip('wait', say('compare.in-part'))
        : chip('ok', say('compare.agree'))
  const columns = [
    { words: say('audit.flow') },
    { words: say('compare.compared'), isNumber: true },
    { words: say('compare.differences'), isNumber: true },
    { words: say('compare.next'), isNumber: true },
    { words: say('compare.open'), isNumber: true },
  ] as const
  const rows = flows.map(
    (one) =>
      [
        direction(one.flow, say),
        say.number(one.compared),
        say.number(one.differences),
        say.number(one.notYetRun),
        say.number(one.open),
      ] as const,
  )
  const bare = flows.reduce((total, { withoutDetail }) => total + withoutDetail, 0)
  const seen = unread.includes('ping') && unread.includes('primero') ? 'both' : (unread[0] ?? 'all')
  return html`<p>${say.html('compare.done', { ...named, from: times.html(from) })} ${verdict}</p>
    ${
      differences === 0
        ? nothing
        : html`<ul class="list">
              ${owners.map(
                ({ owner, count }) =>
                  html`<li class="row">
                    <span class="dim">${say('cause.whose')}</span>${ownerMark(owner, say)}<b
                      >${say.number(count)}</b
                    >
                  </li>`,
              )}
            </ul>
            <p>${say('compare.named')}</p>`
    }
    ${cardTable(say('compare.caption'), columns, rows)}
    <p class="s dim">${say('compare.seen', { seen })} ${say('compare.bare', { count: bare })}</p>`
}
