import { html, raw } from 'hono/html'
import type { Wrong } from '../../../acts/act.ts'
import { longest } from '../../../acts/free-text.ts'
import type { Html } from '../../../parts/html.ts'
import type { Message } from '../../../words/message.ts'
import { nothing, type Say } from '../../../words/say.ts'

/** What is wrong with a field; null = nothing is. */
export function wrongOf(wrong: readonly Wrong[], field: string): Message | null {
  return wrong.find((one) => one.field === field)?.why ?? null
}

interface WordsField {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly typed: string
  readonly wrong: Message | null
}

/** A field for words that are kept: what is asked, that nobody is to be named, and what is wrong between them and the field. */
export function wordsField({ id, label, hint, typed, wrong }: WordsField, say: Say): Html {
  return html`<div class="field${wrong === null ? '' : ' wrong'}">
    <label for="${id}">${label}</label>
    <span class="hint" id="${id}-n">${hint}</span>
    ${errorOf(id, wrong, say)}<textarea
      id="${id}"
      name="why"
      maxlength="${longest}"
      required
      dir="auto"
      ${describedBy(`${id}-n`, id, wrong)}
    >
${typed}</textarea>
  </div>`
}

export function errorOf(id: string, wrong: Message | null, say: Say): Html {
  return wrong === null ? nothing : html`<p class="err" id="${id}-e">${say(wrong.key, wrong.values)}</p>`
}

/** The attributes that tie a field to its hint and to what is wrong with it. */
export function describedBy(hint: string | null, id: string, wrong: Message | null): Html {
  const ids = [hint, wrong === null ? null : `${id}-e`].filter((one) => one !== null).join(' ')
  const invalid = wrong === null ? '' : ' aria-invalid="true"'
  return ids === '' ? nothing : raw(`aria-describedby="${ids}"${invalid}`)
}
