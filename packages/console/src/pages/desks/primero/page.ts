import { html, raw } from 'hono/html'
import { type Drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { recordNumber } from '../../../parts/number.ts'
import { cardTable, type Row } from '../../../parts/table.ts'
import type { SandboxReading } from '../../../sandbox/deed.ts'
import {
  caseworkerReasons,
  type AskedService,
  type CaseworkerDesk,
  type ReferredService,
} from '../../../sandbox/desks.ts'
import { nothing, type Say } from '../../../words/say.ts'
import { caseworkerPaths, referralAddress } from '../../addresses.ts'
import { runPart } from '../desk.ts'
import { answered, childChoice, hidden, inEnglish, pressForm, reasonChoice, typeChoice } from '../parts.ts'
import type { CaseworkerView, ReferredAct, ReferredRow } from './model.ts'

/** The desk of a caseworker. Pure. */
export function caseworkerPage(
  view: CaseworkerView,
  desk: Pick<CaseworkerDesk, 'cases' | 'services'>,
  reading: SandboxReading,
): Html {
  const { say, fields } = reading
  return html`<div class="two even">
      ${askedPart(view.asked, reading)}
      <section class="card seat p stack" aria-labelledby="refer">
        <h2 id="refer">${say('desk.caseworker.refer')}</h2>
        <form class="plain stack" method="post" action="${caseworkerPaths.refer}">
          ${fields()}${childChoice(
            say('desk.caseworker.which'),
            desk.cases(),
            (kind) => say(`desk.case.${kind}`),
            say,
          )}${typeChoice(desk.services(), say)}${consentPart(say)}
          <p><button class="go">${say('desk.caseworker.refer.do')}</button></p>
        </form>
      </section>
    </div>
    ${runPart('caseworker', reading)}${referredPart(view, reading)}`
}

function consentPart(say: Say): Html {
  const box = (name: string, words: string, isChecked: boolean): Html =>
    html`<label class="opt"
      ><input type="checkbox" name="${name}" ${isChecked ? raw('checked') : nothing} /><span
        >${words}</span
      ></label
    >`
  return html`<fieldset>
    <legend>${say('desk.consent')}</legend>
    ${box('services', say('desk.consent.services'), true)}${box('others', say('desk.consent.others'), true)}
    <p class="hint">${say('desk.consent.hint')}</p>
    ${box('overridden', say('desk.consent.overridden'), false)}
  </fieldset>`
}

function askedPart(asked: readonly AskedService[], reading: SandboxReading): Html {
  const { say } = reading
  const list =
    asked.length === 0
      ? html`<p>${say('desk.caseworker.asked.none')}</p>`
      : html`<ul class="list">
          ${asked.map((one) => askedItem(one, reading))}
        </ul>`
  return html`<section class="card seat p stack" aria-labelledby="asked">
    <h2 id="asked">${say('desk.caseworker.asked')}</h2>
    <p class="s dim">${say('desk.caseworker.asked.text')}</p>
    ${list}
  </section>`
}

function askedItem(one: AskedService, reading: SandboxReading): Html {
  const { say, deployment } = reading
  const { caseNumber, service, number, decision, said } = one
  const from =
    number === null
      ? nothing
      : html` · <a href="${referralAddress(deployment.name, number)}">${recordNumber(number)}</a>`
  const head = html`<p>
    <b>${say.html('desk.case', { number: recordNumber(caseNumber) })}</b>
    <span class="xs">${inEnglish(service)}${from}</span>
  </p>`
  if (decision === null) return html`<li class="stack-s">${head}${decideForms(one, reading)}</li>`
  return html`<li class="stack-s">
    ${head}
    <p>${answered(decision, said, say)}</p>
    <details class="fold">
      <summary>${say('desk.change')}<span class="vh">: ${caseNumber}</span></summary>
      ${decideForms(one, reading)}
    </details>
  </li>`
}

function decideForms({ row, caseNumber }: AskedService, reading: SandboxReading): Html {
  const { say, fields } = reading
  const accept = {
    path: caseworkerPaths.decide,
    values: { row, decision: 'accepted' },
    shape: 'yes',
    words: say('desk.accept'),
    of: caseNumber,
  } as const
  const reasons = caseworkerReasons.map((reason) => [reason, say(`desk.reason.${reason}`)] as const)
  return html`<div class="row">
    ${pressForm(accept, reading)}
    <details class="fold">
      <summary>${say('desk.reject')}<span class="vh">: ${caseNumber}</span></summary>
      <form class="plain stack" method="post" action="${caseworkerPaths.decide}">
        ${fields()}${hidden({ row, decision: 'rejected' })}${reasonChoice(`why-${row}`, reasons, say)}
        <p>
          <button class="go">${say('desk.reject.do')}<span class="vh">: ${caseNumber}</span></button>
        </p>
      </form>
    </details>
  </div>`
}

function referredPart({ referred, more }: CaseworkerView, reading: SandboxReading): Html {
  const { say } = reading
  const columns = [
    { words: say('desk.column.case-of') },
    { words: say('desk.column.for') },
    { words: say('desk.column.made') },
    { words: say('desk.column.status') },
    { words: say('desk.column.act') },
  ]
  const rows = referred.map((one) => referredRow(one, reading))
  const table =
    referred.length === 0
      ? html`<p>${say('desk.caseworker.sent.none')}</p>`
      : cardTable(say('desk.caseworker.sent.caption'), columns, rows, 'many')
  return html`<section class="stack" aria-labelledby="sent">
    <h2 id="sent">${say('desk.sent')}</h2>
    ${table}${more === 0 ? nothing : html`<p class="s dim">${say('desk.more', { count: more })}</p>`}
  </section>`
}

function referredRow(one: ReferredRow, reading: SandboxReading): Row {
  const { times, deployment } = reading
  const { id, caseNumber, service, at, acts } = one
  return [
    html`<a href="${referralAddress(deployment.name, id)}">${recordNumber(caseNumber)}</a>`,
    inEnglish(service),
    times.html(at),
    statusWords(one, reading),
    html`<div class="row">${acts.map((act) => actForm(act, one, reading))}</div>`,
  ]
}

/** Consent is no answer, and has no drawing of one. */
const shapes: Readonly<Record<ReferredAct, Drawing | null>> = {
  revoke: 'back',
  'take-consent': null,
  'give-consent': null,
  'refer-again': 'again',
}

function actForm(act: ReferredAct, { id, caseNumber }: ReferredService, reading: SandboxReading): Html {
  const { say } = reading
  const consent = act === 'take-consent' || act === 'give-consent'
  return pressForm(
    {
      path: consent ? caseworkerPaths.consent : caseworkerPaths[act],
      values: consent ? { id, given: act === 'give-consent' ? 'yes' : 'no' } : { id },
      shape: shapes[act],
      words: say(`desk.caseworker.do.${act}`),
      of: caseNumber,
    },
    reading,
  )
}

function statusWords({ status, said, hasConsent }: ReferredService, { say }: SandboxReading): Html {
  const without = hasConsent ? nothing : html`<br /><span class="xs">${say('desk.consent.none')}</span>`
  if (status === 'accepted' || status === 'rejected') return html`${answered(status, said, say)}${without}`
  return html`${say(`desk.status.${status}`)}${without}`
}
