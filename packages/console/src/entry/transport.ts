import type { Entry } from './entry.ts'

/** Whether a request came over TLS: by itself, or as the proxy in front says. */
export function isSecure(request: Request, isBehindProxy: boolean): boolean {
  if (isBehindProxy) return request.headers.get('x-forwarded-proto') === 'https'
  return new URL(request.url).protocol === 'https:'
}

/** Whether a request was made to this very machine, where nothing of it passes a network. */
export function isToLoopback(request: Request): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(request.url).hostname)
}

/** Whether another site led a browser here: no press of ours, no address that somebody typed or kept. */
export function isLedByOthers(request: Request): boolean {
  return ['cross-site', 'same-site'].includes(request.headers.get('sec-fetch-site') ?? '')
}

/**
 * Whether a request comes from a page of the console: by `Origin`, or by `Referer` where a browser leaves that out. One that
 * says neither comes from nowhere. Where the console has no address of its own, it is the one that the request was made to.
 */
export function isFromOurPage(
  request: Request,
  { isBehindProxy, origin }: Pick<Entry, 'isBehindProxy' | 'origin'>,
): boolean {
  const said = request.headers.get('origin') ?? request.headers.get('referer')
  if (said === null || !URL.canParse(said)) return false
  const { host } = new URL(request.url)
  const ours = origin ?? `${isSecure(request, isBehindProxy) ? 'https' : 'http'}://${host}`
  return new URL(said).origin === ours
}
