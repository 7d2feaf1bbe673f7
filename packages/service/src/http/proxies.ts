import type { Environment } from '../configuration/setting.ts'

const variables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'] as const

/** A variable that should name a proxy, and does not. Says its name alone: its value may hold a password. */
export class ProxyUnclear extends Error {
  override readonly name = 'ProxyUnclear'
  readonly found: string

  constructor(variable: string) {
    super('A proxy cannot be used.')
    this.found = `${variable} names no proxy: it must read http://HOST:PORT, with USER:PASSWORD@ in front of the host where it asks for them (@, : and % in them as %40, %3A and %25)`
  }
}

/** `proxy.example:3128`, as other programs take it. */
const withoutScheme = /^[\w.-]+:\d{1,5}\/?$/

/** The address of a proxy as Node reads it; null = it would be passed over, or nothing could be asked at all. */
function addressOf(text: string): URL | null {
  const address = withoutScheme.test(text) ? `http://${text}` : text
  // Node passes over what begins otherwise, without a word: every request would go straight.
  if (!/^https?:\/\/\S+$/.test(address) || !URL.canParse(address)) return null
  const url = new URL(address)
  return [url.username, url.password].every(isDecodable) ? url : null
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false // It throws for nothing else.
  }
}

function namedIn(env: Environment): readonly (readonly [variable: string, address: URL])[] {
  return variables.flatMap((variable) => {
    const value = env[variable] ?? ''
    if (value === '') return []
    const address = addressOf(value)
    if (address === null) throw new ProxyUnclear(variable)
    return [[variable, address] as const]
  })
}

/** The proxies that the environment names. Throws ProxyUnclear for a variable that names none. */
export function proxiesOf(env: Environment): readonly URL[] {
  return namedIn(env).map(([, address]) => address)
}

/** The environment with its proxies spelled as Node reads them. Throws ProxyUnclear for a variable that names none. */
export function proxyEnvOf(env: Environment): Record<string, string | undefined> {
  return { ...env, ...Object.fromEntries(namedIn(env).map(([variable, { href }]) => [variable, href])) }
}
