import { html, raw } from 'hono/html'
import type { Again } from '../../../acts/act.ts'
import { longest } from '../../../acts/free-text.ts'
import { drawing, type Drawing } from '../../../parts/drawings.ts'
import type { Html } from '../../../parts/html.ts'
import { recordNumber } from '../../../parts/number.ts'
import { cardTable, type Row } from '../../../parts/table.ts'
import type { SandboxReading } from '../../../sandbox/deed.ts'
import { officerReasons, type AskedReferral, type OfficerDesk } from '../../../sandbox/desks.ts'
import { nothing, type Say } from '../../../words/say.ts'
import { officerPaths, referralAddress } from '../../addresses.ts'
import { commentId, runPart } from '../desk.ts'
import { answered, childChoice, hidden, inEnglish, pressForm, reasonChoice, typeChoice } from '../parts.ts'
import type { OfficerView, SentAct, SentRow } from './model.ts'

/** The desk of a UNHCR officer. Pure. */
export function officerPage(
  view: OfficerView,
  desk: Pick<OfficerDesk, 'children' | 'types'>,
  reading: SandboxReading,
  again: Again | null,
): Html {
  const { say, fields } = reading
  return html`<div class="two even">
      <section class="card seat u stack" aria-labelledby="refer">
        <h2 id="refer">${say('desk.officer.refer')}</h2>
        <form class="plain stack" method="post" action="${officerPaths.refer}">
          ${fields()}${childChoice(
            say('desk.officer.which'),
            desk.children(),
            (kind) => say(`desk.kind.${kind}`),
            say,
          )}${typeChoice(desk.types(), say)}
          <p><button class="go">${say('desk.officer.refer.do')}</button></p>
        </form>
      </section>
      ${askedPart(view.open, reading, again)}
    </div>
    ${runPart('officer', reading)}${sentPart(view, reading)}`
}

function askedPart(open: readonly AskedReferral[], reading: SandboxReading, again: Again | null): Html {
  const { say } = reading
  const list =
    open.length === 0
      ? html`<p>${say('desk.officer.asked.none')}</p>`
      : html`<ul class="list">
          ${open.map((one) => askedItem(one, reading, again?.typed['number'] === one.number ? again : null))}
        </ul>`
  return html`<section class="card seat u stack" aria-labelledby="asked">
    <h2 id="asked">${say('desk.officer.asked')}</h2>
    <p class="s dim">${say('desk.officer.asked.text')}</p>
    ${list}
  </section>`
}

function askedItem(
  { number, service, at }: AskedReferral,
  reading: SandboxReading,
  again: Again | null,
): Html {
  const { say, times, fields } = reading
  const accept = {
    path: officerPaths.decide,
    values: { number, decision: 'accepted' },
    shape: 'yes',
    words: say('desk.accept'),
    of: number,
  } as const
  const reasons = officerReasons.map((reason) => [reason, say(`desk.reason.${reason}`)] as const)
  return html`<li class="stack-s">
    <p><b>${recordNumber(number)}</b> <span class="xs">${inEnglish(service)} · ${times.html(at)}</span></p>
    <div class="row">
      ${pressForm(accept, reading)}
      <details class="fold" ${again === null ? nothing : raw('open')}>
        <summary>${say('desk.reject')}<span class="vh">: ${number}</span></summary>
        <form class="plain stack" method="post" action="${officerPaths.decide}">
          ${fields()}${hidden({ number, decision: 'rejected' })}${reasonChoice(`why-${number}`, reasons, say)}
          ${commentField(number, again, say)}
          <p>
            <button class="go">${say('desk.reject.do')}<span class="vh">: ${number}</span></button>
          </p>
        </form>
      </details>
    </div>
  </li>`
}

/** What an officer writes beside a rejection; it comes back with what was typed, and why it was not taken. */
function commentField(number: string, again: Again | null, say: Say): Html {
  const id = commentId(number)
  const wrong = again?.wrong.find(({ field }) => field === 'comment')?.why
  const error =
    wrong === undefined ? nothing : html`<p class="err" id="${id}-e">${say(wrong.key, wrong.values)}</p>`
  const invalid = wrong === undefined ? nothing : raw('aria-invalid="true"')
  return html`<div class="field${wrong === undefined ? '' : ' wrong'}">
    <label for="${id}">${say('desk.comment')}</label>
    <span class="hint" id="${id}-n">${say('desk.comment.hint')}</span>
    ${error}<input
      id="${id}"
      name="comment"
      value="${again?.typed['comment'] ?? ''}"
      maxlength="${longest}"
      autocomplete="off"
      dir="auto"
      aria-describedby="${id}-n${wrong === undefined ? '' : ` ${id}-e`}"
      ${invalid}
    />
  </div>`
}

function sentPart({ sent, more }: OfficerView, reading: SandboxReading): Html {
  const { say } = reading
  const columns = [
    { words: say('desk.column.referral') },
    { words: say('desk.column.for') },
    { words: say('desk.column.sent') },
    { words: say('desk.column.transfer') },
    { words: say('desk.column.case') },
    { words: say('desk.column.act') },
  ]
  const rows = sent.map((one) => sentRow(one, reading))
  const table =
    sent.length === 0
      ? html`<p>${say('desk.officer.sent.none')}</p>`
      : cardTable(say('desk.officer.sent.caption'), columns, rows, 'many')
  return html`<section class="stack" aria-labelledby="sent">
    <h2 id="sent">${say('desk.sent')}</h2>
    ${table}${more === 0 ? nothing : html`<p class="s dim">${say('desk.more', { count: more })}</p>`}
  </section>`
}

function sentRow(one: SentRow, reading: SandboxReading): Row {
  const { say, times, deployment } = reading
  const { number, type, at, caseNumber, acts } = one
  const where = referralAddress(deployment.name, number)
  return [
    html`<a href="${where}">${recordNumber(number)}</a>`,
    inEnglish(type),
    times.html(at),
    transferWords(one, reading),
    caseNumber === null ? nothing : recordNumber(caseNumber),
    html`<div class="row">
      ${acts.map((act) =>
        pressForm(
          {
            path: officerPaths[act],
            values: { number },
            shape: shapes[act],
            words: say(`desk.officer.do.${act}`),
            of: number,
          },
          reading,
        ),
      )}
    </div>`,
  ]
}

const shapes: Readonly<Record<SentAct, Drawing>> = {
  withdraw: 'back',
  'send-again': 'again',
  'fill-in': 'note',
}

function transferWords({ transfer, said, comment, isWithdrawn }: SentRow, { say }: SandboxReading): Html {
  const back = isWithdrawn ? html`<br /><span class="xs">${say('desk.transfer.withdrawn')}</span>` : nothing
  if (transfer === 'accepted' || transfer === 'rejected') return html`${answered(transfer, said, say)}${back}`
  if (transfer === 'to-be-taken' && isWithdrawn) {
    return html`<span class="dim">${drawing('back', 'turn')} ${say('desk.transfer.withdrawn')}</span>`
  }
  if (transfer === 'undelivered') {
    const why = comment === null ? nothing : html`<br /><span class="xs">${inEnglish(comment)}</span>`
    return html`<b>${say('desk.transfer.undelivered')}</b>${why}${back}`
  }
  return html`<span class="dim">${say(`desk.transfer.${transfer}`)}</span>${back}`
}
