import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Provider, type ClientMetadata, type Configuration } from 'oidc-provider'

/** What the provider says of each account, by its id there; as `refused` nobody is let go on. */
export type ProviderAccounts = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export const clientSecret = 'a-secret-of-tests-that-opens-nothing'

/** A provider of accounts that listens on this machine. */
export interface TestProvider extends AsyncDisposable {
  readonly issuer: string
  /** Answers everything by a status, as one in trouble does; null = as it should. */
  readonly troubled: (status: number | null) => void
  /** Goes through its pages as an account, and gives the address to which it sends the browser back. */
  readonly signIn: (address: string, account: string) => Promise<URL>
}

/** Keeps the cookies that a browser would, and follows nothing by itself. */
function providerBrowser() {
  const cookies = new Map<string, string>()
  return async (address: string): Promise<URL> => {
    const answer = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const to = answer.headers.get('location')
    if (to === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    return new URL(to, address)
  }
}

/** Starts a real provider whose pages are answered as the account that is named. It says at length on the console that its defaults are for tests. */
export async function testProvider(given: {
  readonly accounts: ProviderAccounts
  readonly returnAddress: string
  readonly client?: Partial<ClientMetadata>
  readonly configuration?: Configuration
}): Promise<TestProvider> {
  let status: number | null = null
  let serve: (request: IncomingMessage, response: ServerResponse) => unknown = () => {}
  const server = createServer((request, response) => {
    if (status === null) void serve(request, response)
    else response.writeHead(status).end('not well')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('A server on a port has a port.')
  const issuer = `http://127.0.0.1:${bound.port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'console',
        client_secret: clientSecret,
        redirect_uris: [given.returnAddress],
        post_logout_redirect_uris: [new URL('/sign-in', given.returnAddress).href],
        ...given.client,
      },
    ],
    claims: {
      openid: ['sub'],
      profile: ['preferred_username', 'groups'],
      email: ['email', 'email_verified'],
    },
    cookies: { keys: ['of tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...given.accounts[id] }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
    ...given.configuration,
  })
  const pages = provider.callback()
  serve = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', issuer)
    if (!pathname.startsWith('/interaction/')) return pages(request, response)
    const as = searchParams.get('as') ?? ''
    const result = as === 'refused' ? { error: 'access_denied' } : { login: { accountId: as } }
    return provider.interactionFinished(request, response, result)
  }
  return {
    issuer,
    troubled: (code) => {
      status = code
    },
    signIn: async (address, account) => {
      const follow = providerBrowser()
      let next = new URL(address)
      while (next.origin === issuer) {
        if (next.pathname.startsWith('/interaction/')) next.searchParams.set('as', account)
        next = await follow(next.href)
      }
      return next
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
