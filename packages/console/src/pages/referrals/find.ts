import type { Context } from 'hono'
import { html } from 'hono/html'
import { grouped } from '@ping-primero/core/story/link.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { admit } from '../../admission.ts'
import { typedIn } from '../../acts/submit.ts'
import type { ConsoleHost } from '../../host.ts'
import type { Html } from '../../parts/html.ts'
import { isOfRecord, recordNumber } from '../../parts/number.ts'
import { referralName } from '../../parts/referral-name.ts'
import { everybody } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { referralAddress } from '../addresses.ts'
import { attentionCount } from '../attention-count.ts'
import { pageDocument } from '../document.ts'
import type { Reading } from '../reading.ts'
import { filterOf } from './filter.ts'
import { filterForm } from './forms.ts'
import { itemRow } from './model.ts'
import { referralTable } from './page.ts'

/** Longer than any number is. */
const longest = 200

/**
 * Finds referrals by any number, which is posted: the number of a child must stand in no address. One referral is opened;
 * several are listed.
 */
export async function findReferral(context: Context, host: ConsoleHost): Promise<Response> {
  const admission = await admit(context, host, everybody)
  if (admission.kind === 'answered') return admission.answer
  const { reading } = admission
  const { deployment } = reading
  const number = ((await typedIn(context))['q'] ?? '').trim().slice(0, longest)
  const items = number === '' ? [] : await host.ledger.find(deployment.name, number)
  const stories = grouped(items)
  const [story] = stories
  if (story?.[0] !== undefined && stories.length === 1) {
    return context.redirect(referralAddress(deployment.name, keyOf(story)), 303)
  }
  const content = story === undefined ? await unknown(number, reading) : several(stories, reading)
  return context.html(
    await pageDocument('referrals', reading, { content, attention: await attentionCount(reading) }),
  )
}

function keyOf(story: readonly LedgerItem[]): string {
  const names = story.map(referralName)
  return (names.find(({ number }) => number !== null) ?? names[0])?.key ?? ''
}

function several(stories: readonly (readonly LedgerItem[])[], reading: Reading): Html {
  const { say } = reading
  const rows = stories.flatMap(([first]) => (first === undefined ? [] : [itemRow(first)]))
  return html`<header>
      <h1>${say('find.several', { count: stories.length })}</h1>
      <p class="lede">${say('find.several.text')}</p>
    </header>
    ${referralTable(rows, say('find.several.caption'), reading)}`
}

/** Nothing has it: when each system was looked at last, and will be next. */
async function unknown(number: string, reading: Reading): Promise<Html> {
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
  const isShown = isOfRecord(number)
  const heading = isShown
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
