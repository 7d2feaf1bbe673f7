import { createServer } from 'node:net'
import { systemCode } from '../../ledger/unavailable.ts'
import type { SandboxOrder } from './options.ts'

/** A port that cannot be had. */
export interface BusyPort {
  readonly option: keyof SandboxOrder['ports']
  readonly port: number
  /** What the system says of it, such as `EADDRINUSE`. */
  readonly why: string
}

const host = '127.0.0.1'

function tryPort(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(systemCode(error) ?? 'not to be had'))
    server.listen(port, host, () => server.close(() => resolve(null)))
  })
}

/** Those of two ports that cannot be listened on; looked at before anything is started. */
export async function busyPorts(ports: SandboxOrder['ports']): Promise<readonly BusyPort[]> {
  const busy: BusyPort[] = []
  for (const option of ['primero', 'ping'] as const) {
    const why = await tryPort(ports[option])
    if (why !== null) busy.push({ option, port: ports[option], why })
  }
  return busy
}
