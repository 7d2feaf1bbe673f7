import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { html, raw } from 'hono/html'
import { longest } from '../../acts/free-text.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import type { Message } from '../../words/message.ts'
import { nothing, type Say } from '../../words/say.ts'
import { anchorOf, pausePath, resumePath, runPath } from '../addresses.ts'
import type { Reading } from '../reading.ts'

/** A form that comes back: which one, of which flow, with what was typed, and what is wrong with it. */
export interface OpenForm {
  readonly form: 'pause'
  readonly flow: Flow
  readonly typed: string
  /** null = nothing is wrong with what was typed. */
  readonly wrong: Message | null
}

/** The words of a button that stands at each flow, for those who hear it without what stands round it. */
function ofFlow(flow: Flow, say: Say): Html {
  return html`<span class="vh">: ${say(`flow.${flow}`)}</span>`
}

/** What is wrong with a form, first on its page, and the way to the field. */
export function wrongSummary({ flow }: OpenForm, wrong: Message, say: Say): Html {
  return html`<section class="banner attn" role="alert" aria-labelledby="wrong-h">
    ${drawing('attn')}
    <div>
      <h2 id="wrong-h">${say('form.wrong.heading')}</h2>
      <ul class="list">
        <li><a href="#why-${anchorOf(flow)}">${say(wrong.key, wrong.values)}</a></li>
      </ul>
    </div>
  </section>`
}

/** Asks why first: whoever sees the pause has to know. */
export function pauseForm(flow: Flow, open: OpenForm | null, reading: Reading): Html {
  const { say, deployment, fields } = reading
  const id = `why-${anchorOf(flow)}`
  const wrong = open?.wrong ?? null
  const error =
    wrong === null ? nothing : html`<p class="err" id="${id}-e">${say(wrong.key, wrong.values)}</p>`
  const invalid = wrong === null ? raw('') : raw(' aria-invalid="true"')
  const described = wrong === null ? `${id}-n` : `${id}-n ${id}-e`
  return html`<details class="fold no-print" ${open === null ? raw('') : raw(' open')}>
    <summary>${say('flows.pause')}${ofFlow(flow, say)}</summary>
    <form class="stack plain" method="post" action="/d/${deployment.name}${pausePath}">
      ${fields()}<input type="hidden" name="flow" value="${flow}" />
      <div class="field${wrong === null ? '' : ' wrong'}">
        <label for="${id}">${say('flows.pause.why')}</label>
        <span class="hint" id="${id}-n">${say('flows.pause.hint')}</span>
        ${error}<input
          id="${id}"
          name="why"
          value="${open?.typed ?? ''}"
          size="44"
          maxlength="${longest}"
          required
          autocomplete="off"
          dir="auto"
          aria-describedby="${described}"
          ${invalid}
        />
      </div>
      <p class="s dim">${say('flows.pause.text')}</p>
      <p><button>${drawing('pause')}${say('flows.pause.button')}${ofFlow(flow, say)}</button></p>
    </form>
  </details>`
}

export function resumeForm(flow: Flow, { say, deployment, fields }: Reading): Html {
  return html`<form class="row plain no-print" method="post" action="/d/${deployment.name}${resumePath}">
    ${fields()}<input type="hidden" name="flow" value="${flow}" /><button class="go">
      ${drawing('play', 'turn')}${say('flows.resume')}${ofFlow(flow, say)}
    </button>
  </form>`
}

export function runForm(flow: Flow, { say, deployment, fields }: Reading): Html {
  return html`<form class="plain" method="post" action="/d/${deployment.name}${runPath}">
    ${fields()}<input type="hidden" name="flow" value="${flow}" /><button>
      ${drawing('play', 'turn')}${say('flows.run')}${ofFlow(flow, say)}
    </button>
  </form>`
}
