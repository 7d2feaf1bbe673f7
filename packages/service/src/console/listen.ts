import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { isIPv6 } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { ListenPlace } from '../configuration/console/schema.ts'
import { systemCode } from '../ledger/unavailable.ts'

/** This machine alone. */
const here = '127.0.0.1'

/** What is being answered when it is told to end has so long for it, ms. */
const lastAnswersMs = 5_000

/** Something that answers at an address until it is closed. */
export interface Listening {
  readonly url: string
  /** Ends it: what is being answered has a few seconds. */
  readonly close: () => Promise<void>
}

type Answering = Parameters<typeof getRequestListener>[0]

function serverOf(answer: Answering): Server {
  const listener = getRequestListener(answer)
  return createServer((incoming, outgoing) => void listener(incoming, outgoing))
}

async function listenAt(server: Server, { hostname, port }: ListenPlace): Promise<void> {
  server.listen(port, hostname)
  await once(server, 'listening')
}

function listening(server: Server, hostname: string): Listening {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('A server on a port has a port.')
  return {
    url: `http://${isIPv6(hostname) ? `[${hostname}]` : hostname}:${bound.port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      const end = setTimeout(() => server.closeAllConnections(), lastAnswersMs)
      await closed
      clearTimeout(end)
    },
  }
}

/** Answers at a place and nowhere else. Throws what the system says where it cannot. */
export async function listenThere(answer: Answering, place: ListenPlace): Promise<Listening> {
  const server = serverOf(answer)
  await listenAt(server, place)
  return listening(server, place.hostname)
}

/** Answers on this machine alone, at a port or, where another program has it, at any free one. */
export async function listenHere(answer: Answering, port: number): Promise<Listening> {
  const server = serverOf(answer)
  try {
    await listenAt(server, { hostname: here, port })
  } catch (error) {
    if (!['EADDRINUSE', 'EACCES'].includes(systemCode(error) ?? '')) throw error
    await listenAt(server, { hostname: here, port: 0 })
  }
  return listening(server, here)
}
