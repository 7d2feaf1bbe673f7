import { html, raw } from 'hono/html'
import type { Entry, Provider } from '../../entry/entry.ts'
import { drawing } from '../../parts/drawings.ts'
import type { Html } from '../../parts/html.ts'
import { languageLinks } from '../../parts/languages.ts'
import type { Say } from '../../words/say.ts'
import { signInReasons, type SignInReason } from './reasons.ts'

/** How whoever has no session gets one: with an account, or by an address that is told in the terminal. */
export function signInPage(
  { oneTime, accounts }: Pick<Entry, 'oneTime' | 'accounts'>,
  why: SignInReason | null,
  say: Say,
): Html {
  const providers = accounts?.providers ?? []
  return html`<div class="stack narrow mid">
    <h1>${say('sign-in.heading')}</h1>
    ${why === null ? raw('') : bannerOf(why, providers, say)}
    <p class="lede">${say('sign-in.lede')}</p>
    ${providers.length > 0 ? organisations(providers, say) : raw('')}
    ${oneTime === null ? raw('') : terminal(say)}
    ${providers.length > 0 ? html`<p class="s">${say('sign-in.no-account')}</p>` : raw('')}
    <p>${say('app.language')} ${languageLinks(say, '/sign-in')}</p>
  </div>`
}

function organisations(providers: readonly Provider[], say: Say): Html {
  const buttons = providers.map(
    ({ name, title }) =>
      html`<a class="btn go" href="/sign-in/${name}"
        >${drawing('key')}<span>${say('sign-in.with', { organisation: title })}</span></a
      >`,
  )
  return html`<section class="card stack" aria-labelledby="organisation">
    <h2 class="vh" id="organisation">${say('sign-in.organisation')}</h2>
    <div class="plain stack-s">${buttons}</div>
    <p class="s dim">${say('sign-in.there')} ${say('sign-in.ends')}</p>
  </section>`
}

function terminal(say: Say): Html {
  return html`<section class="card stack">
    <p>${say('sign-in.terminal')}</p>
    <form class="plain" method="post" action="/sign-in">
      <button class="go">${drawing('key')}${say('sign-in.another')}</button>
    </form>
    <p class="s dim">${say('sign-in.ends')}</p>
  </section>`
}

function bannerOf(why: SignInReason, providers: readonly Provider[], say: Say): Html {
  const { heading, text } = signInReasons[why]
  return html`<section class="banner pause" role="status">
    ${drawing('note')}
    <div>
      <h2>${say(heading)}</h2>
      <p>${say(text)}</p>
      ${why === 'left' ? leftThere(providers, say) : raw('')}
    </div>
  </section>`
}

/** That the organisation's own session lives on, and where it ends. */
function leftThere(providers: readonly Provider[], say: Say): Html {
  if (providers.length === 0) return raw('')
  const links = providers.map(
    ({ name, title }) =>
      html`<a href="/sign-out/${name}">${say('sign-in.left.also', { organisation: title })}</a>`,
  )
  return html`<p>${say('sign-in.left.there')}</p>
    <p class="row">${links}</p>`
}
