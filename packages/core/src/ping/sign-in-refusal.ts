import { z } from 'zod'
import type { RefusalKind } from '../credentials/refused.ts'
import type { SystemAnswer } from '../http/system.ts'

/** How an OAuth 2.0 token service refuses (RFC 6749 §5.2); Azure AD B2C puts a code before its words (ping-contract §1). */
const refusalShape = z.object({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
})

/** Errors that are about who signs in; every other one is about what is said beside it. */
const aboutWho: ReadonlySet<string> = new Set(['access_denied', 'invalid_grant'])
/** A code of Azure that says "locked" in every language, or the word itself. */
const saysLocked = /AADB2C90114|AADSTS50053|\block(?:ed|out)\b/i
const saysInactive = /AADSTS50057|\b(?:disabled|deactivated|not activated|not active)\b/i

/**
 * Why the token service refused a sign-in; null where the answer is none of its own (a gateway's page, say), so that
 * nothing follows from it. What refuses a sign-in without an OAuth error counts as the password's: trying on could lock
 * the account. An OAuth error counts with whatever status a gateway makes of it.
 */
export function signInRefusal({ status, json }: SystemAnswer): RefusalKind | null {
  const said = refusalShape.safeParse(json)
  if (!said.success) {
    if (status < 400) return null
    if (status === 404) return 'configuration'
    return status === 400 || status === 401 || json !== undefined ? 'wrong' : null
  }
  const { error, error_description: words = '' } = said.data
  if (saysLocked.test(words)) return 'locked'
  if (saysInactive.test(words)) return 'inactive'
  return aboutWho.has(error.toLowerCase()) ? 'wrong' : 'configuration'
}
