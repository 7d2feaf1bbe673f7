import type { ItemState } from '@ping-primero/core/domain/flow.ts'
import type { StrandDecision } from '@ping-primero/core/ledger/strand-questions.ts'
import { html } from 'hono/html'
import type { Key } from '../words/catalogue.ts'
import type { Say } from '../words/say.ts'
import { drawing, type Drawing } from './drawings.ts'
import type { Html } from './html.ts'

/** The tones of chips and banners. */
export type Tone = 'ok' | 'wait' | 'attn' | 'pause'

/** A word with its shape and colour, so that none of them is needed alone. Its drawing has the name of its tone. */
export function chip(tone: Tone, words: Html | string): Html {
  return html`<span class="chip ${tone}">${drawing(tone)}${words}</span>`
}

/** The same without a colour, for what is not so that somebody has to know. */
export function offChip(shape: Drawing, words: Html | string): Html {
  return html`<span class="chip off">${drawing(shape)}${words}</span>`
}

interface StateForm {
  readonly tone: Tone | 'off'
  readonly shape: Drawing
  readonly words: Key
}

const forms: Readonly<Record<ItemState, StateForm>> = {
  confirmed: { tone: 'ok', shape: 'ok', words: 'state.confirmed' },
  waiting: { tone: 'wait', shape: 'wait', words: 'state.waiting' },
  attention: { tone: 'attn', shape: 'attn', words: 'state.attention' },
  withdrawn: { tone: 'off', shape: 'back', words: 'state.withdrawn' },
  handled: { tone: 'off', shape: 'out', words: 'state.handled' },
}

/** Where an item stands. */
export function stateChip(state: ItemState, say: Say): Html {
  const { tone, shape, words } = forms[state]
  const shown = tone === 'off' ? drawing(shape, 'turn') : drawing(shape)
  return html`<span class="chip ${tone}">${shown}${say(words)}</span>`
}

/** A decision: ink, as none is better than another. */
export function decided(decision: StrandDecision, say: Say): Html {
  if (decision === 'none') return html`<span class="dim">${say('decision.none')}</span>`
  if (decision === 'unclear') return html`<span class="dim">${say('decision.unclear')}</span>`
  const shape = decision === 'accepted' ? 'yes' : 'no'
  return html`<span class="decided">${drawing(shape)}${say(`decision.${decision}`)}</span>`
}
