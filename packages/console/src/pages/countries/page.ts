import { html } from 'hono/html'
import { chip } from '../../parts/chip.ts'
import type { Html } from '../../parts/html.ts'
import { cardTable } from '../../parts/table.ts'
import { systemName } from '../../parts/system-name.ts'
import { timesIn } from '../../parts/times.ts'
import { nothing, type Say } from '../../words/say.ts'
import { addressOf } from '../addresses.ts'
import type { Country } from './model.ts'

/** All deployments in which whoever looks has a role, each in its own time. */
export function countriesPage(countries: readonly Country[], nowMs: number, say: Say): Html {
  const silent = countries.filter(({ state }) => state.kind === 'silent').length
  const columns = ['country', 'now', 'by-unhcr', 'to-unhcr', 'waiting', 'attention', 'oldest'] as const
  const numbers: ReadonlySet<string> = new Set(['by-unhcr', 'to-unhcr', 'waiting'])
  return html`<header>
      <h1>${say('countries.heading', { count: countries.length, silent })}</h1>
      <p class="lede">${say('countries.lede')}</p>
    </header>
    <section class="stack" aria-labelledby="c-h">
      <h2 id="c-h">${say('countries.all')}</h2>
      ${cardTable(
        say('countries.caption'),
        columns.map((column) => ({
          words: say(`countries.${column}`),
          ...(numbers.has(column) ? { isNumber: true as const } : {}),
        })),
        countries.map((country) => {
          const times = timesIn(country.timezone, nowMs, say)
          return [
            html`<a href="${addressOf(country.name, 'today')}">${country.title}</a><br /><span class="xs"
                >${times.zone.name} ${times.now.time}</span
              >`,
            nowOf(country, nowMs, say),
            say.number(country.byUnhcr),
            say.number(country.toUnhcr),
            say.number(country.waiting),
            country.attention === 0
              ? html`${say.number(0)}`
              : html`<a href="${addressOf(country.name, 'attention')}"
                  >${chip('attn', say.number(country.attention))}</a
                >`,
            country.oldest === null ? html`<span class="dim">–</span>` : times.html(country.oldest),
          ]
        }),
        'many',
      )}
      <p class="s dim">${say('countries.yours')}</p>
    </section>`
}

const tones = { silent: 'wait', stopped: 'attn', paused: 'pause', off: 'pause', running: 'ok' } as const

function nowOf({ state, timezone }: Country, nowMs: number, say: Say): Html {
  const since =
    state.kind === 'silent'
      ? html`<br /><span class="xs"
            >${say.html('cause.since', { time: timesIn(timezone, nowMs, say).html(state.since) })}</span
          >`
      : nothing
  const words =
    state.kind === 'silent'
      ? say('countries.silent', { system: systemName(state.system) })
      : say(`countries.state.${state.kind}`)
  return html`${chip(tones[state.kind], words)}${since}`
}
