import { dayOf } from '@ping-primero/core/ledger/day.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { html, raw } from 'hono/html'
import { longest } from '../../acts/free-text.ts'
import { drawing, type Drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { wrongSummary } from '../../parts/wrong-summary.ts'
import type { Key } from '../../words/catalogue.ts'
import type { Message } from '../../words/message.ts'
import { nothing, type Say } from '../../words/say.ts'
import { anchorOf, lookAgainPath, pausePath, resumePath, runPath, tryPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'

/** The fields of the forms that ask something first, before their flow. */
const fieldIds = { pause: 'why', 'look-again': 'since' } as const

/** A form that comes back: which one, of which flow, with what was typed, and what is wrong with it. */
export interface OpenForm {
  readonly form: keyof typeof fieldIds
  readonly flow: Flow
  readonly typed: string
  /** null = nothing is wrong with what was typed. */
  readonly wrong: Message | null
}

/** The words of a button that stands at each flow, for those who hear it without what stands round it. */
function ofFlow(flow: Flow, say: Say): Html {
  return html`<span class="vh">: ${say(`flow.${flow}`)}</span>`
}

/** What is wrong with a form that came back, and the way to its field. */
export function wrongIn({ form, flow }: OpenForm, why: Message, say: Say): Html {
  return wrongSummary([{ id: `${fieldIds[form]}-${anchorOf(flow)}`, why }], say)
}

/** A field of a form that asks something first: what it asks, what is wrong, and what was typed. */
interface Field {
  readonly label: string
  readonly hint: string
  /** What is particular to the input. */
  readonly input: Html
  /** What stands in it as long as nothing was typed. */
  readonly value: string
}

function askedField(form: OpenForm['form'], flow: Flow, open: OpenForm | null, field: Field, say: Say): Html {
  const id = `${fieldIds[form]}-${anchorOf(flow)}`
  const wrong = open?.wrong ?? null
  const error =
    wrong === null ? nothing : html`<p class="err" id="${id}-e">${say(wrong.key, wrong.values)}</p>`
  const invalid = wrong === null ? raw('') : raw(' aria-invalid="true"')
  const described = wrong === null ? `${id}-n` : `${id}-n ${id}-e`
  return html`<div class="field${wrong === null ? '' : ' wrong'}">
    <label for="${id}">${field.label}</label>
    <span class="hint" id="${id}-n">${field.hint}</span>
    ${error}<input
      id="${id}"
      name="${fieldIds[form]}"
      value="${open?.typed ?? field.value}"
      required
      aria-describedby="${described}"
      ${field.input}${invalid}
    />
  </div>`
}

/** What is particular to a form that asks something first. */
interface Asked {
  readonly path: string
  readonly heading: Key
  readonly field: Field
  readonly text: Html
  readonly button: Key
  readonly shape: Drawing
}

/** Asks something first, in a fold that is open once it came back. */
function askingForm(
  form: OpenForm['form'],
  flow: Flow,
  given: OpenForm | null,
  { path, heading, field, text, button, shape }: Asked,
  { say, deployment, fields }: Reading,
): Html {
  const open = given?.form === form ? given : null
  return html`<details class="fold no-print" ${open === null ? raw('') : raw(' open')}>
    <summary>${say(heading)}${ofFlow(flow, say)}</summary>
    <form class="stack plain" method="post" action="/d/${deployment.name}${path}">
      ${fields()}<input
        type="hidden"
        name="flow"
        value="${flow}"
      />${askedField(form, flow, open, field, say)}${text}
      <p><button>${drawing(shape)}${say(button)}${ofFlow(flow, say)}</button></p>
    </form>
  </details>`
}

/** Asks why first: whoever sees the pause has to know. */
export function pauseForm(flow: Flow, given: OpenForm | null, reading: Reading): Html {
  const { say } = reading
  const field = {
    label: say('flows.pause.why'),
    hint: say('flows.pause.hint'),
    input: html`size="44" maxlength="${longest}" autocomplete="off" dir="auto"`,
    value: '',
  }
  const text = html`<p class="s dim">${say('flows.pause.text')}</p>`
  const asked = {
    path: pausePath,
    heading: 'flows.pause',
    field,
    text,
    button: 'flows.pause.button',
    shape: 'pause',
  } as const
  return askingForm('pause', flow, given, asked, reading)
}

const weekMs = 7 * 86_400_000

/** Asks since which day: a week ago, unless another one is chosen. */
export function lookAgainForm(flow: Flow, given: OpenForm | null, reading: Reading): Html {
  const { say, deployment, nowMs } = reading
  const { timezone } = deployment
  const field = {
    label: say('flows.look-again.since'),
    hint: say('flows.look-again.hint'),
    input: html`type="date" max="${dayOf(nowMs, timezone)}"`,
    value: dayOf(nowMs - weekMs, timezone),
  }
  const asked = {
    path: lookAgainPath,
    heading: 'flows.look-again',
    field,
    text: nothing,
    button: 'flows.look-again.button',
    shape: 'again',
  } as const
  return askingForm('look-again', flow, given, asked, reading)
}

/** A button that does something with a flow at once. */
function buttonForm(
  flow: Flow,
  path: string,
  button: (words: Html) => Html,
  words: string,
  { say, deployment, fields }: Reading,
): Html {
  return html`<form class="plain no-print" method="post" action="/d/${deployment.name}${path}">
    ${fields()}<input
      type="hidden"
      name="flow"
      value="${flow}"
    />${button(html`${words}${ofFlow(flow, say)}`)}
  </form>`
}

export function resumeForm(flow: Flow, reading: Reading): Html {
  const button = (words: Html): Html => html`<button class="go">${drawing('play', 'turn')}${words}</button>`
  return buttonForm(flow, resumePath, button, reading.say('flows.resume'), reading)
}

export function runForm(flow: Flow, reading: Reading): Html {
  const button = (words: Html): Html => html`<button>${drawing('play', 'turn')}${words}</button>`
  return buttonForm(flow, runPath, button, reading.say('flows.run'), reading)
}

export function tryForm(flow: Flow, reading: Reading): Html {
  const button = (words: Html): Html => html`<button>${drawing('eye')}${words}</button>`
  return buttonForm(flow, tryPath, button, reading.say('flows.try'), reading)
}
