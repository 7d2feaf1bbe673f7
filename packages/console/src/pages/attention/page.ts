import { html, raw } from 'hono/html'
import { reasonNextStep, reasonSentence } from '../../causes/words.ts'
import { direction } from '../../parts/direction.ts'
import { drawing } from '../../parts/drawings.ts'
import { openFold, printLink } from '../../parts/folds.ts'
import type { Html } from '../../parts/html.ts'
import { ownerMark } from '../../parts/owner.ts'
import { onward } from '../../parts/linked.ts'
import { namedReferral } from '../../parts/referral-name.ts'
import { nothing } from '../../words/say.ts'
import { operators } from '../../roles.ts'
import { addressOf, anchorOf, tryAgainPath } from '../addresses.ts'
import { noticeLink } from '../notice/link.ts'
import type { Reading } from '../reading.ts'
import type { Attention, ShownCause } from './model.ts'

/** Needs attention: by cause and not by referral, with whose move it is and what to do. */
export function attentionPage(attention: Attention, reading: Reading): Html {
  const { toCorrect, toSetUp, waiting, total, owner } = attention
  const { say } = reading
  if (total === 0 && waiting.length === 0) return emptyPage(reading)
  const all = onward(reading, 'referrals', say('attention.all'), {
    query: { each: '1', state: 'attention' },
  })
  const nobody = owner !== null && toCorrect.length + toSetUp.length === 0
  return html`<header>
      <h1>${say('attention.heading', { count: total })}</h1>
      <p class="lede">${say('attention.lede')}</p>
      ${
        operators.includes(reading.role)
          ? html`<p class="s dim" id="safe">${say('attention.safe')}</p>`
          : nothing
      }
    </header>
    ${ownersOf(attention, reading)}${
      nobody ? html`<p class="card dim">${say('attention.owner.none')}</p>` : nothing
    }
    ${groupOf('correct', toCorrect, all, reading)}${groupOf('set-up', toSetUp, nothing, reading)}${groupOf('waiting', waiting, nothing, reading)}${printLink(owner === null ? {} : { whose: owner }, reading)}`
}

function emptyPage({ say, deployment }: Reading): Html {
  return html`<header><h1>${say('attention.empty.heading')}</h1></header>
    <section class="empty" aria-labelledby="e-h">
      ${drawing('quiet')}
      <h2 id="e-h">${say('attention.empty.sub')}</h2>
      <p>${say('attention.empty.text')}</p>
      <p class="s"><a href="${addressOf(deployment.name, 'today')}">${say('page.today')}</a></p>
    </section>`
}

function ownersOf({ owners, owner, total }: Attention, { say, deployment }: Reading): Html {
  if (owners.length < 2 && owner === null) return nothing
  const entry = (whose: string | null, words: string, count: number): Html => {
    const query = whose === null ? {} : { whose }
    const current = whose === owner ? raw(' aria-current="true"') : nothing
    return html`<li>
      <a href="${addressOf(deployment.name, 'attention', query)}" ${current}
        >${words} <b>${say.number(count)}</b></a
      >
    </li>`
  }
  return html`<nav aria-label="${say('cause.whose')}">
    <ul class="jump">
      ${entry(null, say('attention.everyone'), total)}${owners.map((one) =>
        entry(one.owner, say(`owner.${one.owner}`), one.count),
      )}
    </ul>
  </nav>`
}

function groupOf(
  group: 'correct' | 'set-up' | 'waiting',
  causes: readonly ShownCause[],
  beside: Html,
  reading: Reading,
): Html {
  if (causes.length === 0) return nothing
  const { say } = reading
  return html`<section class="stack" aria-labelledby="${group}-h">
    <div class="row spread">
      <h2 id="${group}-h">${say(`attention.group.${group}`)}</h2>
      ${beside}
    </div>
    <p class="s dim">${say(`attention.group.${group}.text`)}</p>
    <ul class="stack causes">
      ${causes.map((cause) => html`<li>${causeCard(cause, reading)}</li>`)}
    </ul>
  </section>`
}

function causeCard(cause: ShownCause, reading: Reading): Html {
  const { flow, reason, state, owner, count, since, isFirst, nextTry } = cause
  const { say, times } = reading
  const id = `${reason}-${anchorOf(flow)}`
  const age = say.html(count === 1 ? 'cause.since' : 'cause.oldest', { time: times.html(since) })
  const first = isFirst
    ? html`<span class="chip test">${drawing('shield')}${say('cause.first-consent')}</span>`
    : nothing
  const next =
    state === 'waiting' && nextTry !== null
      ? html`<p class="s dim">${say.html('cause.next-try', { time: times.html(nextTry) })}</p>`
      : nothing
  const side =
    state === 'waiting'
      ? nothing
      : html`<div class="cause-a">
          <p class="s"><span class="xs">${say('cause.whose')}</span><br /><b>${ownerMark(owner, say)}</b></p>
          ${againOf(cause, reading)}
        </div>`
  return html`<article
    class="card cause${state === 'waiting' ? ' wait' : ''}"
    id="${id}"
    aria-labelledby="${id}-h"
  >
    <div>
      <div class="row">${direction(flow, say)}<span class="xs">${age}</span>${first}</div>
      <h3 id="${id}-h"><span class="n">${say.number(count)}</span>${reasonSentence(reason, say)}</h3>
      <p class="do"><span class="vh">${say('cause.what-to-do')} </span>${reasonNextStep(reason, say)}</p>
      ${next}${listOf(cause, reading)}
    </div>
    ${side}
  </article>`
}

/** The button that tries a cause again, for those who may; what only a person lets go is not had by trying. */
function againOf({ flow, reason, count, isReleasable }: ShownCause, reading: Reading): Html {
  const { say, deployment, role, fields } = reading
  if (isReleasable || !operators.includes(role)) return nothing
  return html`<form class="plain" method="post" action="/d/${deployment.name}${tryAgainPath}">
    ${fields()}<input type="hidden" name="flow" value="${flow}" /><input
      type="hidden"
      name="reason"
      value="${reason}"
    /><button aria-describedby="safe">
      ${drawing('again')}${say('cause.try-again', { count })}<span class="vh"
        >: ${reasonSentence(reason, say)}</span
      >
    </button>
  </form>`
}

/** The first of its referrals in a fold; the rest behind the address of the list. */
function listOf({ flow, reason, state, count, names }: ShownCause, reading: Reading): Html {
  const { say } = reading
  const query = { flow, state, reason }
  const rest =
    count > names.length
      ? html`<p class="s">${onward(reading, 'referrals', say('cause.all', { count }), { query })}</p>`
      : nothing
  return html`<details class="fold" ${openFold(reading)}>
    <summary>${say('cause.show', { count })}<span class="vh">: ${reasonSentence(reason, say)}</span></summary>
    <ul class="cols s">
      ${names.map((name) => html`<li>${namedReferral(name, reading)}${noticeLink(reason, name, reading)}</li>`)}
    </ul>
    ${rest}
  </details>`
}
