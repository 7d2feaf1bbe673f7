import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { FlowPause } from '@ping-primero/core/ledger/questions.ts'
import { html } from 'hono/html'
import { anchorOf } from '../pages/addresses.ts'
import type { Reading } from '../pages/reading.ts'
import { drawing } from './drawings.ts'
import type { Html } from './html.ts'
import { onward } from './linked.ts'
import { typed } from './typed.ts'

/** A flow that is paused, and what is held back by it. */
interface PausedFlow {
  readonly flow: Flow
  readonly pause: FlowPause
  readonly held: number
}

/** That a flow is paused: by whom, since when, why, and how many it holds back. */
export function pauseBanner({ flow, pause, held }: PausedFlow, reading: Reading): Html {
  const { say, times } = reading
  const { by, at, why } = pause
  return html`<section class="banner pause">
    ${drawing('pause')}
    <div>
      <h2>${say('pause.heading', { flow: say(`flow.${flow}`) })}</h2>
      <p>${say.html('pause.why', { by: typed(by), time: times.html(at), why: typed(why), held })}</p>
      <p class="s">${onward(reading, 'flows', say('pause.look'), { fragment: anchorOf(flow) })}</p>
    </div>
  </section>`
}
