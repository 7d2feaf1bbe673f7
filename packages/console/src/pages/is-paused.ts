import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Reading } from './reading.ts'

/** Whether a flow is paused at the moment. */
export async function isPaused(flow: Flow, { host, deployment }: Reading): Promise<boolean> {
  const status = await host.ledger.status(deployment.name)
  return status.some((one) => one.flow === flow && one.pause !== null)
}
