import { html } from 'hono/html'
import { chip } from '../../parts/chip.ts'
import type { Drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { systemName } from '../../parts/system-name.ts'
import type { SandboxReading } from '../../sandbox/deed.ts'
import { faultNames, type TroubleAct } from '../../sandbox/trouble.ts'
import { nothing, type Say } from '../../words/say.ts'
import { breakPath, troublePath } from '../addresses.ts'
import { hidden, pressForm } from '../desks/parts.ts'
import type { ShownTrouble } from './trouble-model.ts'

/** Where a system is taken down, slowed or broken, and all that is ended. */
export function troublePart(systems: readonly ShownTrouble[], reading: SandboxReading): Html {
  const { say } = reading
  return html`<section class="stack" aria-labelledby="trouble">
    <div>
      <h2 id="trouble">${say('trouble')}</h2>
      <p class="dim">${say('trouble.text')}</p>
    </div>
    <div class="two even">${systems.map((one) => systemCard(one, reading))}</div>
  </section>`
}

const shapes: Readonly<Record<TroubleAct, Drawing>> = {
  down: 'no',
  up: 'yes',
  slow: 'wait',
  quick: 'play',
  end: 'ok',
}

function systemCard({ system, is, faults, acts }: ShownTrouble, reading: SandboxReading): Html {
  const { say, fields } = reading
  const name = systemName(system)
  const armed =
    faults.length === 0
      ? nothing
      : html`<ul class="list s">
          ${faults.map(({ name: fault, struck }) => html`<li>${faultWords(fault, struck, say)}</li>`)}
        </ul>`
  const choices = faultNames.map(
    (fault) => html`<option value="${fault}">${say(`trouble.fault.${fault}`)}</option>`,
  )
  return html`<section
    class="card seat ${system === 'ping' ? 'u' : 'p'} stack"
    aria-labelledby="is-${system}"
  >
    <div class="row spread">
      <h3 id="is-${system}">${name}</h3>
      ${chip(is === 'well' ? 'ok' : is === 'slow' ? 'wait' : 'attn', say(`trouble.is.${is}`))}
    </div>
    ${armed}
    <div class="row">
      ${acts.map((act) =>
        pressForm(
          {
            path: troublePath,
            values: { system, act },
            shape: shapes[act],
            words: say(`trouble.do.${act}`),
            of: name,
          },
          reading,
        ),
      )}
    </div>
    <form class="plain stack" method="post" action="${breakPath}">
      ${fields()}${hidden({ system })}
      <div class="field">
        <label for="fault-${system}">${say('trouble.break')}<span class="vh">: ${name}</span></label>
        <select id="fault-${system}" name="fault">
          ${choices}
        </select>
      </div>
      <p>
        <button>${say('trouble.break.do')}<span class="vh">: ${name}</span></button>
      </p>
    </form>
  </section>`
}

function faultWords(fault: ShownTrouble['faults'][number]['name'], struck: number, say: Say): string {
  const words = say(`trouble.fault.${fault}`)
  return struck === 0 ? words : say('trouble.struck', { fault: words, count: struck })
}
