import type { Context, Hono } from 'hono'
import { typedIn } from '../acts/submit.ts'
import { onceOf } from '../acts/fields.ts'
import type { ConsoleHost } from '../host.ts'
import { plainDocument } from '../parts/layout.ts'
import { signInPage } from '../pages/sign-in/page.ts'
import { isSignInReason, signInAddress } from '../pages/sign-in/reasons.ts'
import { languageOf, refuse } from '../refuse.ts'
import type { Key } from '../words/catalogue.ts'
import { wordsOf } from '../words/say.ts'
import { attemptsFrom } from './attempts.ts'
import { cookiesOf } from './cookies.ts'
import { placeOf } from './place.ts'
import { newSecret } from './secrets.ts'
import { isLedByOthers } from './transport.ts'

/** How often a minute one place may sign in at an organisation: an office may share its address. */
const mostFromOnePlace = 30

/** Where one enters and leaves. */
export function entryRoutes(app: Hono, { entry, now, refused }: ConsoleHost): void {
  const { oneTime, accounts } = entry
  const cookiesIn = (context: Context) => cookiesOf(context, entry.isBehindProxy)
  const attempts = attemptsFrom(mostFromOnePlace, now)
  const tooMany = async (context: Context, text: Key): Promise<Response> => {
    refused('too-many')
    return refuse(context, 429, {
      heading: { key: 'refused.too-many.heading' },
      text: { key: text },
      back: '/sign-in',
    })
  }
  const isProvider = (name: string): boolean =>
    accounts !== null && accounts.providers.some((provider) => provider.name === name)

  app.get('/sign-in', async (context) => {
    const cookies = cookiesIn(context)
    if ((await entry.visitOf(cookies.token())).kind === 'entered') {
      return context.redirect(cookies.takeAsked(), 303)
    }
    const say = wordsOf(languageOf(context))
    const why = context.req.query('why') ?? ''
    const page = signInPage(entry, isSignInReason(why) ? why : null, say)
    return context.html(await plainDocument(say, say('sign-in.heading'), page))
  })

  app.post('/sign-in', async (context) => {
    if (oneTime === null) return context.notFound()
    return oneTime.tellAnother()
      ? context.redirect(signInAddress('told'), 303)
      : tooMany(context, 'refused.too-many.text')
  })

  app.get('/enter/:value', async (context) => {
    if (oneTime === null) return context.notFound()
    const cookies = cookiesIn(context)
    const attempt = await oneTime.enter(context.req.param('value'), cookies.token())
    if (attempt.kind === 'too-many') return tooMany(context, 'refused.too-many.text')
    if (attempt.kind === 'no') return context.redirect(signInAddress('spent'), 303)
    cookies.keepToken(attempt.token)
    return context.redirect(cookies.takeAsked(), 303)
  })

  // By GET: a form may lead to our own addresses alone, and browsers hold to that wherever its answer leads them on to.
  app.get('/sign-in/:provider', async (context) => {
    const name = context.req.param('provider')
    if (accounts === null || !isProvider(name)) return context.notFound()
    const cookies = cookiesIn(context)
    if ((await entry.visitOf(cookies.token())).kind === 'entered') {
      return context.redirect(cookies.takeAsked(), 303)
    }
    // Else any site could have somebody sign in without a word, where their organisation asks nothing more.
    if (isLedByOthers(context.req.raw)) return context.redirect(signInAddress('none'), 303)
    const place = placeOf(context, entry.isBehindProxy)
    if (attempts.areTooMany(place)) return tooMany(context, 'refused.too-many.accounts')
    attempts.note(place)
    const secret = newSecret()
    const begun = await accounts.begin(name, secret, languageOf(context))
    if (begun.kind === 'refused') return context.redirect(signInAddress(begun.why), 303)
    cookies.keepEntering(secret)
    return context.redirect(begun.address, 303)
  })

  app.get('/sign-in/:provider/return', async (context) => {
    const name = context.req.param('provider')
    if (accounts === null || !isProvider(name)) return context.notFound()
    const cookies = cookiesIn(context)
    const secret = cookies.takeEntering()
    const isEntered = (await entry.visitOf(cookies.token())).kind === 'entered'
    if (secret === undefined) return context.redirect(isEntered ? '/' : signInAddress('lost'), 303)
    const query = new URL(context.req.url).searchParams
    const arrival = await accounts.arrive(name, secret, query, cookies.token())
    if (arrival.kind === 'refused') return context.redirect(signInAddress(arrival.why), 303)
    cookies.keepToken(arrival.token)
    return context.redirect(cookies.takeAsked(), 303)
  })

  app.post('/sign-out', async (context) => {
    const cookies = cookiesIn(context)
    const visit = await entry.visitOf(cookies.token())
    if (visit.kind === 'entered') {
      if (onceOf(await typedIn(context), visit.seal) === null) {
        refused('old-form')
        return context.redirect('/', 303)
      }
      await entry.leave(visit.session)
    }
    cookies.dropToken()
    return context.redirect(signInAddress('left'), 303)
  })

  app.get('/sign-out/:provider', async (context) => {
    const name = context.req.param('provider')
    if (accounts === null || !isProvider(name)) return context.notFound()
    return context.redirect((await accounts.endAddress(name)) ?? signInAddress('left'), 303)
  })
}
