import { html, raw } from 'hono/html'
import { directionMark } from '../../parts/direction.ts'
import { openFold, printLink } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import { onward } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import type { ReferralName } from '../../parts/referral-name.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'
import { bannersOf } from './banners.ts'
import type { LookEnd } from './look/look.ts'
import { lookPart } from './look/part.ts'
import type { NumbersOfKind, ReferralStory, ShownStrand } from './model.ts'
import { supportText } from './support.ts'
import { timelineOf } from './timeline.ts'

/** A referral over both directions: where it stands and whose move it is, what can be done, and the whole story. */
export function referralPage(
  story: ReferralStory,
  { deeds, look }: { readonly deeds: Html; readonly look: LookEnd | null },
  reading: Reading,
): Html {
  const { strands } = story
  const [first, ...others] = strands
  return html`<header class="stack">
      <div>
        ${eyebrowOf(first, reading)}
        <h1>${headingOf(first.name, reading)}</h1>
      </div>
      ${bannersOf(first, reading)}
    </header>
    <div class="two">
      ${wholeStory(first, others.length > 0, reading)}
      <div class="stack">
        ${deeds}${numbersFold(story.numbers, reading)}${supportFold(story, reading)}${printLink({ number: first.name.key }, reading)}
      </div>
    </div>
    ${lookPart(first, look, reading)}${others.map((strand, place) => otherStrand(strand, place, reading))}`
}

function eyebrowOf({ strand, name }: ShownStrand, { say }: Reading): Html {
  const side = say(strand.side === 'unhcr' ? 'referral.by-unhcr' : 'referral.to-unhcr')
  const ofCase =
    name.number === null || name.caseNumber === null
      ? nothing
      : html` · ${say.html('referral.of-case', { number: recordNumber(name.caseNumber) })}`
  return html`<p class="eyebrow row">
    ${directionMark(strand.side === 'unhcr' ? '1.1' : '2.1')}<span>${side}${ofCase}</span>
  </p>`
}

function headingOf({ number, caseNumber, key }: ReferralName, { say }: Reading): Html {
  return number === null && caseNumber !== null
    ? say.html('referral.of-case', { number: recordNumber(caseNumber) })
    : recordNumber(number ?? key)
}

function wholeStory(shown: ShownStrand, isOneOfSeveral: boolean, reading: Reading): Html {
  const { say } = reading
  const several = isOneOfSeveral ? html`<p class="s">${say('referral.with-others')}</p>` : nothing
  return html`<section class="stack" aria-labelledby="s-h">
    <div>
      <h2 id="s-h">${say('referral.whole')}</h2>
      <p class="s dim">${say('referral.legend')}</p>
      ${several}
    </div>
    ${timelineOf(shown, reading)}
  </section>`
}

/** Another referral of the same service. */
function otherStrand(shown: ShownStrand, place: number, reading: Reading): Html {
  const id = `other-${place}`
  return html`<section class="stack" aria-labelledby="${id}">
    <h2 class="row" id="${id}">
      ${directionMark(shown.strand.side === 'unhcr' ? '1.1' : '2.1')}<span
        >${headingOf(shown.name, reading)}</span
      >
    </h2>
    ${bannersOf(shown, reading)}${timelineOf(shown, reading)}
  </section>`
}

function numbersFold(numbers: readonly NumbersOfKind[], reading: Reading): Html {
  const { say } = reading
  const fact = (name: string, value: Html | string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`
  const shown = numbers.map(({ kind, numbers: all }) =>
    fact(
      say(`number.${kind}`),
      html`${all.map(
        (one, at) => html`${at === 0 ? nothing : raw('<br>')}<bdi class="no long" dir="ltr">${one}</bdi>`,
      )}`,
    ),
  )
  return html`<details class="card fold" ${openFold(reading)}>
    <summary>${say('referral.numbers')}</summary>
    <dl class="facts short">
      ${shown}${fact(say('referral.individual'), say('referral.individual.not-kept'))}
    </dl>
  </details>`
}

function supportFold(story: ReferralStory, reading: Reading): Html {
  const number = reading.query.get('number') ?? ''
  return html`<details class="card fold no-print">
    <summary>${reading.say('refused.support')}</summary>
    <pre class="s" dir="ltr" lang="en">${supportText(story, reading)}</pre>
    <p class="s">${onward(reading, 'audit', reading.say('referral.audit'), { query: { number } })}</p>
  </details>`
}
