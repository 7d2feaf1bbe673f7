import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { compress } from 'hono/compress'
import { getCookie, setCookie } from 'hono/cookie'
import { assets } from './assets/assets.ts'
import type { ConsoleDeployment, ConsoleHost } from './host.ts'
import { documentOf, plainDocument } from './parts/layout.ts'
import { timesIn } from './parts/times.ts'
import { addressOf } from './pages/addresses.ts'
import type { Reading } from './pages/reading.ts'
import { refusedPage, type Refused } from './pages/refused/page.ts'
import type { Route } from './pages/route.ts'
import type { Role, Viewer } from './roles.ts'
import { routes } from './routes.ts'
import { acceptedLanguage, isLanguage, type Language } from './words/languages.ts'
import { wordsOf } from './words/say.ts'

/** What a browser may load and do: what we serve ourselves, and no script. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const aYear = 31_536_000

/** The console over what its host lends. */
export function consoleApp(host: ConsoleHost): Hono {
  const app = new Hono()
  app.use(compress())
  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) context.header(name, value)
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  })
  for (const { address, type, content } of assets) {
    const kept = { 'content-type': type, 'cache-control': `public, max-age=${aYear}, immutable` }
    app.get(address, (context) => context.body(content, 200, kept))
  }
  app.get('/language/:language', (context) => {
    const language = context.req.param('language')
    if (!isLanguage(language)) return context.notFound()
    setCookie(context, 'language', language, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: aYear })
    return context.redirect(ownAddress(context.req.query('to')), 303)
  })
  app.get('/', async (context) => {
    const viewer = await host.viewerOf(context.req.raw)
    const [first] = host.deployments().filter(({ name }) => viewer?.roleIn(name) != null)
    return first === undefined ? context.notFound() : context.redirect(addressOf(first.name, 'today'), 303)
  })
  for (const route of routes) {
    app.get(`/d/:deployment${route.path}`, async (context) => open(context, route, host))
  }
  app.notFound((context) =>
    refuse(context, 404, {
      heading: { key: 'refused.page.heading' },
      text: { key: 'refused.page.text' },
      mark: null,
    }),
  )
  app.onError((error, context) => {
    const mark = randomUUID().slice(0, 8)
    host.faulted(mark, error)
    return refuse(context, 500, {
      heading: { key: 'refused.fault.heading' },
      text: { key: 'refused.fault.text' },
      mark,
    })
  })
  return app
}

/** Only an address of ours is gone back to: another one could lead anywhere. */
function ownAddress(to: string | undefined): string {
  return to !== undefined && /^\/d\/[a-z][a-z0-9-]*\/[a-z-]+$/.test(to) ? to : '/'
}

function languageOf(context: Context): Language {
  const chosen = getCookie(context, 'language')
  if (chosen !== undefined && isLanguage(chosen)) return chosen
  return acceptedLanguage(context.req.header('accept-language'))
}

/** The pages that a role may open, in the order of the menu. */
function menuOf(role: Role): Route['page'][] {
  return routes.filter(({ may }) => may.includes(role)).map(({ page }) => page)
}

/** A page of a deployment. Who has no role in it learns nothing, not even that it is there. */
async function open(context: Context, route: Route, host: ConsoleHost): Promise<Response> {
  const viewer = await host.viewerOf(context.req.raw)
  const deployment = host.deployments().find(({ name }) => name === context.req.param('deployment'))
  const role = deployment === undefined ? null : (viewer?.roleIn(deployment.name) ?? null)
  if (viewer === null || deployment === undefined || role === null) return context.notFound()
  const reading = readingOf(context, host, deployment, viewer, role)
  if (!route.may.includes(role)) {
    const text = {
      key: 'refused.role.text',
      values: { role: reading.say(`role.${route.may[0] ?? 'administrator'}`) },
    } as const
    return refuse(context, 403, { heading: { key: 'refused.role.heading' }, text, mark: null })
  }
  const { content, attention } = await route.read(reading)
  const frame = { reading, page: route.page, menu: menuOf(role), attention }
  return context.html(await documentOf(frame, content))
}

function readingOf(
  context: Context,
  host: ConsoleHost,
  deployment: ConsoleDeployment,
  viewer: Viewer,
  role: Role,
): Reading {
  const language = languageOf(context)
  const say = wordsOf(language, deployment.words[language])
  const nowMs = host.now()
  const times = timesIn(deployment.timezone, nowMs, say)
  const query = new URL(context.req.url).searchParams
  const menu = menuOf(role)
  const opens: Reading['opens'] = (page) => menu.includes(page)
  return { deployment, host, say, times, nowMs, query, viewer, role, opens }
}

async function refuse(
  context: Context,
  status: 403 | 404 | 500,
  refused: Omit<Refused, 'back'>,
): Promise<Response> {
  const say = wordsOf(languageOf(context))
  const document = await plainDocument(
    say,
    say(refused.heading.key, refused.heading.values),
    refusedPage({ ...refused, back: '/' }, say),
  )
  return context.html(document, status)
}
