import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { plainDocument } from './parts/layout.ts'
import { refusedPage, type Refused } from './pages/refused/page.ts'
import { acceptedLanguage, isLanguage, type Language } from './words/languages.ts'
import { wordsOf } from './words/say.ts'

/** The language of a request: the one that was chosen, or what its browser asks for. */
export function languageOf(context: Context): Language {
  const chosen = getCookie(context, 'language', 'host') ?? getCookie(context, 'language')
  if (chosen !== undefined && isLanguage(chosen)) return chosen
  return acceptedLanguage(context.req.header('accept-language'))
}

/** Answers with what was refused, outside all deployments. */
export async function refuse(
  context: Context,
  status: 400 | 403 | 404 | 409 | 413 | 429 | 500,
  refused: Pick<Refused, 'heading' | 'text'> & Partial<Refused>,
): Promise<Response> {
  const say = wordsOf(languageOf(context))
  const document = await plainDocument(
    say,
    say(refused.heading.key, refused.heading.values),
    refusedPage({ back: '/', mark: null, ...refused }, say),
  )
  return context.html(document, status)
}
