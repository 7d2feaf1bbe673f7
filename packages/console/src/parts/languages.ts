import { html, raw } from 'hono/html'
import { languages, ownNames } from '../words/languages.ts'
import type { Say } from '../words/say.ts'
import type { Html } from './html.ts'

/** The languages, each by its own name; what is chosen leads back to an address. */
export function languageLinks(say: Say, back: string): Html {
  const each = languages.map((language) =>
    language === say.language
      ? html`<b>${ownNames[language]}</b>`
      : html`<a
          href="/language/${language}?to=${encodeURIComponent(back)}"
          lang="${language}"
          hreflang="${language}"
          >${ownNames[language]}</a
        >`,
  )
  return html`${each.flatMap((one, place) => (place === 0 ? [one] : [raw(' · '), one]))}`
}
