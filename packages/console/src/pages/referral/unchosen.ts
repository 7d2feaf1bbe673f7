import { html } from 'hono/html'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { Html } from '../../parts/html.ts'
import { isOfRecord, recordNumber } from '../../parts/number.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import { filterOf } from '../referrals/filter.ts'
import { filterForm } from '../referrals/forms.ts'
import { itemRow } from '../referrals/model.ts'
import { referralTable } from '../referrals/page.ts'
import { nameOfAll } from '../../parts/referral-name.ts'

/** How many stories of one number stand on the page. */
const mostStories = 50

/** Several stories carry a number: which is meant, each by a number of its own. */
export function severalPage(stories: readonly (readonly LedgerItem[])[], reading: Reading): Html {
  const { say } = reading
  const rows = stories.slice(0, mostStories).flatMap((items) => {
    const [first] = items
    const name = nameOfAll(items)
    return first === undefined || name === null ? [] : [{ ...itemRow(first), name }]
  })
  const more =
    stories.length > rows.length
      ? html`<p class="s dim">${say('find.several.first', { count: rows.length })}</p>`
      : nothing
  return html`<header>
      <h1>${say('find.several', { count: stories.length })}</h1>
      <p class="lede">${say('find.several.text')}</p>
    </header>
    ${referralTable(rows, say('find.several.caption'), reading)}${more}`
}

/**
 * No referral has a number: when each system was looked at last, and will be next. The number is not repeated where it may
 * be that of a person.
 */
export async function unknownPage(number: string, reading: Reading): Promise<Html> {
  const { say, deployment, host, times, nowMs } = reading
  const status = await host.ledger.status(deployment.name)
  const looks = (['1.1', '2.1'] as const).map((flow) => {
    const last = status.find((one) => one.flow === flow)?.lastRun ?? null
    const next = deployment.nextRun(flow, nowMs)
    const looked = { flow: say(`flow.${flow}`) }
    return html`<li>
      ${last === null ? say('find.never', looked) : say.html('find.looked', { ...looked, time: times.html(last) })}
      ${next === null ? nothing : say.html('find.next', { time: times.html(next) })}
    </li>`
  })
  const heading = isOfRecord(number)
    ? say.html('find.unknown', { number: recordNumber(number) })
    : html`${say('find.unknown.any')}`
  return html`<header><h1>${heading}</h1></header>
    <section class="empty" aria-labelledby="e-h">
      <h2 id="e-h">${say('find.unknown.sub')}</h2>
      <p>${say('find.unknown.text')}</p>
      <ul class="s">
        ${looks}
      </ul>
      <p class="s">${say('find.searched')}</p>
    </section>
    ${filterForm(filterOf(new URLSearchParams()), reading)}`
}
