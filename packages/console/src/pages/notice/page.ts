import { html, raw } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { linked } from '../../parts/linked.ts'
import { recordNumber } from '../../parts/number.ts'
import { timesIn } from '../../parts/times.ts'
import { languages, ownNames } from '../../words/languages.ts'
import { nothing, type Say } from '../../words/say.ts'
import { noticePath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { Notice } from './model.ts'

/** The notice to print, in the language of whoever is to read it. */
export function noticePage(notice: Notice, number: string, reading: Reading, words: Say): Html {
  const { deployment, nowMs } = reading
  const times = timesIn(deployment.timezone, nowMs, words)
  const fact = (name: string, value: Html | string): Html =>
    html`<div>
      <dt>${name}</dt>
      <dd>${value}</dd>
    </div>`
  const numberFact = (name: string, known: string | null): Html =>
    known === null ? nothing : fact(name, recordNumber(known))
  const asked = notice.isUncertain ? 'notice.asked.uncertain' : 'notice.asked.end'
  return html`<div class="stack narrow">
    ${backOf(reading)}
    <div class="stack" lang="${words.language}" dir="${words.dir}">
      <h1>${words(`notice.heading.${notice.reason}`)}</h1>
      <p class="lede">${words('notice.lede')}</p>
      <section class="card" aria-label="${words('notice.title')}">
        <dl class="facts short">
          ${numberFact(words('notice.ref-iop'), notice.refIopNumber)}
          ${numberFact(words('notice.transaction'), notice.transactionId)}
          ${numberFact(words('notice.case'), notice.caseNumber)}
          ${numberFact(words('notice.referral'), notice.referralId)}
          ${
            notice.referredAt === null
              ? nothing
              : fact(words('notice.referred'), times.dated(notice.referredAt))
          }
          ${fact(words('notice.known'), times.dated(notice.knownSince))}
          ${fact(words('notice.concerns'), words('notice.concerns.one'))}
          ${fact(words('notice.asked'), words(asked))}
          ${fact(words('notice.from'), words('notice.from.focal-point', { deployment: deployment.title }))}
          ${fact(words('notice.signature'), html`<br />`)}
        </dl>
      </section>
    </div>
    <p class="s no-print">${reading.say('notice.print')}</p>
    ${languagesOf(number, reading, words)}
  </div>`
}

function backOf(reading: Reading): Html {
  return html`<p class="eyebrow no-print">${linked(reading, 'attention', reading.say('notice.back'))}</p>`
}

/** The same in another language: whoever reads it may speak another one than whoever prints it. */
function languagesOf(number: string, { deployment, say }: Reading, words: Say): Html {
  const each = languages.map((language) => {
    const query = new URLSearchParams({ number, in: language }).toString()
    return language === words.language
      ? html`<b lang="${language}">${ownNames[language]}</b>`
      : html`<a href="/d/${deployment.name}${noticePath}?${query}" lang="${language}"
          >${ownNames[language]}</a
        >`
  })
  return html`<p class="s no-print">
    ${say('notice.languages')} ${each.map((one, at) => html`${at === 0 ? nothing : raw(' · ')}${one}`)}
  </p>`
}

/** That no notice is due, without repeating what was asked for: it may be the number of a person. */
export function noNotice(reading: Reading): Html {
  const { say } = reading
  return html`${backOf(reading)}
    <section class="empty" aria-labelledby="none-h">
      ${drawing('quiet')}
      <h1 id="none-h">${say('notice.none.heading')}</h1>
      <p>${say('notice.none.text')}</p>
    </section>`
}
