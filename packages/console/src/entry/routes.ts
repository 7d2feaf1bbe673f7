import type { Context, Hono } from 'hono'
import { typedIn } from '../acts/submit.ts'
import { onceOf } from '../acts/fields.ts'
import type { ConsoleHost } from '../host.ts'
import { plainDocument } from '../parts/layout.ts'
import { signInPage } from '../pages/sign-in/page.ts'
import { isSignInReason, signInAddress } from '../pages/sign-in/reasons.ts'
import { languageOf, refuse } from '../refuse.ts'
import { wordsOf } from '../words/say.ts'
import { cookiesOf } from './cookies.ts'

async function tooMany(context: Context): Promise<Response> {
  return refuse(context, 429, {
    heading: { key: 'refused.too-many.heading' },
    text: { key: 'refused.too-many.text' },
    back: '/sign-in',
  })
}

/** Where one enters and leaves. */
export function entryRoutes(app: Hono, { entry }: ConsoleHost): void {
  const cookiesIn = (context: Context) => cookiesOf(context, entry.isBehindProxy)

  app.get('/sign-in', async (context) => {
    const cookies = cookiesIn(context)
    if ((await entry.visitOf(cookies.token())).kind === 'entered') {
      return context.redirect(cookies.takeAsked(), 303)
    }
    const say = wordsOf(languageOf(context))
    const why = context.req.query('why') ?? ''
    const page = signInPage(isSignInReason(why) ? why : null, say)
    return context.html(await plainDocument(say, say('sign-in.heading'), page))
  })

  app.post('/sign-in', async (context) =>
    entry.tellAnother() ? context.redirect(signInAddress('told'), 303) : tooMany(context),
  )

  app.get('/enter/:value', async (context) => {
    const cookies = cookiesIn(context)
    const attempt = await entry.enter(context.req.param('value'), cookies.token())
    if (attempt.kind === 'too-many') return tooMany(context)
    if (attempt.kind === 'no') return context.redirect(signInAddress('spent'), 303)
    cookies.keepToken(attempt.token)
    return context.redirect(cookies.takeAsked(), 303)
  })

  app.post('/sign-out', async (context) => {
    const cookies = cookiesIn(context)
    const visit = await entry.visitOf(cookies.token())
    if (visit.kind === 'entered') {
      if (onceOf(await typedIn(context), visit.seal) === null) return context.redirect('/', 303)
      await entry.leave(visit.session)
    }
    cookies.dropToken()
    return context.redirect(signInAddress('left'), 303)
  })
}
