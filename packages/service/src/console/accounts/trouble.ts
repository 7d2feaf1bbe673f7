import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import type { EntryRefusal } from '@ping-primero/console/entry/refusals.ts'
import { ProviderSilent } from './fetch.ts'

/** Why a sign-in failed, and the code by which its organisation or the client calls it; never words, which may hold anything. */
export interface Trouble {
  readonly why: EntryRefusal
  readonly said: string | null
}

/** What an organisation answers by these is that it cannot, for now. */
const passing = ['server_error', 'temporarily_unavailable']

/** What it answers by these is that our settings and its own do not agree. */
const ofSettings = [
  'invalid_request',
  'unauthorized_client',
  'invalid_client',
  'unsupported_response_type',
  'invalid_scope',
  'unsupported_grant_type',
  'invalid_request_uri',
  'request_not_supported',
]

const ofClient: Readonly<Record<string, EntryRefusal>> = {
  OAUTH_TIMEOUT: 'silent',
  OAUTH_ABORT: 'silent',
  OAUTH_RESPONSE_IS_NOT_JSON: 'silent',
  OAUTH_PARSE_ERROR: 'silent',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'clock',
}

/** A code as it may be written down: others could say anything in its place. */
function codeOf(text: string): string | null {
  return /^[\w-]{1,64}$/.test(text) ? text : null
}

/** Entra ID says by a number of its own what was wrong; the rest of what it says names accounts. */
function numberIn(description: string | undefined): string | null {
  return /^AADSTS\d{1,10}/.exec(description ?? '')?.[0] ?? null
}

function whyOf(error: string, status = 400): EntryRefusal {
  if (passing.includes(error) || status >= 500) return 'silent'
  if (ofSettings.includes(error)) return 'unknown-here'
  return 'denied'
}

function isSilent(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth += 1) {
    if (one instanceof ProviderSilent) return true
  }
  return false
}

/** What is told of a sign-in that failed. Throws what is no trouble of a sign-in. */
export function troubleOf(error: unknown): Trouble {
  if (isSilent(error)) return { why: 'silent', said: null }
  if (error instanceof AuthorizationResponseError) {
    return { why: whyOf(error.error), said: numberIn(error.error_description) ?? codeOf(error.error) }
  }
  if (error instanceof ResponseBodyError) {
    const said = numberIn(error.error_description) ?? codeOf(error.error)
    return { why: error.error === 'invalid_grant' ? 'lost' : whyOf(error.error, error.status), said }
  }
  if (error instanceof WWWAuthenticateChallengeError) return { why: 'unknown-here', said: 'invalid_client' }
  if (!(error instanceof ClientError)) throw error
  const said = codeOf(error.code ?? '')
  const response = error.cause
  if (response instanceof Response) {
    const isPassing = response.status >= 500 || response.status === 429
    const why = error.code === 'OAUTH_RESPONSE_IS_NOT_JSON' || isPassing ? 'silent' : 'unknown-here'
    return { why, said: `http-${response.status}` }
  }
  return { why: ofClient[error.code ?? ''] ?? 'distrusted', said }
}
