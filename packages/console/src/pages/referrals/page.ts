import { html } from 'hono/html'
import { reasonSentence } from '../../causes/words.ts'
import { decided, stateChip } from '../../parts/chip.ts'
import { direction } from '../../parts/direction.ts'
import type { Html } from '../../parts/html.ts'
import { namedReferral } from '../../parts/referral-name.ts'
import { cardTable } from '../../parts/table.ts'
import { nothing } from '../../words/say.ts'
import { addressOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { addressedFilter, isEach, narrowing, type ReferralFilter } from './filter.ts'
import { fileForm, filterForm, tryForm } from './forms.ts'
import type { ListPage, ReferralRow } from './model.ts'

/** What matches when one part of a filter is left out. */
export interface Nearest {
  readonly without: (typeof narrowing)[number]
  readonly count: number
}

/** The list of referrals, or of items as the sum counts them. */
export function referralsPage(
  filter: ReferralFilter,
  page: ListPage,
  nearest: Nearest | null,
  reading: Reading,
): Html {
  const { say } = reading
  const lede = isEach(filter) ? say('referrals.each.lede') : say('referrals.lede')
  return html`<header>
      <h1>${say('page.referrals')}</h1>
      <p class="lede">${lede}</p>
      ${eachNote(filter, reading)}
    </header>
    ${isEach(filter) ? nothing : filterForm(filter, reading)}${listOf(filter, page, nearest, reading)}`
}

/** Which items these are, and the way to all referrals. */
function eachNote(filter: ReferralFilter, { say, deployment }: Reading): Html {
  if (!isEach(filter)) return nothing
  const { flow, state, reason, from, to } = filter
  const days = [from, to].flatMap((day) => day ?? [])
  const parts = [
    ...(flow === null ? [] : [say(`flow.${flow}`)]),
    ...(state === null ? [] : [say(`state.${state}`)]),
    ...(reason === null ? [] : [reasonSentence(reason, say)]),
    ...(days.length === 0 ? [] : [days.join(' – ')]),
  ]
  const only = parts.length === 0 ? nothing : html`<b>${parts.join(' · ')}</b> `
  return html`<p class="s">
    ${only}<a href="${addressOf(deployment.name, 'referrals')}">${say('referrals.each.all')}</a>
  </p>`
}

function listOf(filter: ReferralFilter, page: ListPage, nearest: Nearest | null, reading: Reading): Html {
  const { say } = reading
  const { total, rows } = page
  if (total === 0) return emptyPart(filter, nearest, reading)
  const heading = say(isEach(filter) ? 'referrals.each.heading' : 'referrals.heading', { count: total })
  return html`<section class="stack" aria-labelledby="l-h">
    <div class="row spread">
      <h2 id="l-h">${heading}</h2>
      <div class="row">${tryForm(filter, total, reading)}${fileForm(filter, total, reading)}</div>
    </div>
    ${referralTable(rows, captionOf(page, reading), reading)}${pager(filter, page, reading)}
  </section>`
}

function captionOf({ before, rows, total }: ListPage, { say }: Reading): string {
  return say('referrals.caption', { from: before + 1, to: before + rows.length, count: total })
}

function emptyPart(filter: ReferralFilter, nearest: Nearest | null, { say, deployment }: Reading): Html {
  const isFiltered = isEach(filter) || narrowing.some((name) => filter[name] !== null)
  if (!isFiltered) return html`<p class="card dim">${say('referrals.none')}</p>`
  if (nearest === null) return html`<p class="card">${say('referrals.nothing')}</p>`
  const query = addressedFilter({ ...filter, [nearest.without]: null, after: null, shown: null })
  const words = say('referrals.nearest', {
    filter: say(`referrals.${nearest.without}`),
    count: nearest.count,
  })
  return html`<p class="card">
    ${say('referrals.nothing')} <a href="${addressOf(deployment.name, 'referrals', query)}">${words}</a>
  </p>`
}

/** Referrals as a table. */
export function referralTable(rows: readonly ReferralRow[], caption: string, reading: Reading): Html {
  const { say, times } = reading
  const columns = ['referral', 'direction', 'state', 'decision', 'changed', 'found'] as const
  return cardTable(
    caption,
    columns.map((column) => ({ words: say(`referrals.column.${column}`) })),
    rows.map((row) => [
      namedReferral(row.name, reading),
      direction(row.flow, say),
      standing(row, reading),
      row.decision === null ? nothing : decided(row.decision, say),
      times.html(row.changedAt),
      times.html(row.foundAt),
    ]),
    'many',
  )
}

/** Where it stands, and the next thing that is known of it. */
function standing({ state, reason, nextTry, awaits }: ReferralRow, { say, times }: Reading): Html {
  const beside =
    reason !== null && state === 'attention'
      ? reasonSentence(reason, say)
      : state === 'waiting' && nextTry !== null
        ? say('referrals.next-try', { time: times.text(nextTry) })
        : awaits === null
          ? null
          : say(`referrals.with.${awaits}`)
  return html`${stateChip(state, say)}${beside === null ? nothing : html`<br /><span class="xs">${beside}</span>`}`
}

function pager(filter: ReferralFilter, page: ListPage, { say, deployment }: Reading): Html {
  const { before, rows, total, next } = page
  if (before === 0 && next === null) return nothing
  const linkTo = (part: Partial<ReferralFilter>, rel: 'next' | 'prev', words: string): Html =>
    html`<a
      class="btn"
      rel="${rel}"
      href="${addressOf(deployment.name, 'referrals', addressedFilter({ ...filter, ...part }))}"
      >${words}</a
    >`
  const shown = before + rows.length
  const first = before === 0 ? nothing : linkTo({ after: null, shown: null }, 'prev', say('referrals.first'))
  const onward =
    next === null
      ? nothing
      : linkTo(
          { after: next, shown },
          'next',
          say('referrals.next', { count: Math.max(1, Math.min(rows.length, total - shown)) }),
        )
  return html`<nav class="row spread pager" aria-label="${say('referrals.pager')}">${first}${onward}</nav>`
}
