import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { tlsOptions, type Certificate } from './certificates/index.ts'

/** Real servers of one test, on ports of their own. */
export interface Servers extends AsyncDisposable {
  readonly plain: (answer: RequestListener) => Promise<string>
  readonly tls: (
    certificate: Certificate,
    answer?: RequestListener,
    host?: '127.0.0.1' | '::1',
  ) => Promise<string>
  /** A port at which nothing listens. */
  readonly closed: () => Promise<number>
  /** A proxy: passes on what it is asked for, and counts it; `credentials`, and it lets only those through. */
  readonly proxy: (credentials?: string) => Promise<{ readonly url: string; readonly asked: string[] }>
  /** Takes connections and never says a word. */
  readonly silent: () => Promise<string>
}

const nothing: RequestListener = (_, response) => void response.end('{}')

export function startServers(): Servers {
  const open: net.Server[] = []
  const sockets = new Set<net.Socket>()

  const listen = async (server: net.Server, host = '127.0.0.1'): Promise<number> => {
    open.push(server)
    server.on('connection', (socket: net.Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      // Whoever looks at a certificate ends the connection without a word.
      socket.on('error', () => {})
    })
    server.listen(0, host)
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return address.port
  }

  return {
    plain: async (answer) => `http://127.0.0.1:${await listen(http.createServer(answer))}`,
    tls: async (certificate, answer = nothing, host = '127.0.0.1') => {
      const port = await listen(https.createServer(tlsOptions(certificate), answer), host)
      return `https://${host === '::1' ? '[::1]' : host}:${port}`
    },
    silent: async () => `http://127.0.0.1:${await listen(net.createServer())}`,
    closed: async () => {
      const server = net.createServer()
      const port = await listen(server)
      server.close()
      await once(server, 'close')
      return port
    },
    proxy: async (credentials) => {
      const asked: string[] = []
      const isLet = (given: string | undefined): boolean =>
        credentials === undefined || given === `Basic ${Buffer.from(credentials).toString('base64')}`
      const server = http.createServer((request, response) => {
        asked.push(request.url ?? '')
        if (!isLet(request.headers['proxy-authorization'])) {
          response.writeHead(407).end()
          return
        }
        const onward = http.request(
          request.url ?? '',
          { method: request.method, headers: request.headers },
          (answer) => {
            response.writeHead(answer.statusCode ?? 502, answer.headers)
            answer.pipe(response)
          },
        )
        request.pipe(onward)
      })
      server.on('connect', (request, socket: net.Socket) => {
        asked.push(request.url ?? '')
        socket.on('error', () => {})
        if (!isLet(request.headers['proxy-authorization'])) {
          socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
          return
        }
        const [host, port] = (request.url ?? '').split(':')
        const onward = net.connect(Number(port), host, () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          socket.pipe(onward)
          onward.pipe(socket)
        })
        onward.on('error', () => socket.end())
      })
      return { url: `http://127.0.0.1:${await listen(server)}`, asked }
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      for (const server of open) server.close()
    },
  }
}
