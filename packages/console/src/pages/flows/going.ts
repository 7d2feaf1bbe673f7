import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { html, raw } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { systemName } from '../../parts/system-name.ts'
import { typed } from '../../parts/typed.ts'
import type { Undertaking, UndertakingOrder } from '../../undertakings/undertaking.ts'
import { nothing, type Say } from '../../words/say.ts'
import { addressOf, anchorOf } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import type { FlowCard } from './model.ts'

/** What goes on with a flow at the moment, and how far it is. */
export function goingOf({ flow, going, runsByItself }: FlowCard, reading: Reading): Html {
  const { say } = reading
  if (going.length === 0 && !runsByItself) return nothing
  const own = runsByItself ? html`<p>${say('going.by-itself')}</p>` : nothing
  return html`<div class="stack-s">
    ${own}${going.map((one) => undertakingOf(one, reading))}
    <p class="row s">
      <a class="btn" href="${lookAddress(flow, reading)}"
        >${drawing('again')}${say('going.look')}<span class="vh">: ${say(`flow.${flow}`)}</span></a
      ><span class="dim">${say('going.leave')}</span>
    </p>
  </div>`
}

/** The page as it is then: with another address each time, for a browser stays where the address is the same. */
export function lookAddress(flow: Flow, { deployment, nowMs }: Reading): string {
  return `${addressOf(deployment.name, 'flows', { seen: String(nowMs) })}#${anchorOf(flow)}`
}

function undertakingOf(undertaking: Undertaking, reading: Reading): Html {
  const {
    kind,
    flow,
    act: { by, at },
    progress,
    isFollowed,
  } = undertaking
  const { say, times } = reading
  const id = `${kind}-${anchorOf(flow)}`
  const who = { by: typed(by), time: times.html(at) }
  const began =
    progress === null
      ? say.html('going.asked', who)
      : say.html(`going.${kind}`, { ...who, since: sinceOf(undertaking, reading) })
  const bar =
    progress === null
      ? nothing
      : html`<progress id="${id}" ${lengthOf(progress)}>${partWords(progress, say)}</progress>`
  const follows = isFollowed ? html`<p class="s dim">${say('far.followed')}</p>` : nothing
  const words = html`${began} ${farWords(progress, say)}`
  return html`<p>${progress === null ? words : html`<label for="${id}">${words}</label>`}</p>
    ${bar}${follows}`
}

/** Since when it looks again. */
function sinceOf(order: UndertakingOrder, { times }: Reading): Html {
  return order.kind === 'look-again' ? times.html(order.since) : nothing
}

function lengthOf({ done, of }: Progress): Html {
  return of === null || of === 0 ? raw('') : html` max="${of}" value="${Math.min(done, of)}"`
}

/** How far something is; null = it waits for its turn. */
function farWords(progress: Progress | null, say: Say): string {
  if (progress === null) return say('far.waits')
  const { awaits } = progress
  const part = partWords(progress, say)
  return awaits === null ? part : `${part} ${say('far.awaits', { system: systemName(awaits) })}`
}

function partWords({ part, done, of }: Progress, say: Say): string {
  if (part === 'list') return say('far.list', { done })
  if (part === 'cases') return of === null || of === 0 ? say('far.looks') : say('far.cases', { done, of })
  return of === null ? say('far.done', { done }) : say('far.done-of', { done, of })
}
