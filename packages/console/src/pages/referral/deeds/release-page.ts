import { html, raw } from 'hono/html'
import type { Wrong } from '../../../acts/act.ts'
import type { Typed } from '../../../acts/fields.ts'
import { reasonSentence } from '../../../causes/words.ts'
import { drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { wrongSummary } from '../../../parts/wrong-summary.ts'
import { nothing } from '../../../words/say.ts'
import { referralAddress, releasePath } from '../../addresses.ts'
import type { Reading } from '../../reading.ts'
import { checksOf, type Check, type HeldReason } from './checks.ts'
import { backTo, factOf, namedFact } from './facts.ts'
import { describedBy, wordsField, wrongOf } from './fields.ts'
import type { NamedInStory } from './named.ts'

/** What is to be let go, and what was typed. */
interface Releasing {
  readonly number: string
  readonly flow: string
  readonly key: string
  readonly reason: HeldReason
  readonly typed: Typed
  readonly wrong: readonly Wrong[]
}

const fields = ['check1', 'check2', 'check3'] as const

/** Asks what has to be made sure of, and why it may go on. */
export function releasePage(releasing: Releasing, meant: NamedInStory, above: Html, reading: Reading): Html {
  const { say, times, deployment } = reading
  const { number, flow, key, reason, typed } = releasing
  const { told, shown } = meant
  const { item } = told
  const address = referralAddress(deployment.name, number)
  const to = item.flow === '2.1' ? 'unhcr' : 'primero'
  const checks = checksOf(reason)
  const wrong = releasing.wrong.map((one) => inWords(one, checks))
  const hidden = { number, flow, key, reason }
  return html`${above}
    <div class="stack narrow">
      ${backTo(shown.name, address, reading)}
      <h1>${say(`release.heading.${to}`)}</h1>
      <p class="lede">${reasonSentence(reason, say)} ${say('release.lede')}</p>
      ${wrongSummary(
        wrong.map(({ field, why }) => ({ id: field, why })),
        say,
      )}
      <section class="card" aria-label="${say('release.title')}">
        <dl class="facts short">
          ${namedFact(item.flow, shown.name, reading)}${factOf(say('release.found'), times.html(item.foundAt))}
          ${factOf(say('release.held'), times.html(item.since))}${sentFact(meant, reason, reading)}
          ${factOf(say('deeds.happens'), say(`release.then.${reason}`))}
        </dl>
      </section>
      <form class="stack plain" method="post" action="/d/${deployment.name}${releasePath}">
        ${reading.fields()}${Object.entries(hidden).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
        )}
        <fieldset>
          <legend>${say('release.checked')}</legend>
          ${fields.map((field, place) => checkField(field, checks[place], { typed, wrong }, reading))}
        </fieldset>
        ${wordsField(
          {
            id: 'why',
            label: say('release.why'),
            hint: say('deeds.hint'),
            typed: typed['why'] ?? '',
            wrong: wrongOf(wrong, 'why'),
          },
          say,
        )}
        <p class="row">
          <button class="go">${drawing('shield')}${say(`release.yes.${to}`)}</button
          ><a class="btn" href="${address}">${say('release.no')}</a>
        </p>
        ${
          reason === 'consent-overridden' || reason === 'referral-repeated'
            ? html`<p class="s dim">${say('release.otherwise')}</p>`
            : nothing
        }
      </form>
    </div>`
}

/** A check that was not confirmed is asked for in its own words. */
function inWords({ field, why }: Wrong, checks: readonly Check[]): Wrong {
  const check = checks[fields.findIndex((one) => one === field)]
  if (check !== undefined) return { field, why: { key: `release.wrong.${check}` } }
  return field === 'why' && why.key === 'wrong.missing'
    ? { field, why: { key: 'release.wrong.why' } }
    : { field, why }
}

function checkField(
  field: (typeof fields)[number],
  check: Check | undefined,
  { typed, wrong }: Pick<Releasing, 'typed' | 'wrong'>,
  { say }: Reading,
): Html {
  if (check === undefined) return html`<input type="hidden" name="${field}" value="on" />`
  const why = wrongOf(wrong, field)
  const option = html`<label class="opt"
    ><input
      type="checkbox"
      id="${field}"
      name="${field}"
      ${typed[field] === 'on' ? raw('checked') : nothing}
      ${describedBy(null, field, why)}
    />${say(`release.check.${check}`)}</label
  >`
  return why === null
    ? option
    : html`<div class="wrong">
        <p class="err" id="${field}-e">${say(why.key, why.values)}</p>
        ${option}
      </div>`
}

/** What went out so far, where that is not plain from the reason. */
function sentFact({ told: { item } }: NamedInStory, reason: HeldReason, { say, times }: Reading): Html {
  if (item.flow !== '2.1') return nothing
  if (reason === 'outcome-unknown' || reason === 'transaction-missing') {
    return factOf(say('release.sent'), say('release.sent.unknown'))
  }
  return factOf(
    say('release.sent'),
    item.sentAt === null ? say('release.sent.nothing') : times.html(item.sentAt),
  )
}
