import { html } from 'hono/html'
import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import type { Reading } from '../reading.ts'

const Tried = z.object({ tried: z.coerce.number().int().min(0), flow: FlowName })

/** What came of trying again, as the page's address says it; nothing where it says none. */
export async function triedFeedback(reading: Reading): Promise<Html> {
  const { query, say, times, deployment, host, nowMs } = reading
  const tried = Tried.safeParse(Object.fromEntries(query))
  if (!tried.success) return nothing
  const { tried: count, flow } = tried.data
  const named = { flow: say(`flow.${flow}`) }
  const status = await host.ledger.status(deployment.name)
  const isPaused = status.some((one) => one.flow === flow && one.pause !== null)
  const next = deployment.nextRun(flow, nowMs)
  const text = isPaused
    ? say('tried.paused', named)
    : next === null
      ? say('tried.no-run', named)
      : say('tried.next', { ...named, time: times.text(next) })
  return banner('ok', say('tried.heading', { count }), count === 0 ? say('tried.none') : text)
}

/** Says that a form was of an earlier session. */
export function oldForm({ say }: Reading): Html {
  return banner('pause', say('form.old.heading'), say('form.old.text'))
}

function banner(kind: 'ok' | 'pause', heading: string, text: string): Html {
  return html`<section class="banner ${kind}" role="status" id="done" aria-labelledby="done-h">
    ${drawing(kind === 'ok' ? 'ok' : 'note')}
    <div>
      <h2 id="done-h">${heading}</h2>
      <p>${text}</p>
    </div>
  </section>`
}
