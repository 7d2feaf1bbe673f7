import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { systemCode } from '../ledger/unavailable.ts'

/** This machine alone. */
const hostname = '127.0.0.1'

/** Something that answers at an address until it is closed. */
export interface Listening {
  readonly url: string
  /** Ends what is being answered, too. */
  readonly close: () => Promise<void>
}

async function listenAt(server: Server, port: number): Promise<void> {
  server.listen(port, hostname)
  await once(server, 'listening')
}

/** Answers on this machine alone, at a port or, where another program has it, at any free one. */
export async function listenHere(
  answer: Parameters<typeof getRequestListener>[0],
  port: number,
): Promise<Listening> {
  const listener = getRequestListener(answer)
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing))
  try {
    await listenAt(server, port)
  } catch (error) {
    if (!['EADDRINUSE', 'EACCES'].includes(systemCode(error) ?? '')) throw error
    await listenAt(server, 0)
  }
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new TypeError('A server on a port has a port.')
  return {
    url: `http://${hostname}:${bound.port}`,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
