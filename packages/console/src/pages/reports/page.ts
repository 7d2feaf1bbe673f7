import { html } from 'hono/html'
import { lastDayOf } from '@ping-primero/core/measures/period.ts'
import type { ReportColumn } from '@ping-primero/core/measures/referral-report.ts'
import type { ReportRow } from '@ping-primero/core/measures/report.ts'
import { spanEnd } from '@ping-primero/core/measures/spans.ts'
import { drawing } from '../../parts/drawings.ts'
import { choiceField } from '../../parts/form-fields.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { namedReferral, nameOfAll } from '../../parts/referral-name.ts'
import { nothing } from '../../words/say.ts'
import { addressOf, reportFilePath } from '../addresses.ts'
import { addressedFilter } from '../referrals/filter.ts'
import type { Reading } from '../reading.ts'
import { daysChart, monthsChart } from './charts.ts'
import { periodNames, sides } from './filter.ts'
import { periodWords } from './months.ts'
import type { Report } from './model.ts'
import { told } from './told.ts'

/** Reports: how many, what became of them, how long it took. */
export function reportsPage(report: Report, reading: Reading): Html {
  const { say } = reading
  return html`<header>
      <h1>${say('page.reports')}</h1>
      <p class="lede">${say('reports.lede')}</p>
    </header>
    ${filterForm(report, reading)}${figuresOf(report, reading)}
    <div class="two even">${monthsChart(report, reading)}${daysChart(report, reading)}</div>
    ${longestOf(report, reading)}`
}

function filterForm({ filter }: Report, { say, deployment }: Reading): Html {
  const periods = periodNames.map((value) => ({ value, words: say(`reports.period.${value}`) }))
  const referred = sides.map((value) => ({ value, words: say(`referrals.referred.${value}`) }))
  return html`<form
    class="card filters"
    action="${addressOf(deployment.name, 'reports')}"
    method="get"
    aria-label="${say('reports.filter')}"
  >
    ${choiceField('period', say('reports.period'), periods, filter.period)}
    ${choiceField('referred', say('referrals.referred'), referred, filter.referred)}
    <p class="row"><button class="go">${say('referrals.show')}</button></p>
  </form>`
}

function figuresOf(report: Report, reading: Reading): Html {
  const { say, deployment } = reading
  const { all, filter, period } = report
  const query = new URLSearchParams(addressedFilter(filter)).toString()
  const heading = say(`reports.heading.${filter.referred}`, { period: periodWords(period, say) })
  const file = html`<p class="row no-print">
    <a class="btn" href="/d/${deployment.name}${reportFilePath}?${query}">
      ${drawing('down')}${say('reports.file')}
    </a>
  </p>`
  return html`<section class="stack" aria-labelledby="r-h">
    <div class="row spread">
      <h2 id="r-h">${heading}</h2>
      ${file}
    </div>
    ${
      all.received === 0
        ? html`<p class="card dim">${say('reports.none')}</p>`
        : html`<dl class="figures">${figures(report, reading)}</dl>
            ${sumOf(report, reading)}${leftOut(report, reading)}`
    }
  </section>`
}

function figures(report: Report, reading: Reading): readonly Html[] {
  const { say } = reading
  const { all } = report
  const figure = (words: string, value: Html | string): Html =>
    html`<div>
      <dt>${words}</dt>
      <dd>${value}</dd>
    </div>`
  const minutes = all.minutesToConfirmed
  const within = minutes === null ? null : spanEnd('minutes-to-confirmed', minutes)
  return [
    figure(say('reports.received'), counted(report, 'received', reading)),
    figure(say('reports.confirmed'), counted(report, 'confirmed', reading)),
    figure(say('reports.accepted'), told(all.accepted, reading)),
    figure(say('reports.rejected'), told(all.rejected, reading)),
    figure(say('reports.undecided'), told(all.undecided, reading)),
    ...(within === null ? [] : [figure(say('reports.minutes'), say.number(within))]),
    ...(all.daysToDecided === null ? [] : [figure(say('reports.days'), say.number(all.daysToDecided))]),
  ]
}

/** A number that leads to its list. */
function counted(report: Report, column: ReportColumn, reading: Reading): Html {
  const { all, period } = report
  const count = all[column]
  if (count === null) return told(count, reading)
  const state = column === 'received' ? {} : { state: column }
  const query = { each: '1', flow: all.flow, ...state, from: `${period.from}-01`, to: lastDayOf(period.to) }
  return linked(reading, 'referrals', reading.say.number(count), { query })
}

/** The sum of what was received, each term with its list. */
function sumOf(report: Report, reading: Reading): Html {
  const { say } = reading
  const states = (['confirmed', 'waiting', 'attention', 'withdrawn', 'handled'] as const).filter(
    (state) => report.all[state] !== 0,
  )
  const terms = states.map(
    (state, at) =>
      html`${at === 0 ? nothing : ' + '}${counted(report, state, reading)} ${say(`reports.sum.${state}`)}`,
  )
  return html`<p class="s dim">
    ${counted(report, 'received', reading)} ${say('reports.sum.received')} = ${terms}
  </p>`
}

function leftOut({ all, months, days }: Report, { say }: Reading): Html {
  const isPart = (row: ReportRow): boolean =>
    Object.entries(row).some(([name, value]) => value === null && isCount(name))
  const some = [all, ...months].some(isPart) || (days ?? []).some(({ count }) => count === null)
  return some ? html`<p class="s dim">${say('reports.left-out.why')}</p>` : nothing
}

const besideCounts: readonly string[] = ['month', 'minutesToConfirmed', 'daysToDecided']

function isCount(name: string): boolean {
  return !besideCounts.includes(name)
}

function longestOf({ longest }: Report, reading: Reading): Html {
  const { say, times } = reading
  if (longest.length === 0) return nothing
  return html`<section class="card stack narrow" aria-labelledby="o-h">
    <h2 id="o-h">${say('reports.longest')}</h2>
    <ul class="list">
      ${longest.map(({ items, changedAt }) => {
        const name = nameOfAll(items)
        return name === null
          ? nothing
          : html`<li class="row spread">
              <span>${namedReferral(name, reading)}</span>
              <span class="xs">${say.html('cause.since', { time: times.html(changedAt) })}</span>
            </li>`
      })}
    </ul>
  </section>`
}
