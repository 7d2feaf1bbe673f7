import type { CustomFetch } from 'openid-client'
import type { HttpRequest, Transport } from '@ping-primero/core/http/transport.ts'

/** An organisation's sign-in that gave no answer. */
export class ProviderSilent extends Error {
  override readonly name = 'ProviderSilent'
}

const methods: readonly HttpRequest['method'][] = ['GET', 'POST']

/** No answer may stand without a body but by these. */
const bodiless = [204, 205, 304]

/** The transport of everything else as the client takes it, so that proxies and certificates are the same for all. */
export function fetchOver(transport: Transport): CustomFetch {
  return async (url, { method, headers, body }) => {
    const known = methods.find((one) => one === method)
    if (known === undefined) throw new TypeError(`A provider is never asked by ${method}.`)
    const text =
      typeof body === 'string' ? body : body instanceof URLSearchParams ? body.toString() : undefined
    const asked = { method: known, url, headers, ...(text === undefined ? {} : { body: text }) }
    const answer = await transport(known === 'POST' ? { ...asked, fresh: true } : asked)
    if (answer.kind === 'unanswered') throw new ProviderSilent(answer.why)
    const said = bodiless.includes(answer.status) ? null : answer.body
    const kept = new Headers()
    for (const name of ['content-type', 'www-authenticate', 'cache-control', 'age']) {
      const value = answer.headers.get(name)
      if (value !== null) kept.set(name, value)
    }
    return new Response(said, { status: answer.status, headers: kept })
  }
}
