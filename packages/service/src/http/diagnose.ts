import { checkServerIdentity, connect, type DetailedPeerCertificate } from 'node:tls'
import type { AddressTrouble, Diagnosis } from '@ping-primero/core/check/addresses.ts'
import type { Environment } from '../configuration/setting.ts'
import { proxiesOf, proxyEnvOf } from './proxies.ts'

// Importing these two would also load all of fetch, which nothing here needs.
const http = process.getBuiltinModule('node:http')
const https = process.getBuiltinModule('node:https')

const troubles: Readonly<Record<string, AddressTrouble>> = {
  ENOTFOUND: 'address-name-unknown',
  EAI_AGAIN: 'address-name-unknown',
  ECONNREFUSED: 'address-port-closed',
  EHOSTUNREACH: 'address-silent',
  ENETUNREACH: 'address-silent',
  ETIMEDOUT: 'address-silent',
  TimeoutError: 'address-silent',
  ERR_PROXY_TUNNEL: 'address-proxy',
  CERT_HAS_EXPIRED: 'address-certificate-expired',
  CERT_NOT_YET_VALID: 'address-certificate-expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'address-certificate-of-another',
  EPROTO: 'address-not-safe',
}

const words: Readonly<Record<AddressTrouble, string>> = {
  'address-name-unknown': 'no host of this name',
  'address-port-closed': 'nothing listens at that port',
  'address-silent': 'no answer in time, or no way there',
  'address-broken-off': 'a connection that breaks off',
  'address-certificate-unknown': 'a certificate whose issuer this machine does not know',
  'address-certificate-expired': 'a certificate that is not valid now',
  'address-certificate-of-another': 'a certificate for another host',
  'address-not-safe': 'no safe connection: that port does not speak HTTPS as this program does',
  'address-proxy': 'a proxy that does not let it through',
}

/** What is read of an error of Node: its code, and to which host and port it belongs. */
interface ErrorFacts {
  readonly codes: readonly string[]
  readonly hosts: readonly string[]
  readonly ports: readonly number[]
}

/** The facts of an error and its causes; several addresses of one host fail together. */
function factsOf(error: unknown): ErrorFacts {
  const codes: string[] = []
  const hosts: string[] = []
  const ports: number[] = []
  const errors: unknown[] = [error]
  for (let at = 0; at < Math.min(errors.length, 16); at += 1) {
    const one = errors[at]
    if (!(one instanceof Error)) continue
    codes.push(one.name)
    for (const [name, value] of Object.entries(one)) {
      if (name === 'code' && typeof value === 'string') codes.push(value)
      if ((name === 'address' || name === 'hostname') && typeof value === 'string') hosts.push(value)
      if (name === 'port' && typeof value === 'number') ports.push(value)
    }
    if (one instanceof AggregateError) errors.push(...one.errors)
    errors.push(one.cause)
  }
  return { codes, hosts, ports }
}

function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

/** The proxy that an error speaks of, where it is one and not the host itself. */
function proxyIn({ codes, hosts, ports }: ErrorFacts, url: URL, env: Environment): URL | undefined {
  const proxies = proxiesOf(env)
  if (codes.includes('ERR_PROXY_TUNNEL')) return proxies[0]
  return proxies.find((proxy) => {
    const isHost = hosts.includes(proxy.hostname) && proxy.hostname !== url.hostname
    return isHost || (ports.includes(portOf(proxy)) && portOf(proxy) !== portOf(url))
  })
}

/** Makes a connection as the program does, and asks for nothing that needs a sign-in; undefined where it answers. */
function failureOf(url: URL, env: Environment, timeoutMs: number): Promise<unknown> {
  const client = url.protocol === 'https:' ? https : http
  return new Promise((resolve) => {
    const agent = new client.Agent({ proxyEnv: proxyEnvOf(env) })
    const request = client.request(url, { method: 'HEAD', agent, signal: AbortSignal.timeout(timeoutMs) })
    request.once('response', (answer) => {
      answer.destroy()
      resolve(undefined)
    })
    request.on('error', resolve)
    request.end()
  })
}

/** Whose certificate a host shows; null where it shows none. Nothing is trusted and nothing is sent. */
function certificateOf(url: URL, timeoutMs: number): Promise<DetailedPeerCertificate | null> {
  return new Promise((resolve) => {
    const host = hostOf(url)
    const socket = connect({ host, port: portOf(url), servername: nameOf(host), rejectUnauthorized: false })
    const end = (certificate: DetailedPeerCertificate | null): void => {
      socket.destroy()
      resolve(certificate)
    }
    socket.setTimeout(timeoutMs, () => end(null))
    socket.once('secureConnect', () => end(socket.getPeerCertificate(true)))
    socket.once('error', () => end(null))
  })
}

/** The host as a socket takes it: an IPv6 address without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** A bare address is no name that could be asked for. */
function nameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host
}

function oneText(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(', ') : (value ?? 'nobody')
}

function certificateWords({
  issuer,
  valid_from: from,
  valid_to: to,
  subjectaltname: names,
}: DetailedPeerCertificate): string {
  return `issued by ${oneText(issuer.CN ?? issuer.O)} for ${names ?? 'no host'}, valid from ${from} to ${to}`
}

/** Node names what it came upon first; to whoever mends it, a time that is over says more than an unknown issuer. */
function troubleWith(certificate: DetailedPeerCertificate, url: URL, first: AddressTrouble): AddressTrouble {
  const now = Date.now()
  const isValid = Date.parse(certificate.valid_from) <= now && now <= Date.parse(certificate.valid_to)
  if (!isValid) return 'address-certificate-expired'
  const isOfHost = checkServerIdentity(hostOf(url), certificate) === undefined
  return isOfHost ? first : 'address-certificate-of-another'
}

function troubleOf(codes: readonly string[]): AddressTrouble {
  const known = codes.flatMap((code) => troubles[code] ?? [])[0]
  if (known !== undefined) return known
  if (codes.some((code) => /CERT|SELF_SIGNED|UNABLE_TO/.test(code))) return 'address-certificate-unknown'
  return codes.some((code) => /TLS|SSL/.test(code)) ? 'address-not-safe' : 'address-broken-off'
}

/**
 * Looks closer at an address that gave no answer: name, port, proxy, certificate. Signs in nowhere. Null where it answers
 * by now. `timeoutMs` bounds each of the two connections.
 */
export async function diagnose(
  address: string,
  env: Environment,
  timeoutMs = 10_000,
): Promise<Diagnosis | null> {
  const url = new URL(address)
  const error = await failureOf(url, env, timeoutMs)
  if (error === undefined) return null
  const facts = factsOf(error)
  const proxy = proxyIn(facts, url, env)
  if (proxy !== undefined) {
    const what = words[troubleOf(facts.codes)]
    return { trouble: 'address-proxy', found: `the proxy ${proxy.host}: ${what}` }
  }
  const trouble = troubleOf(facts.codes)
  const isCertificate = trouble.startsWith('address-certificate')
  const isPlain = trouble === 'address-broken-off' && url.protocol === 'http:'
  if (isPlain && (await certificateOf(url, timeoutMs)) !== null) {
    return { trouble: 'address-not-safe', found: 'no plain HTTP: that port speaks HTTPS' }
  }
  const certificate = isCertificate ? await certificateOf(url, timeoutMs) : null
  if (certificate === null) return { trouble, found: words[trouble] }
  const worst = troubleWith(certificate, url, trouble)
  return { trouble: worst, found: `${words[worst]} (${certificateWords(certificate)})` }
}
