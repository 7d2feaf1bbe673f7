import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { html } from 'hono/html'
import type { Say } from '../words/say.ts'
import { drawing, type Drawing } from './drawings.ts'
import type { Html } from './html.ts'

const marks: Readonly<Record<Flow, Drawing>> = { '1.1': 'f11', '1.2': 'f12', '2.1': 'f21', '2.2': 'f22' }

/** The small mark of a flow; its words stand beside it. */
export function directionMark(flow: Flow): Html {
  return drawing(marks[flow], 'mark')
}

/** A flow: its mark and its words. */
export function direction(flow: Flow, say: Say): Html {
  return html`<span class="dir">${directionMark(flow)}<span>${say(`flow.${flow}`)}</span></span>`
}
