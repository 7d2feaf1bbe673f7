import { html } from 'hono/html'
import { isSame, newSecret } from '../entry/secrets.ts'
import type { Html } from '../parts/html.ts'

/** What every form of an act carries unseen: the seal of its session, and a value that is good once. */
export function sealedFields(seal: string): Html {
  return html`<input type="hidden" name="seal" value="${seal}" /><input
      type="hidden"
      name="once"
      value="${newSecret()}"
    />`
}

/** What was typed into a form, by the names of its fields. */
export type Typed = Readonly<Record<string, string>>

/** The one-time value of a form that a page of this session made; null for any other form. */
export function onceOf(typed: Typed, seal: string): string | null {
  const once = typed['once'] ?? ''
  return isSame(typed['seal'] ?? '', seal) && /^[\w-]{43}$/.test(once) ? once : null
}
