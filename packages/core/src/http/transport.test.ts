import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { fetchTransport, unanswered } from './transport.ts'

function broken(code: string, syscall?: string): Error {
  const cause = Object.assign(
    new Error('in words that nobody keeps'),
    { code },
    syscall === undefined ? {} : { syscall },
  )
  return new TypeError('fetch failed', { cause })
}

test.each([
  ['a refused connection', broken('ECONNREFUSED', 'connect'), 'refused', false],
  ['no way to the host', broken('EHOSTUNREACH', 'connect'), 'refused', false],
  ['a name that nobody knows', broken('ENOTFOUND', 'getaddrinfo'), 'dns', false],
  ['a connection that was never made in time', broken('UND_ERR_CONNECT_TIMEOUT'), 'timeout', false],
  ['a time-out while connecting', broken('ETIMEDOUT', 'connect'), 'timeout', false],
  ['a time-out of a connection that stood', broken('ETIMEDOUT', 'read'), 'reset', true],
  ['a host lost in mid-answer', broken('EHOSTUNREACH', 'read'), 'reset', true],
  ['a reset', broken('ECONNRESET', 'read'), 'reset', true],
  ['the other side gone', broken('UND_ERR_SOCKET'), 'reset', true],
  ['an expired certificate', broken('CERT_HAS_EXPIRED'), 'tls', false],
  ['a certificate of another host', broken('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', false],
  ['an unknown issuer', broken('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', false],
  ['a TLS alert in mid-connection', broken('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), 'tls', true],
  ['our own time-out', new DOMException('late', 'TimeoutError'), 'timeout', true],
  ['anything else', new Error('what is this'), 'reset', true],
  ['what is no error at all', 'a text', 'reset', true],
])('%s', (_name, error, why, mayHaveArrived) => {
  expect(unanswered(error)).toEqual({ kind: 'unanswered', why, mayHaveArrived })
})

test('several refused addresses of one host are a refused connection', () => {
  const refused = Object.assign(new Error('no'), { code: 'ECONNREFUSED', syscall: 'connect' })
  const error = new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) })
  expect(unanswered(error)).toEqual({ kind: 'unanswered', why: 'refused', mayHaveArrived: false })
})

test('a port where nobody listens is refused, and surely not reached', async () => {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  await new Promise((resolve) => server.close(resolve))
  const send = fetchTransport(globalThis.fetch, 5_000)
  expect(await send({ method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {} })).toEqual({
    kind: 'unanswered',
    why: 'refused',
    mayHaveArrived: false,
  })
})
