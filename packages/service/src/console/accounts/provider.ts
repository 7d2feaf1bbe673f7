import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ClientAuth,
  type Configuration,
} from 'openid-client'
import { createHmac } from 'node:crypto'
import { isSame } from '@ping-primero/console/entry/secrets.ts'
import type { Transport } from '@ping-primero/core/http/transport.ts'
import type { ProviderWithSecret } from '../../configuration/console/read.ts'
import { claimOf, type Claims } from './claims.ts'
import { fetchOver } from './fetch.ts'
import { troubleOf, type Trouble } from './trouble.ts'

/** What a provider says of itself is believed for so long. */
const knownForMs = 60 * 60_000
/** No answer of a provider is waited for longer; s. */
const patienceS = 10

/** What an organisation says of the account that signed in, or why it says nothing. */
export type Said =
  | { readonly kind: 'account'; readonly claims: Claims; readonly subject: string }
  | ({ readonly kind: 'trouble' } & Trouble)

/** An organisation whose accounts may sign in, spoken with by OpenID Connect. */
export interface OpenidProvider {
  readonly begin: (
    secret: string,
    language: string,
  ) => Promise<{ readonly kind: 'to'; readonly address: string } | ({ readonly kind: 'trouble' } & Trouble)>
  readonly said: (secret: string, query: URLSearchParams) => Promise<Said>
  /** Where one signs out there, and comes back to an address; null where there is no such place, or no answer. */
  readonly endAddress: (back: string) => Promise<string | null>
}

/** What speaking with a provider takes. */
export interface ProviderParts {
  readonly settings: ProviderWithSecret
  /** Where it sends those who signed in. */
  readonly returnAddress: string
  readonly transport: Transport
  readonly now: () => number
}

/** What only the browser that began can know: each made from its secret, so that nothing has to be kept meanwhile. */
function partsOf(secret: string, provider: string) {
  const part = (name: string): string =>
    createHmac('sha256', secret).update(`${name} ${provider}`).digest('base64url')
  return { state: part('state'), nonce: part('nonce'), verifier: part('verifier') }
}

/** By the way that was chosen, else the first of the two that the provider takes. */
function clientAuth({ secret, clientAuth: chosen }: ProviderWithSecret): ClientAuth {
  const [post, basic] = [ClientSecretPost(secret.reveal()), ClientSecretBasic(secret.reveal())]
  return (server, client, body, headers) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const way = chosen ?? (taken.includes('client_secret_post') ? 'post' : 'basic')
    return (way === 'post' ? post : basic)(server, client, body, headers)
  }
}

/** Speaks with a provider by the authorization code flow with PKCE. No token is kept. */
export function openidProvider({ settings, returnAddress, transport, now }: ProviderParts): OpenidProvider {
  const { name, issuer, clientId, scopes, accountClaim, groupsClaim } = settings
  let known: { readonly until: number; readonly configuration: Promise<Configuration> } | null = null

  function discovered(): Promise<Configuration> {
    if (known !== null && now() < known.until) return known.configuration
    const isPlain = issuer.startsWith('http:')
    const skew = { [clockSkew]: Math.round((now() - Date.now()) / 1000) }
    const configuration = discovery(new URL(issuer), clientId, skew, clientAuth(settings), {
      [customFetch]: fetchOver(transport),
      timeout: patienceS,
      // The settings let an address without TLS be one of this machine alone.
      execute: [enableNonRepudiationChecks, ...(isPlain ? [allowInsecureRequests] : [])],
    })
    known = { until: now() + knownForMs, configuration }
    configuration.catch(() => {
      known = null
    })
    return configuration
  }

  return {
    begin: async (secret, language) => {
      const { state, nonce, verifier } = partsOf(secret, name)
      try {
        const address = buildAuthorizationUrl(await discovered(), {
          redirect_uri: returnAddress,
          scope: scopes.join(' '),
          state,
          nonce,
          code_challenge: await calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ui_locales: language,
        })
        return { kind: 'to', address: address.href }
      } catch (error) {
        return { kind: 'trouble', ...troubleOf(error) }
      }
    },
    said: async (secret, query) => {
      const { state, nonce, verifier } = partsOf(secret, name)
      if (!isSame(query.get('state') ?? '', state)) return { kind: 'trouble', why: 'lost', said: 'state' }
      const current = new URL(returnAddress)
      current.search = query.toString()
      try {
        const configuration = await discovered()
        const tokens = await authorizationCodeGrant(configuration, current, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims === undefined) return { kind: 'trouble', why: 'distrusted', said: 'id_token' }
        const isWhole = [accountClaim, groupsClaim].every((claim) => claimOf(claims, claim) !== undefined)
        const asksFurther = !isWhole && configuration.serverMetadata().userinfo_endpoint !== undefined
        const more = asksFurther ? await fetchUserInfo(configuration, tokens.access_token, claims.sub) : {}
        return { kind: 'account', claims: { ...more, ...claims }, subject: claims.sub }
      } catch (error) {
        return { kind: 'trouble', ...troubleOf(error) }
      }
    },
    endAddress: async (back) => {
      try {
        const configuration = await discovered()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return null
        return buildEndSessionUrl(configuration, { post_logout_redirect_uri: back }).href
      } catch (error) {
        troubleOf(error)
        return null
      }
    },
  }
}
