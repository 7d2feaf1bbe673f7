import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startServers, type Servers } from '../../../../test/support/servers.ts'
import { diagnose } from './diagnose.ts'
import { nodeTransport } from './node-transport.ts'

let servers: Servers
beforeEach(() => {
  servers = startServers()
})
afterEach(() => servers[Symbol.asyncDispose]())

describe('F94 an address that gives no answer', () => {
  test('whose name does not exist', async () => {
    expect(await diagnose('https://primero.invalid', {})).toEqual({
      trouble: 'address-name-unknown',
      found: 'no host of this name',
    })
  })

  test('whose port is closed', async () => {
    expect(await diagnose(`http://127.0.0.1:${await servers.closed()}`, {})).toEqual({
      trouble: 'address-port-closed',
      found: 'nothing listens at that port',
    })
  })

  test.each([
    ['own', 'address-certificate-unknown', /issuer this machine does not know \(issued by ping-primero test/],
    [
      'expired',
      'address-certificate-expired',
      /not valid now .*from Jan {2}1 .* 2020 GMT to Feb {2}1 .* 2020/,
    ],
    ['not-yet', 'address-certificate-expired', /not valid now .*from Jan {2}1 .* 2118/],
    ['other-host', 'address-certificate-of-another', /another host .*DNS:other\.invalid/],
  ] as const)('whose certificate is %s', async (certificate, trouble, found) => {
    const told = await diagnose(await servers.tls(certificate), {})
    expect(told).toEqual({ trouble, found: expect.stringMatching(found) })
  })

  test('whose certificate is that of an IPv6 address', async () => {
    const told = await diagnose(await servers.tls('expired', undefined, '::1'), {})
    expect(told).toEqual({
      trouble: 'address-certificate-expired',
      found: expect.stringMatching(/not valid now .*2020/),
    })
  })

  test('that says nothing', async () => {
    expect(await diagnose(await servers.silent(), {}, 100)).toMatchObject({ trouble: 'address-silent' })
  })

  test('that does not speak HTTPS', async () => {
    const url = await servers.plain((_, response) => void response.end())
    const told = await diagnose(url.replace('http:', 'https:'), {})
    expect(told?.trouble).toMatch(/^address-(?:not-safe|broken-off)$/)
  })

  test('that speaks nothing but HTTPS', async () => {
    const url = await servers.tls('own')
    expect(await diagnose(url.replace('https:', 'http:'), {})).toEqual({
      trouble: 'address-not-safe',
      found: 'no plain HTTP: that port speaks HTTPS',
    })
  })

  test('that answers by now is no trouble', async () => {
    expect(await diagnose(await servers.plain((_, response) => void response.end()), {})).toBeNull()
  })
})

describe('F94 a proxy', () => {
  test('is heeded by every request, and left out for the hosts of NO_PROXY', async () => {
    const proxy = await servers.proxy()
    const url = await servers.plain((_, response) => void response.end('{}'))
    const ask = (env: NodeJS.ProcessEnv) =>
      nodeTransport(5_000, env)({ method: 'GET', url: `${url}/one`, headers: {} })
    expect(await ask({ HTTP_PROXY: proxy.url })).toMatchObject({ kind: 'answered', status: 200 })
    expect(proxy.asked).toEqual([`${url}/one`])
    expect(await ask({ HTTP_PROXY: new URL(proxy.url).host })).toMatchObject({ status: 200 })
    expect(proxy.asked.splice(1)).toEqual([`${url}/one`])
    expect(await ask({ HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' })).toMatchObject({ status: 200 })
    expect(proxy.asked).toHaveLength(1)
  })

  test('that is not there is named, and not the host behind it', async () => {
    const port = await servers.closed()
    expect(await diagnose('https://primero.invalid', { HTTPS_PROXY: `http://127.0.0.1:${port}` })).toEqual({
      trouble: 'address-proxy',
      found: `the proxy 127.0.0.1:${port}: nothing listens at that port`,
    })
  })

  test('whose name does not exist is named', async () => {
    const env = { https_proxy: 'http://proxy.invalid:3128' }
    expect((await diagnose('https://primero.example', env))?.found).toBe(
      'the proxy proxy.invalid:3128: no host of this name',
    )
  })

  test('that lets nobody through without a password is named, and nothing of a request has arrived', async () => {
    const proxy = await servers.proxy('user:password')
    const url = await servers.tls('own')
    const env = { HTTPS_PROXY: proxy.url }
    expect((await diagnose(url, env))?.trouble).toBe('address-proxy')
    expect(await nodeTransport(5_000, env)({ method: 'POST', url, headers: {}, body: '{}' })).toEqual({
      kind: 'unanswered',
      why: 'refused',
      mayHaveArrived: false,
    })
    const given = { HTTPS_PROXY: proxy.url.replace('//', '//user:password@') }
    expect((await diagnose(url, given))?.trouble).toBe('address-certificate-unknown')
  })
})
