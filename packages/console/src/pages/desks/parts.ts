import { html, raw } from 'hono/html'
import { drawing, type Drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { recordNumber } from '../../parts/number.ts'
import type { SandboxReading } from '../../sandbox/deed.ts'
import type { OfferedChild, Said, TypeOfService } from '../../sandbox/desks.ts'
import type { Key } from '../../words/catalogue.ts'
import { nothing, type Say } from '../../words/say.ts'

/** How many rows of a desk are shown: it is a desk, and no archive. */
export const mostRows = 10

/** A text as one of the systems has it: in its own words, which are English there. */
export function inEnglish(text: string): Html {
  return html`<span lang="en" dir="ltr">${text}</span>`
}

/** A button that does one thing with one record; `of` says with which, for those who hear it by itself. */
export interface Press {
  readonly path: string
  readonly values: Readonly<Record<string, string>>
  readonly shape: Drawing | null
  readonly words: string
  readonly of: string
}

export function pressForm({ path, values, shape, words, of }: Press, { fields }: SandboxReading): Html {
  return html`<form class="plain" method="post" action="${path}">
    ${fields()}${hidden(values)}<button>
      ${shape === null ? raw('') : drawing(shape, shape === 'back' ? 'turn' : '')}${words}<span class="vh"
        >: ${of}</span
      >
    </button>
  </form>`
}

export function hidden(values: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(values).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  )}`
}

/** The children to choose from, each by a number and by what is particular to it. */
export function childChoice<Kind extends string>(
  legend: string,
  children: readonly OfferedChild<Kind>[],
  hintOf: (kind: Kind) => string,
  say: Say,
): Html {
  const each = children.map(
    (child, place) =>
      html`<label class="opt"
        ><input
          type="radio"
          name="kind"
          value="${child.kind}"
          ${place === 0 ? raw('checked') : nothing}
        /><span
          >${child.number === null ? say('desk.child.no-number') : recordNumber(child.number)}<span
            class="hint"
            >${say('desk.child', { who: who(child, say), what: hintOf(child.kind) })}</span
          ></span
        ></label
      >`,
  )
  return html`<fieldset>
    <legend>${legend}</legend>
    ${each}
  </fieldset>`
}

function who({ sex, age }: OfferedChild<string>, say: Say): string {
  const key: Key = `desk.child.${sex ?? 'unsaid'}`
  return age === null ? say(key) : say('desk.child.aged', { who: say(key), age })
}

/** What a child is referred for. */
export function typeChoice(types: readonly TypeOfService[], say: Say): Html {
  const options = types.map(({ value, label, isAgreed }) => {
    const words = isAgreed ? label : say('desk.type.not-agreed', { type: label })
    return html`<option value="${value}">${words}</option>`
  })
  return html`<div class="field">
    <label for="type">${say('desk.type')}</label>
    <select id="type" name="type">
      ${options}
    </select>
  </div>`
}

/** Why somebody rejects: one of a list, or nothing. */
export function reasonChoice(id: string, reasons: readonly (readonly [string, string])[], say: Say): Html {
  const options = [...reasons, ['', say('desk.reason.none')] as const].map(
    ([value, words]) => html`<option value="${value}">${words}</option>`,
  )
  return html`<div class="field">
    <label for="${id}">${say('desk.why')}</label>
    <select id="${id}" name="reason">
      ${options}
    </select>
  </div>`
}

/** An answer, and what it says. */
export function answered(decision: 'accepted' | 'rejected', said: Said | null, say: Say): Html {
  const shape = decision === 'accepted' ? 'yes' : 'no'
  const why =
    decision === 'rejected' && said !== null
      ? html`<br /><span class="xs">${saidWords(said, say)}</span>`
      : nothing
  return html`<span class="decided">${drawing(shape)}${say(`decision.${decision}`)}</span>${why}`
}

function saidWords({ reason, typed }: Said, say: Say): Html {
  if (reason === null && typed === null) return html`${say('desk.said.hidden')}`
  const words = reason === null ? nothing : html`${say(`desk.reason.${reason}`)} `
  return html`${words}${typed === null ? nothing : html`<q><bdi>${typed}</bdi></q>`}`
}
