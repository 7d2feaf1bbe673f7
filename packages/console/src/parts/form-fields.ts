import { html, raw } from 'hono/html'
import { nothing } from '../words/say.ts'
import type { Html } from './html.ts'

/** One of several things to choose from; the empty value stands for all of them. */
export interface Choice {
  readonly value: string
  readonly words: string
}

function field(name: string, label: string, input: Html): Html {
  return html`<div class="field"><label for="a-${name}">${label}</label>${input}</div>`
}

/** A list to choose from; null = what stands for all. */
export function choiceField(
  name: string,
  label: string,
  choices: readonly Choice[],
  chosen: string | null,
): Html {
  const options = choices.map(
    ({ value, words }) =>
      html`<option value="${value}" ${value === (chosen ?? '') ? raw('selected') : nothing}>
        ${words}
      </option>`,
  )
  const input = html`<select id="a-${name}" name="${name}">
    ${options}
  </select>`
  return field(name, label, input)
}

/** A line to type in. */
export function textField(name: string, label: string, value: string | null): Html {
  const input = html`<input
    id="a-${name}"
    name="${name}"
    value="${value ?? ''}"
    autocomplete="off"
    spellcheck="false"
    dir="auto"
  />`
  return field(name, label, input)
}

/** A day, as `2026-11-26`. */
export function dayField(name: string, label: string, value: string | null): Html {
  return field(name, label, html`<input id="a-${name}" name="${name}" type="date" value="${value ?? ''}" />`)
}
