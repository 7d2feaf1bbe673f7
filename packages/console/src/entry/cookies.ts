import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { ownAddress } from '../pages/addresses.ts'
import { isSecure } from './transport.ts'

/** Where an address that was asked for waits for its reader to sign in; s. */
const askedS = 600

const common = { httpOnly: true, sameSite: 'Lax', path: '/' } as const

/** Over TLS a browser holds the session's cookie to this host alone. */
function sessionName(secure: boolean): string {
  return secure ? '__Host-session' : 'session'
}

/** The cookies of one request. */
export function cookiesOf(context: Context, isBehindProxy: boolean) {
  const secure = isSecure(context.req.raw, isBehindProxy)
  const name = sessionName(secure)
  return {
    token: (): string | undefined => getCookie(context, name),
    keepToken: (token: string): void => setCookie(context, name, token, { ...common, secure }),
    dropToken: (): void => {
      deleteCookie(context, name, { ...common, secure })
    },
    /** Keeps the address that was asked for, without its query: that may hold a number that was searched. */
    keepAsked: (path: string): void =>
      setCookie(context, 'asked', ownAddress(path), { ...common, secure, maxAge: askedS }),
    /** That address, once; the first page where there is none. */
    takeAsked: (): string => ownAddress(deleteCookie(context, 'asked', { ...common, secure })),
  }
}
