import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { nodeTransport } from './node-transport.ts'

const servers: net.Server[] = []

async function addressOf(server: net.Server): Promise<string> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port.')
  return `http://127.0.0.1:${address.port}`
}

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener)
  return addressOf(server)
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') {
      server.closeAllConnections()
    }
  }
})

const get = (url: string) => ({ method: 'GET' as const, url, headers: {} })

describe('the transport over the HTTP client of Node', () => {
  test('gives status, headers and body, and sends the body as it is', async () => {
    const url = await serve((request, response) => {
      let body = ''
      request.on('data', (part) => (body += String(part)))
      request.on('end', () => {
        response.writeHead(201, { 'set-cookie': ['a=1', 'b=2'], 'retry-after': '3' })
        response.end(`${request.method} ${String(request.headers['x-asked'])} ${body}`)
      })
    })
    const answer = await nodeTransport(5_000)({
      method: 'POST',
      url: `${url}/path?or[x]=1,2`,
      headers: { 'x-asked': 'yes' },
      body: 'ሰላም',
    })
    if (answer.kind !== 'answered') throw new Error('No answer.')
    expect(answer.status).toBe(201)
    expect(answer.body).toBe('POST yes ሰላም')
    expect(answer.headers.get('Retry-After')).toBe('3')
    expect(answer.headers.get('absent')).toBeNull()
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test('keeps brackets of a query and follows no redirect', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    const answer = await nodeTransport(5_000)(get(`${url}/cases?or[case_id]=a,b`))
    expect(answer).toMatchObject({ kind: 'answered', status: 302 })
    expect(asked).toEqual(['/cases?or[case_id]=a,b'])
  })

  test('unpacks a compressed answer', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"data":[]}'))
    })
    expect(await nodeTransport(5_000)(get(url))).toMatchObject({ kind: 'answered', body: '{"data":[]}' })
  })

  test.each([
    ['204', 204, {}, ''],
    ['304', 304, {}, ''],
    ['200 of no length', 200, { 'content-length': '0' }, ''],
    ['200 in no pieces', 200, {}, ''],
    ['200 in plain text', 200, {}, '{"data":[]}'],
    ['200 of one sign', 200, {}, '1'],
  ] as const)(
    '(F87) an answer %s that claims to be packed is read as it is',
    async (_, status, headers, body) => {
      const url = await serve((_request, response) => {
        response.writeHead(status, { 'content-encoding': 'gzip', ...headers }).end(body)
      })
      expect(await nodeTransport(5_000)(get(url))).toMatchObject({ kind: 'answered', status, body })
    },
  )

  test('tells of an answer that is no UTF-8, packed or not, whatever its headers call it', async () => {
    const latin = Buffer.from('{"name":"José"}', 'latin1')
    const url = await serve((request, response) => {
      const isPacked = request.url === '/packed'
      response.writeHead(200, {
        'content-type': 'application/json; charset=iso-8859-1',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      })
      response.end(isPacked ? gzipSync(latin) : latin)
    })
    for (const path of ['', '/packed']) {
      expect(await nodeTransport(5_000)(get(url + path))).toMatchObject({ status: 200, isGarbled: true })
    }
  })

  test('(F87) unpacks an answer that comes in single bytes, and in any letter case of its header', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'GZIP' })
      for (const byte of gzipSync('{"data":[]}')) response.write(Buffer.from([byte]))
      response.end()
    })
    expect(await nodeTransport(5_000)(get(url))).toMatchObject({ kind: 'answered', body: '{"data":[]}' })
  })

  test('(F87) what must not be repeated leaves on a connection of its own, however many stand idle', async () => {
    const connections: unknown[] = []
    const url = await serve((request, response) => {
      connections.push(request.socket)
      response.end('{}')
    })
    const send = nodeTransport(5_000)
    await send(get(url))
    await send(get(url))
    expect(new Set(connections).size).toBe(1)
    await send({ ...get(url), method: 'POST', body: '{}', fresh: true })
    await send({ ...get(url), method: 'POST', body: '{}', fresh: true })
    expect(new Set(connections).size).toBe(3)
  })

  test('(F87) it reaches a server that closes what was idle without a word', async () => {
    const asked: string[] = []
    // Answers once on each connection, and drops whatever comes on it afterwards.
    const url = await addressOf(
      net.createServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', (first) => {
          asked.push(String(first).split(' ', 1)[0] ?? '')
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}')
          socket.once('data', () => socket.destroy())
        })
      }),
    )
    const send = nodeTransport(5_000)
    await send(get(url))
    expect(await send({ ...get(url), method: 'POST', body: '{}', fresh: true })).toMatchObject({
      kind: 'answered',
    })
    expect(asked).toEqual(['GET', 'POST'])
    // Any other request may meet the closing one, and nobody knows then.
    expect(await send({ ...get(url), method: 'POST', body: '{}' })).toMatchObject({ mayHaveArrived: true })
  })

  test('says of a refused connection and of an unknown name that nothing arrived', async () => {
    const url = await serve(() => {})
    servers[0]?.close()
    expect(await nodeTransport(5_000)(get(url))).toEqual({
      kind: 'unanswered',
      why: 'refused',
      mayHaveArrived: false,
    })
    expect(await nodeTransport(5_000)(get('http://nowhere.invalid/'))).toEqual({
      kind: 'unanswered',
      why: 'dns',
      mayHaveArrived: false,
    })
  })

  test('leaves open whether a request arrived whose connection broke, before or within the answer', async () => {
    const broken = await serve((request) => request.socket.destroy())
    expect(await nodeTransport(5_000)(get(broken))).toEqual({
      kind: 'unanswered',
      why: 'reset',
      mayHaveArrived: true,
    })
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"data":')
      setImmediate(() => response.destroy())
    })
    expect(await nodeTransport(5_000)(get(cut))).toEqual({
      kind: 'unanswered',
      why: 'reset',
      mayHaveArrived: true,
    })
  })

  test('ends an exchange that takes too long, whether or not its headers have come', async () => {
    const silent = await serve(() => {})
    const slow = await serve((_, response) => {
      response.writeHead(200).write('{')
    })
    for (const url of [silent, slow]) {
      expect(await nodeTransport(60)(get(url))).toEqual({
        kind: 'unanswered',
        why: 'timeout',
        mayHaveArrived: true,
      })
    }
  })

  test('says of a far side that speaks no TLS that the connection could not be made safe', async () => {
    const url = await addressOf(net.createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
    const answer = await nodeTransport(5_000)(get(url.replace('http:', 'https:')))
    expect(answer).toMatchObject({ kind: 'unanswered', why: 'tls' })
  })
})
