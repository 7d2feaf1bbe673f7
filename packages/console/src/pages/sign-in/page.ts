import { html, raw } from 'hono/html'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { languageLinks } from '../../parts/languages.ts'
import type { Say } from '../../words/say.ts'
import { signInReasons, type SignInReason } from './reasons.ts'

/** How whoever has no session gets one: by an address that is told in the terminal, and in no other way. */
export function signInPage(why: SignInReason | null, say: Say): Html {
  return html`<div class="stack narrow mid">
    <h1>${say('sign-in.heading')}</h1>
    ${why === null ? raw('') : bannerOf(why, say)}
    <p class="lede">${say('sign-in.lede')}</p>
    <section class="card stack">
      <p>${say('sign-in.terminal')}</p>
      <form class="plain" method="post" action="/sign-in">
        <button class="go">${drawing('key')}${say('sign-in.another')}</button>
      </form>
      <p class="s dim">${say('sign-in.ends')}</p>
    </section>
    <p>${say('app.language')} ${languageLinks(say, '/sign-in')}</p>
  </div>`
}

function bannerOf(why: SignInReason, say: Say): Html {
  const { heading, text } = signInReasons[why]
  return html`<section class="banner pause" role="status">
    ${drawing('note')}
    <div>
      <h2>${say(heading)}</h2>
      <p>${say(text)}</p>
    </div>
  </section>`
}
