import type { SystemAnswer, SystemRequest } from '../server/system.ts'
import { json, refuse } from './answer.ts'
import type { PrimeroContext } from './context.ts'
import type { User } from './configuration/roles.ts'
import { isObject } from './value.ts'

/** Who a request comes from, or how it is refused. */
type SignedIn =
  | {
      readonly kind: 'user'
      readonly user: User
      readonly by: 'basic' | 'session'
      readonly cookies: Cookies
    }
  | { readonly kind: 'refused'; readonly answer: SystemAnswer; readonly by: 'basic' | 'session' | 'none' }

/** Headers that set both cookies anew; none when cookies cannot be set. */
type Cookies = Readonly<Record<string, readonly string[]>>

/** Accounts' ways in: Basic, and sessions with their CSRF tokens (contract §1). */
export interface SignIn {
  authenticate(request: SystemRequest): SignedIn
  /** The cookies of an answer to somebody who has not signed in. */
  anonymous(request: SystemRequest): Cookies
  /** `POST /tokens`. */
  open(request: SystemRequest, body: unknown): SystemAnswer
  /** `DELETE /tokens`. */
  close(request: SystemRequest): SystemAnswer
  /** Somebody else tries wrong passwords of an account until it is locked. */
  lockAccount(userName: string): void
  /** An administrator unlocks an account. */
  unlockAccount(userName: string): void
}

interface Session {
  readonly id: string
  readonly userName: string | null
  readonly csrf: string
  /** v2.14: the token handed out with the sign-in is refused until a GET has fetched the next. */
  fetched: boolean
  seen: number
}

interface Attempts {
  readonly failed: number
  readonly lockedUntil: number
}

const idle = 60 * 60_000
const lockTime = 30 * 60_000
const allowedFailures = 6
const signInsPerMinute = 6

const failedHeaders = { 'www-authenticate': 'Bearer realm="Primero" charset="UTF8"' }
const notSignedIn = 'You need to sign in or sign up before continuing.'
const notActive = 'Your account is not activated yet.'

/** How accounts sign in. */
export interface SignInOptions {
  /** Cookies are Secure, which over plain HTTP means that they are not set at all. */
  readonly secureCookies: boolean
  /** Requests within a session that may write need the session's token (contract §1.2). */
  readonly csrfProtection: boolean
}

export function createSignIn(
  context: PrimeroContext,
  { secureCookies, csrfProtection }: SignInOptions,
): SignIn {
  const sessions = new Map<string, Session>()
  const attempts = new Map<string, Attempts>()
  const signIns = new Map<string, { readonly minute: number; readonly count: number }>()
  const invalid =
    context.version === '2.14' ? 'Invalid User name or password.' : 'Invalid user name or password.'

  const refused = (error: string): SystemAnswer => {
    const answer = json(401, { error })
    return { ...answer, headers: { ...answer.headers, ...failedHeaders } }
  }

  const start = (userName: string | null, at: number): Session => {
    // An odd length makes the token end in padding, which the cookie carries percent-encoded, as real ones do.
    const csrf = Buffer.from(`${context.newId()}!`).toString('base64')
    const fetched = context.version !== '2.14' || userName === null
    const session: Session = { id: context.newId(), userName, csrf, fetched, seen: at }
    sessions.set(session.id, session)
    return session
  }

  const cookiesOf = (session: Session, token = session.csrf): Cookies => {
    if (secureCookies) return {}
    const sessionCookie = `_app_session=${session.id}; path=/; HttpOnly; SameSite=Lax`
    const csrfCookie = `CSRF-TOKEN=${encodeURIComponent(token)}; path=/; SameSite=Strict`
    return { 'set-cookie': csrfProtection ? [sessionCookie, csrfCookie] : [sessionCookie] }
  }

  const sessionOf = (request: SystemRequest): Session | undefined => {
    const id = /(?:^|;\s*)_app_session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
    const session = id === undefined ? undefined : sessions.get(id)
    if (!session) return undefined
    if (request.at - session.seen > idle) {
      sessions.delete(session.id)
      return undefined
    }
    session.seen = request.at
    return session
  }

  const mayWrite = (request: SystemRequest, session: Session | undefined): boolean =>
    !csrfProtection ||
    (session !== undefined && session.fetched && request.headers['x-csrf-token'] === session.csrf)

  const csrfRefused = (request: SystemRequest, session: Session): SystemAnswer => {
    const answer = refuse(403, request.path, { message: "Can't verify CSRF token authenticity." })
    return { ...answer, headers: { ...answer.headers, ...cookiesOf(session) } }
  }

  /** The account, or the words of the refusal. Unknown, wrong and locked look the same. */
  const check = (userName: string, password: string, at: number): User | string => {
    const user = context.store.user(userName)
    if (!user) return invalid
    const before = attempts.get(userName) ?? { failed: 0, lockedUntil: 0 }
    if (before.lockedUntil > at) return invalid
    if (user.password !== password) {
      const failed = (before.lockedUntil > 0 ? 0 : before.failed) + 1
      attempts.set(userName, { failed, lockedUntil: failed >= allowedFailures ? at + lockTime : 0 })
      return invalid
    }
    if (user.disabled) return notActive
    attempts.delete(userName)
    return user
  }

  return {
    authenticate(request) {
      const session = sessionOf(request)
      const signedIn = session?.userName == null ? undefined : context.store.user(session.userName)
      if (session && signedIn) {
        const safe = request.method === 'GET'
        if (signedIn.disabled) return { kind: 'refused', answer: refused(notActive), by: 'session' }
        if (!safe && !mayWrite(request, session)) {
          return { kind: 'refused', answer: csrfRefused(request, session), by: 'session' }
        }
        if (safe) session.fetched = true
        return { kind: 'user', user: signedIn, by: 'session', cookies: cookiesOf(session) }
      }
      const credentials = basicOf(request)
      if (!credentials) return { kind: 'refused', answer: refused(notSignedIn), by: 'none' }
      const user = check(credentials.userName, credentials.password, request.at)
      if (typeof user === 'string') return { kind: 'refused', answer: refused(user), by: 'basic' }
      return { kind: 'user', user, by: 'basic', cookies: {} }
    },

    lockAccount(userName) {
      for (let left = allowedFailures; left > 0; left -= 1) check(userName, '', context.now())
    },

    unlockAccount(userName) {
      attempts.delete(userName)
    },

    anonymous(request) {
      return cookiesOf(sessionOf(request) ?? start(null, request.at))
    },

    open(request, body) {
      const user = isObject(body) && isObject(body.user) ? body.user : {}
      const userName = typeof user.user_name === 'string' ? user.user_name : ''
      const password = typeof user.password === 'string' ? user.password : ''
      const minute = Math.floor(request.at / 60_000)
      const before = signIns.get(userName)
      const count = (before?.minute === minute ? before.count : 0) + 1
      signIns.set(userName, { minute, count })
      if (count > signInsPerMinute) {
        return { status: 429, headers: { 'content-type': 'text/plain' }, body: 'Retry later\n' }
      }
      const session = sessionOf(request)
      if (!mayWrite(request, session)) return csrfRefused(request, session ?? start(null, request.at))
      const checked = check(userName, password, request.at)
      if (typeof checked === 'string') return refused(checked)

      for (const other of sessions.values()) if (other.userName === userName) sessions.delete(other.id)
      if (session) sessions.delete(session.id)
      const opened = start(userName, request.at)
      const role = context.store.role(checked.role)
      const answer = json(200, {
        id: checked.id,
        user_name: checked.userName,
        group_permission: role?.groupPermission ?? null,
      })
      const token = opened.fetched ? opened.csrf : Buffer.from(`${context.newId()}!`).toString('base64')
      return { ...answer, headers: { ...answer.headers, ...cookiesOf(opened, token) } }
    },

    close(request) {
      const session = sessionOf(request)
      if (!mayWrite(request, session)) return csrfRefused(request, session ?? start(null, request.at))
      if (session) sessions.delete(session.id)
      return json(200, {})
    },
  }
}

function basicOf(
  request: SystemRequest,
): { readonly userName: string; readonly password: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const cut = text.indexOf(':')
  return { userName: cut < 0 ? text : text.slice(0, cut), password: cut < 0 ? '' : text.slice(cut + 1) }
}
