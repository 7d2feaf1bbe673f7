import { html, raw } from 'hono/html'
import { iconAddress, stylesheets } from '../assets/assets.ts'
import { addressOf, countriesPath, findPath, startPath, type PageName } from '../pages/addresses.ts'
import type { Reading } from '../pages/reading.ts'
import type { Key } from '../words/catalogue.ts'
import type { Say } from '../words/say.ts'
import { drawing, spriteOf } from './drawings.ts'
import type { Html } from './html.ts'
import { languageLinks } from './languages.ts'

/** What stands round the content of a page. */
export interface Frame {
  readonly reading: Reading
  readonly page: PageName
  readonly title: Key
  /** The pages that whoever looks may open. */
  readonly menu: readonly PageName[]
  /** How many items need attention: stands at that page's name. */
  readonly attention: number
}

/** What stands on the first line of the menu on narrow screens. */
const always: readonly PageName[] = ['today', 'attention', 'referrals']

/** A whole page of a deployment: head, menu, content, foot. */
export async function documentOf(frame: Frame, content: Html): Promise<string> {
  const { reading } = frame
  const body = html`<a class="skip" href="#main">${reading.say('app.skip')}</a
    >${stageOf(reading)}${mastOf(frame)}${menuOf(frame)}
    <main class="page" id="main">${content}</main>
    ${footOf(frame)}`
  const title = `${reading.say(frame.title)} – ${reading.deployment.title} – ping-primero`
  return shellOf(reading.say, title, body)
}

/** A page outside all deployments: an entry, a refusal. */
export async function plainDocument(say: Say, title: string, content: Html): Promise<string> {
  return shellOf(say, `${title} – ping-primero`, html`<main class="page" id="main">${content}</main>`)
}

/** What stands round a page that is of no deployment, for somebody who has entered. */
interface Headed {
  readonly say: Say
  readonly title: string
  /** Its address: a language that is chosen leads back to it. */
  readonly path: string
  /** What stands above its content; the usual head where absent. */
  readonly head?: Html
  /** What the form to sign out carries. */
  readonly fields: Html
  readonly version: string
}

/** A page outside all deployments: of all of them, or of the sandbox. */
export async function headedDocument(headed: Headed, content: Html): Promise<string> {
  const { say, title, path, version, head = headOf(headed) } = headed
  const body = html`<a class="skip" href="#main">${say('app.skip')}</a>
    ${head}
    <main class="page" id="main">${content}</main>
    <footer class="foot">
      <div class="foot-in">
        <p>${say('app.nothing-personal')}</p>
        <p class="no-print">${say('app.language')} ${languageLinks(say, path)}</p>
        <p class="no-print">${say('app.version', { version })}</p>
      </div>
    </footer>`
  return shellOf(say, `${title} – ping-primero`, body)
}

/** The usual head of such a page. */
export function headOf({ say, title, path, fields }: Omit<Headed, 'head' | 'version'>): Html {
  return html`<header class="mast">
    <div class="mast-in">
      <a class="brand" href="${path}"
        >${drawing('brand')}<span>ping-primero<small>${title}</small></span></a
      >
      <div class="me">${signOutForm(fields, say)}</div>
    </div>
  </header>`
}

function signOutForm(fields: Html, say: Say): Html {
  return html`<form class="plain" method="post" action="/sign-out">
    ${fields}<button>${say('app.sign-out')}</button>
  </form>`
}

/** A document with a body; the drawings it uses stand at its beginning. */
async function shellOf(say: Say, title: string, body: Html): Promise<string> {
  const drawn = String(await body)
  const sheets = stylesheets.map((address) => html`<link rel="stylesheet" href="${address}" />`)
  return String(
    await html`<!doctype html>
      <html lang="${say.language}" dir="${say.dir}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
          <link rel="icon" href="${iconAddress}" type="image/svg+xml" />
          ${sheets}
        </head>
        <body id="top">
          ${spriteOf(drawn)}${raw(drawn)}
        </body>
      </html>`,
  )
}

function mastOf({ reading: { deployment, say, role, opens, fields, viewer, host } }: Frame): Html {
  const hasOthers = host.deployments().filter(({ name }) => viewer.roleIn(name) !== null).length > 1
  return html`<header class="mast">
    <div class="mast-in">
      <a class="brand" href="${addressOf(deployment.name, 'today')}"
        >${drawing('brand')}<span>ping-primero<small>${deployment.title}</small></span></a
      >
      ${opens('referrals') ? findForm(deployment.name, say) : raw('')}
      <div class="me">
        ${host.sandbox === null ? raw('') : html`<a href="${startPath}">${say('start.title')}</a>`}
        ${hasOthers ? html`<a href="${countriesPath}">${say('countries.all')}</a>` : raw('')}
        <span class="hide-s">${say(`role.${role}`)}</span>
        ${signOutForm(fields(), say)}
      </div>
    </div>
  </header>`
}

/** That both systems are simulated, on every page of such a deployment. */
function stageOf({ deployment, say }: Reading): Html {
  return deployment.isSimulated ? stage('app.simulated.text', say) : raw('')
}

/** Says of what is seen that it is not real. */
export function stage(text: Key, say: Say): Html {
  return html`<aside class="stage" aria-label="${say('app.simulated')}">
    <p>${say.html(text)}</p>
  </aside>`
}

/** One box for every kind of number; what is typed goes into no address. */
function findForm(deployment: string, say: Say): Html {
  return html`<form class="find" role="search" method="post" action="/d/${deployment}${findPath}">
    <label class="vh" for="q">${say('app.find.label')}</label>
    <input
      id="q"
      name="q"
      type="search"
      placeholder="${say('app.find.placeholder')}"
      autocomplete="off"
      spellcheck="false"
      dir="auto"
    />
    <button class="ask">${drawing('find')}<span>${say('app.find')}</span></button>
  </form>`
}

function menuOf({ reading: { deployment, say }, page, menu, attention }: Frame): Html {
  const entries = menu.map((name) => {
    const current = name === page ? raw(' aria-current="page"') : raw('')
    const badge =
      name === 'attention' && attention > 0
        ? html` <span class="badge">${say.number(attention)}</span>`
        : raw('')
    const more = always.includes(name) ? raw('') : raw(' class="more"')
    return html`<li${more}><a href="${addressOf(deployment.name, name)}"${current}>${say(`page.${name}`)}${badge}</a></li>`
  })
  return html`<nav class="nav" aria-label="${say('app.pages')}">
    <ul id="pages">
      ${entries}
      <li class="open"><a href="#pages">${say('app.menu')}</a></li>
      <li class="more close"><a href="#top">${say('app.menu.close')}</a></li>
    </ul>
  </nav>`
}

function footOf({ reading: { deployment, say, times, host }, page }: Frame): Html {
  const { name, offset } = times.zone
  return html`<footer class="foot">
    <div class="foot-in">
      <p class="only-print">${say('app.as-of', times.now)}</p>
      <p>${say('app.zone', { zone: name, offset })} <span class="no-print">${say('app.zone.utc')}</span></p>
      <p>${say('app.nothing-personal')}</p>
      <p class="no-print">${say('app.language')} ${languageLinks(say, addressOf(deployment.name, page))}</p>
      <p class="no-print">${say('app.version', { version: host.version })}</p>
    </div>
  </footer>`
}
