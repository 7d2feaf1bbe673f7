import { html, raw } from 'hono/html'
import type { DaysClass } from '@ping-primero/core/measures/days-to-decided.ts'
import type { Html } from '../../parts/html.ts'
import { nothing, type Say } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import { monthWords } from './months.ts'
import type { Report } from './model.ts'
import { told } from './told.ts'

/** A column of numbers beside what is drawn. */
interface Bars {
  readonly caption: string
  readonly head: string
  readonly numbers: readonly string[]
  readonly rows: readonly { readonly head: string; readonly drawn: Html; readonly numbers: readonly Html[] }[]
}

/** A table with a drawn column: what is drawn is told beside it, and nothing twice. */
function barTable({ caption, head, numbers, rows }: Bars, say: Say): Html {
  const drawn = say('reports.drawn')
  return html`<table class="bars" role="table">
    <caption class="vh">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">${head}</th>
        <th role="columnheader" scope="col"><span class="vh">${drawn}</span></th>
        ${numbers.map((words) => html`<th role="columnheader" scope="col" class="num">${words}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            <th role="rowheader" scope="row">${row.head}</th>
            <td role="cell" data-label="${drawn}">${row.drawn}</td>
            ${row.numbers.map(
              (number, at) =>
                html`<td role="cell" class="num" data-label="${numbers[at] ?? ''}">${number}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function rect(className: string, count: number, most: number): Html {
  const width = most === 0 ? 0 : Math.round((count / most) * 100)
  return html`<rect class="${className}" width="${width}%" height="100%" />`
}

function bar(parts: readonly Html[]): Html {
  return html`<svg class="bar" aria-hidden="true">${parts}</svg>`
}

/** Received and confirmed, month by month; what is left out is not drawn. */
export function monthsChart({ months, period }: Report, reading: Reading): Html {
  const { say } = reading
  if (months.length === 0) return nothing
  const most = Math.max(
    0,
    ...months.map(({ received, confirmed }) => Math.max(received ?? 0, confirmed ?? 0)),
  )
  const form = period.from.slice(0, 4) === period.to.slice(0, 4) ? 'short' : 'short-of-year'
  const rows = months.map(({ month, received, confirmed }) => ({
    head: monthWords(month ?? '', say, form),
    drawn: bar([
      received === null ? raw('') : rect('hollow', received, most),
      confirmed === null ? raw('') : rect('p', confirmed, most),
    ]),
    numbers: [told(received, reading), told(confirmed, reading)],
  }))
  return html`<section class="card" aria-labelledby="c1">
    <h3 id="c1">${say('reports.by-month')}</h3>
    <p class="xs">
      <span class="key p"></span>${say('reports.key.confirmed')} <span class="key"></span>${say(
        'reports.key.received',
      )}
    </p>
    ${barTable(
      {
        caption: say('reports.by-month.caption'),
        head: say('reports.month'),
        numbers: [say('reports.received'), say('reports.confirmed')],
        rows,
      },
      say,
    )}
  </section>`
}

function classWords({ from, to }: DaysClass, say: Say): string {
  if (to === null) return say('reports.days.longer')
  if (from === 0) return say('reports.days.same')
  if (from === to) return say('reports.days.count', { days: from })
  return say('reports.days.between', { from: say.number(from), to: say.number(to) })
}

/** How many days decisions took, in a whole year. */
export function daysChart({ days }: Report, reading: Reading): Html {
  const { say } = reading
  if (days === null || days.every(({ count }) => count === 0)) return nothing
  const most = Math.max(0, ...days.map(({ count }) => count ?? 0))
  const rows = days.map((one) => ({
    head: classWords(one, say),
    drawn: bar([one.count === null ? raw('') : rect('p', one.count, most)]),
    numbers: [told(one.count, reading)],
  }))
  return html`<section class="card" aria-labelledby="c2">
    <h3 id="c2">${say('reports.days.heading')}</h3>
    ${barTable(
      {
        caption: say('reports.days.caption'),
        head: say('reports.days.after'),
        numbers: [say('reports.days.decisions')],
        rows,
      },
      say,
    )}
  </section>`
}
