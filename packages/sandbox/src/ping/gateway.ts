import type { SystemAnswer, SystemRequest } from '../server/system.ts'
import type { PingContext } from './context.ts'
import { jsonAnswer } from './context.ts'

/** The sign-in and the API management layer before the processes (§1). */
export interface Gateway {
  /** Answers a sign-in by password (Azure AD B2C, ROPC). */
  signIn(request: SystemRequest): SystemAnswer
  /** The refusal of a call without a valid key, without a valid token or above the rate; undefined lets it pass. */
  refuse(request: SystemRequest): SystemAnswer | undefined
  /** Every token given so far stops working. */
  endTokens(): void
}

/** Tokens live in the gateway alone; `signIns` of the store counts attempts. */
export function createGateway(context: PingContext): Gateway {
  const { settings, store } = context
  const tokens = new Map<string, number>()
  let second = 0
  let inSecond = 0

  const overRate = (at: number): boolean => {
    if (settings.rateLimit === null) return false
    const current = Math.floor(at / 1000)
    if (current !== second) {
      second = current
      inSecond = 0
    }
    inSecond += 1
    return inSecond > settings.rateLimit.perSecond
  }

  return {
    signIn(request) {
      const form = new URLSearchParams(request.body)
      const trouble = formTrouble(form, request, context)
      if (trouble) {
        store.signIns.refused += 1
        return jsonAnswer(400, {
          error: trouble.error,
          error_description: `${trouble.text}\r\nCorrelation ID: ${context.newId()}\r\nTimestamp: ${new Date(request.at).toISOString()}\r\n`,
        })
      }
      store.signIns.accepted += 1
      const token = `${context.newId()}.${context.newId()}`
      const seconds = settings.tokenLifetimeSeconds
      tokens.set(token, request.at + seconds * 1000)
      return jsonAnswer(200, {
        access_token: token,
        token_type: 'Bearer',
        expires_in: settings.expiresInAs === 'string' ? String(seconds) : seconds,
      })
    },
    refuse(request) {
      const key = request.headers['ocp-apim-subscription-key']
      if (key === undefined || key === '') return unauthorized(missingKey)
      if (key !== settings.subscriptionKey) return unauthorized(invalidKey)
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
      const expiry = bearer === undefined ? undefined : tokens.get(bearer)
      if (expiry === undefined || expiry <= request.at) return unauthorized(invalidToken)
      if (overRate(request.at)) {
        return jsonAnswer(
          429,
          { statusCode: 429, message: 'Rate limit is exceeded. Try again in 1 seconds.' },
          { 'retry-after': '1' },
        )
      }
      return undefined
    },
    endTokens: () => tokens.clear(),
  }
}

const missingKey =
  'Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.'
const invalidKey =
  'Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.'
const invalidToken = 'Unauthorized. Access token is missing or invalid.'

function unauthorized(message: string): SystemAnswer {
  return jsonAnswer(401, { statusCode: 401, message })
}

function formTrouble(
  form: URLSearchParams,
  request: SystemRequest,
  { settings }: PingContext,
): { error: string; text: string } | undefined {
  const type = request.headers['content-type'] ?? ''
  if (request.method !== 'POST' || !type.startsWith('application/x-www-form-urlencoded'))
    return { error: 'invalid_request', text: 'AADB2C90007: The request must be a form sent by POST.' }
  if (form.get('grant_type') !== 'password')
    return { error: 'unsupported_grant_type', text: 'AADB2C90086: The supplied grant_type is not supported.' }
  if (form.get('client_id') !== settings.clientId)
    return {
      error: 'invalid_request',
      text: 'AADB2C90018: The client id specified in the request is not registered.',
    }
  if (form.get('scope') !== settings.scope)
    return {
      error: 'invalid_request',
      text: 'AADB2C90117: The scope provided in the request is not supported.',
    }
  if (form.get('username') !== settings.username || form.get('password') !== settings.password)
    return {
      error: 'access_denied',
      text: 'AADB2C90225: The username or password provided in the request are invalid.',
    }
  if (settings.account === 'locked')
    return {
      error: 'access_denied',
      text: 'AADB2C90114: The account is locked. Contact your support person to unlock it, then try again.',
    }
  if (settings.account === 'disabled')
    return { error: 'access_denied', text: 'AADSTS50057: The user account is disabled.' }
  return undefined
}
