import { randomUUID } from 'node:crypto'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import type { Act } from './acts/act.ts'
import { ask } from './acts/ask.ts'
import { handOut } from './acts/noted-file.ts'
import { submit } from './acts/submit.ts'
import { admit } from './admission.ts'
import { assets } from './assets/assets.ts'
import { cookiesOf } from './entry/cookies.ts'
import { entryRoutes } from './entry/routes.ts'
import { isFromOurPage, isSecure, isToLoopback } from './entry/transport.ts'
import type { ConsoleHost } from './host.ts'
import { addressOf, countriesPath, findPath, ownAddress, startPath } from './pages/addresses.ts'
import { answerCountries, deploymentsOf } from './pages/countries/answer.ts'
import { pageDocument } from './pages/document.ts'
import { answerOf } from './pages/file.ts'
import { findReferral } from './pages/referrals/find.ts'
import { signInAddress } from './pages/sign-in/reasons.ts'
import { refuse } from './refuse.ts'
import { acts, files, notedFiles, routes, steps } from './routes.ts'
import { sandboxRoutes } from './sandbox/routes.ts'
import { isLanguage } from './words/languages.ts'

/** What a browser may load and do: what we serve ourselves, and no script. */
const policy =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Of a page's address nothing goes elsewhere; its own forms say where they come from. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const aYear = 31_536_000

/** No form of ours is longer. */
const mostBytes = 65_536

/** The console over what its host lends. */
export function consoleApp(host: ConsoleHost, allActs: readonly Act[] = acts): Hono {
  const app = new Hono()
  const { isBehindProxy } = host.entry
  app.use(compress())
  app.use(async (context, next) => {
    const secure = isSecure(context.req.raw, isBehindProxy)
    await next()
    for (const [name, value] of Object.entries(headers)) context.header(name, value)
    if (secure) context.header('strict-transport-security', `max-age=${aYear}; includeSubDomains`)
    if (!context.res.headers.has('cache-control')) context.header('cache-control', 'no-store')
  })
  // Open to all, and by whatever address: those who ask are machines of the same network, and learn nothing else.
  app.get('/healthz', (context) => context.text('well'))
  app.get('/readyz', async (context) =>
    (await host.isReady()) ? context.text('ready') : context.text('not ready', 503),
  )
  app.use(async (context, next) => {
    const { raw } = context.req
    if (isSecure(raw, isBehindProxy) || (!isBehindProxy && isToLoopback(raw))) return next()
    host.refused('no-tls')
    return refuse(context, 403, {
      heading: { key: 'refused.plain.heading' },
      text: { key: 'refused.plain.text' },
    })
  })
  app.post('*', bodyLimit({ maxSize: mostBytes, onError: (context) => fromElsewhere(context, host, 413) }))
  app.post('*', async (context, next) =>
    isFromOurPage(context.req.raw, host.entry) ? next() : fromElsewhere(context, host, 403),
  )
  for (const { address, type, content } of assets) {
    const kept = { 'content-type': type, 'cache-control': `public, max-age=${aYear}, immutable` }
    app.get(address, (context) => context.body(content, 200, kept))
  }
  app.get('/language/:language', (context) => {
    const language = context.req.param('language')
    if (!isLanguage(language)) return context.notFound()
    cookiesOf(context, isBehindProxy).keepLanguage(language)
    const to = context.req.query('to')
    return context.redirect(to === '/sign-in' ? to : ownAddress(to), 303)
  })
  entryRoutes(app, host)
  app.get('/', async (context) => {
    const visit = await host.entry.visitOf(cookiesOf(context, isBehindProxy).token())
    if (visit.kind === 'nobody') return context.redirect(signInAddress(visit.why), 303)
    const [first, ...others] = deploymentsOf(host, visit)
    if (first === undefined) return context.notFound()
    if (host.sandbox !== null) return context.redirect(startPath, 303)
    return context.redirect(others.length > 0 ? countriesPath : addressOf(first.name, 'today'), 303)
  })
  app.get(countriesPath, async (context) => answerCountries(context, host))
  if (host.sandbox !== null) sandboxRoutes(app, host, host.sandbox)
  for (const route of routes) {
    app.get(`/d/:deployment${route.path}`, async (context) => {
      const admission = await admit(context, host, route.may)
      if (admission.kind === 'answered') return admission.answer
      const { reading } = admission
      return context.html(await pageDocument(route.page, reading, await route.read(reading), route.title))
    })
  }
  for (const file of files) {
    app.get(`/d/:deployment${file.path}`, async (context) => {
      const admission = await admit(context, host, file.may)
      if (admission.kind === 'answered') return admission.answer
      const taken = await file.read(admission.reading)
      return taken === null ? context.notFound() : answerOf(taken)
    })
  }
  for (const act of allActs) {
    app.post(`/d/:deployment${act.path}`, async (context) => submit(context, act, host))
  }
  app.post(`/d/:deployment${findPath}`, async (context) => findReferral(context, host))
  for (const asked of steps) {
    app.post(`/d/:deployment${asked.path}`, async (context) => ask(context, asked, host))
  }
  for (const file of notedFiles) {
    app.post(`/d/:deployment${file.path}`, async (context) => handOut(context, file, host))
  }
  app.notFound((context) =>
    refuse(context, 404, { heading: { key: 'refused.page.heading' }, text: { key: 'refused.page.text' } }),
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

/** What no page of ours sent. */
function fromElsewhere(context: Context, { refused }: ConsoleHost, status: 403 | 413): Promise<Response> {
  refused(status === 413 ? 'too-long' : 'elsewhere')
  return refuse(context, status, {
    heading: { key: 'refused.elsewhere.heading' },
    text: { key: 'refused.elsewhere.text' },
  })
}
