import { Base64 } from './base64.ts'
import type { CredentialMemory } from '../credentials/memory.ts'
import type { RefusalKind } from '../credentials/refused.ts'
import type { PrimeroSettings } from '../deployment/deployment.ts'
import type { Secrets } from '../flows/host.ts'
import { isPage } from '../http/answer.ts'
import type { Failure, Stop } from '../http/failure.ts'
import type { FarSystem, Purpose, Refusal, SystemAnswer, SystemTrouble } from '../http/system.ts'
import type { AnswerHeaders, HttpRequest } from '../http/transport.ts'
import { dataOf } from './refusal.ts'

/** A request by its path below the deployment's Primero address. */
export type PathRequest = Omit<HttpRequest, 'headers' | 'url'> & { readonly path: string }

/** Sends requests signed in: by one session per run when many are coming, else by Basic (primero-contract §1). */
export interface SignedIn {
  /** An answer is never a 401: that is a stop, of which nothing was done. */
  readonly send: (request: PathRequest, purpose: Purpose) => Promise<SystemAnswer | Failure>
  /** Says how many requests are coming; signs in by session when that is cheaper for the server. */
  readonly expect: (requests: number) => Promise<void>
}

/** Signing in costs about as much as the password checks of so many requests by Basic (primero-contract §14). */
const worthASession = 4

function cookiesOf(headers: AnswerHeaders): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>()
  for (const line of headers.getSetCookie()) {
    const pair = line.split(';', 1)[0] ?? ''
    const at = pair.indexOf('=')
    if (at > 0 && sendable(pair)) cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1).trim())
  }
  return cookies
}

/** Whether a text may stand in a header of a request: with anything else in it none leaves. */
function sendable(text: string): boolean {
  return /^[\u0020-\u007e]*$/.test(text)
}

/** The token that a cookie holds, as the header takes it; undefined when it is none. */
function csrfToken(cookie: string | undefined): string | undefined {
  try {
    const token = decodeURIComponent(cookie ?? '')
    return token !== '' && sendable(token) ? token : undefined
  } catch {
    return undefined // Not every text with a percent sign is encoded.
  }
}

/** Whether an answer says that the session is over or its token is not good; then nothing has been done. */
function sessionFailed(answer: SystemAnswer): boolean {
  return answer.status === 401 || (answer.status === 403 && /csrf|authenticity/i.test(answer.body))
}

/**
 * Primero says "Your account is not activated yet." where the password is right, asks for a sign-in where none came (a
 * proxy in between dropped it, so that no attempt is counted), and one thing for all else.
 */
function refusalIn(body: string): RefusalKind {
  if (/need to sign in/i.test(body)) return 'configuration'
  return /not activated/i.test(body) ? 'inactive' : 'wrong'
}

/** 401 as a page of somebody who stands before Primero, such as a firewall that dislikes one text. */
const refusedByPage: Refusal = { form: 'other', reason: 'primero-refused', code: 'HTTP 401' }

/**
 * Whether an answer shows that the password was taken: only Primero, and only to who is signed in, gives a good one of its
 * own. What somebody before it answers, with whatever status, says nothing of it.
 */
function provesPassword({ status, json }: SystemAnswer): boolean {
  return status >= 200 && status < 300 && dataOf(json) !== undefined
}

/**
 * Signs in at Primero. A session that fails in any way is given up for the rest of the run: going on by Basic always
 * works, and signing in again would end the session of whoever took it over (primero-contract §1.2).
 */
export function primeroSignIn(
  settings: PrimeroSettings,
  secrets: Secrets,
  system: FarSystem,
  memory: CredentialMemory,
): SignedIn {
  const basic = `Basic ${Base64.encode(`${secrets.primeroUsername.reveal()}:${secrets.primeroPassword.reveal()}`)}`
  const jar = new Map<string, string>()
  let mode: 'basic' | 'session' = 'basic'
  let tried = settings.signIn === 'basic'
  let signingIn: Promise<void> | null = null
  let basicWorked = false
  let basicTrial: Promise<unknown> | null = null
  let refusedSession: RefusalKind | null = null
  const judged = new WeakSet<SystemAnswer>()

  const addressed = (request: PathRequest, headers: Readonly<Record<string, string>>): HttpRequest => {
    const { path, ...rest } = request
    return {
      ...rest,
      url: `${settings.baseUrl}${path}`,
      headers: { 'content-type': 'application/json', ...headers },
    }
  }

  const keepCookies = (headers: AnswerHeaders): void => {
    for (const [name, value] of cookiesOf(headers)) jar.set(name, value)
  }

  const sessionHeaders = (): Readonly<Record<string, string>> => {
    const token = csrfToken(jar.get('CSRF-TOKEN'))
    return {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(token === undefined ? {} : { 'x-csrf-token': token }),
    }
  }

  const bySession = async (request: PathRequest, purpose: Purpose): Promise<SystemAnswer | SystemTrouble> => {
    const answer = await system.send(addressed(request, sessionHeaders()), purpose)
    if (answer.kind === 'answer') keepCookies(answer.headers)
    return answer
  }

  /**
   * An answer that ended the talk comes again for what was not sent any more: it counts once. A session that was refused
   * before it counts as well, for Primero has counted it; and of what somebody before Primero said twice, both.
   */
  const refusedBy = async (answer: SystemAnswer): Promise<Stop> => {
    const isTwice = answer.refusesAll !== undefined
    const known = isTwice || judged.has(answer) ? await memory.held() : null
    judged.add(answer)
    if (known !== null) return known
    if (isTwice) await memory.refused(refusalIn(answer.body))
    if (refusedSession !== null) await memory.refused(refusedSession)
    refusedSession = null
    return memory.refused(refusalIn(answer.body))
  }

  const askByBasic = async (request: PathRequest, purpose: Purpose): Promise<SystemAnswer | Failure> => {
    const held = await memory.held()
    if (held !== null) return held
    const ends = ({ status }: SystemAnswer): boolean => status === 401
    const refuses = (said: SystemAnswer): Refusal | null =>
      said.status === 401 && isPage(said.body) ? refusedByPage : (purpose.refuses?.(said) ?? null)
    const about = { ...purpose, ends, refuses }
    const answer = await system.send(addressed(request, { authorization: basic }), about)
    if (answer.kind !== 'answer') return answer
    if (answer.status === 401) return refusedBy(answer)
    if (provesPassword(answer)) {
      basicWorked = true
      refusedSession = null
      await memory.accepted()
    }
    return answer
  }

  /**
   * One by one until the password has been taken, and none after it was refused: six wrong ones lock the account
   * (primero-contract §1.3), and it may have been changed while a session went on.
   */
  const byBasic = async (request: PathRequest, purpose: Purpose): Promise<SystemAnswer | Failure> => {
    if (!basicWorked && basicTrial !== null) {
      await basicTrial
      return byBasic(request, purpose)
    }
    if (basicWorked) return askByBasic(request, purpose)
    const trial = askByBasic(request, purpose).finally(() => {
      basicTrial = null
    })
    basicTrial = trial
    return trial
  }

  const signIn = async (): Promise<void> => {
    if ((await memory.held()) !== null) return
    const greeting = { method: 'GET', path: '/api/v2/primero' } as const
    const anonymous = await bySession(greeting, { name: 'greet' })
    if (anonymous.kind !== 'answer' || !jar.has('CSRF-TOKEN')) return
    const user = { user_name: secrets.primeroUsername.reveal(), password: secrets.primeroPassword.reveal() }
    const answer = await bySession(
      { method: 'POST', path: '/api/v2/tokens', body: JSON.stringify({ user }) },
      { name: 'sign-in' },
    )
    if (answer.kind !== 'answer') return
    if (answer.status === 401) {
      // The password may have been changed since it was taken: what goes by Basic now goes one by one again.
      refusedSession = refusalIn(answer.body)
      basicWorked = false
    }
    if (answer.status !== 200 || !jar.has('_app_session')) return
    // Up to v2.14 only the token of the first GET after signing in is good for writing. One that any account may ask,
    // and that nobody may ask without a session, proves the session as well.
    const after = await bySession({ method: 'GET', path: '/api/v2/lookups?per=1' }, { name: 'try-session' })
    if (after.kind === 'answer' && after.status === 200) mode = 'session'
  }

  const send = async (request: PathRequest, purpose: Purpose): Promise<SystemAnswer | Failure> => {
    if (mode === 'session') {
      const answer = await bySession(request, purpose)
      if (answer.kind !== 'answer' || !sessionFailed(answer)) return answer
      if (mode === 'session') basicWorked = false
      mode = 'basic'
    }
    return byBasic(request, purpose)
  }

  return {
    send,
    expect: async (requests) => {
      if (tried || requests < worthASession) return signingIn ?? undefined
      tried = true
      signingIn = signIn()
      await signingIn
    },
  }
}
