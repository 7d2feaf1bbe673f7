import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { ownAddress } from '../pages/addresses.ts'
import type { Language } from '../words/languages.ts'
import { isSecure } from './transport.ts'

/** How long a language that was chosen is kept; s. */
const languageS = 31_536_000

/** How long an address that was asked for waits for its reader to sign in, and a sign-in for its end; s. */
const waitS = 600

const common = { httpOnly: true, sameSite: 'Lax', path: '/' } as const

/** Over TLS a browser holds a cookie of this name to this host alone. */
function hostName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name
}

/** The cookies of one request. */
export function cookiesOf(context: Context, isBehindProxy: boolean) {
  const secure = isSecure(context.req.raw, isBehindProxy)
  const name = hostName('session', secure)
  const entering = hostName('entering', secure)
  const asked = hostName('asked', secure)
  return {
    token: (): string | undefined => getCookie(context, name),
    keepToken: (token: string): void => setCookie(context, name, token, { ...common, secure }),
    dropToken: (): void => {
      deleteCookie(context, name, { ...common, secure })
    },
    /** Keeps the address that was asked for, without its query: that may hold a number that was searched. */
    keepAsked: (path: string): void =>
      setCookie(context, asked, ownAddress(path), { ...common, secure, maxAge: waitS }),
    /** Keeps what binds a sign-in at an organisation to this browser. */
    keepEntering: (secret: string): void =>
      setCookie(context, entering, secret, { ...common, secure, maxAge: waitS }),
    /** That secret, once. */
    takeEntering: (): string | undefined => deleteCookie(context, entering, { ...common, secure }),
    /** That address, once; the first page where there is none. */
    takeAsked: (): string => ownAddress(deleteCookie(context, asked, { ...common, secure })),
    keepLanguage: (language: Language): void =>
      setCookie(context, hostName('language', secure), language, { ...common, secure, maxAge: languageS }),
  }
}
