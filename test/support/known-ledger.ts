import { flows } from '@ping-primero/core'
import type { World } from './world.ts'

/**
 * A ledger in which every flow has run before: an ordinary day. One that knows nothing of its deployment asks proGres first
 * what others have sent and told there (`new-ledger.test.ts`).
 */
export async function hasRunBefore({ host, now }: World): Promise<void> {
  const at = new Date(now()).toISOString()
  for (const flow of flows) {
    await host.ledger.saveRun({
      id: `before ${flow}`,
      flow,
      startedAt: at,
      finishedAt: at,
      counts: { confirmed: 0, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
      requests: { ping: 0, primero: 0 },
      stoppedBy: null,
      hinderedBy: null,
    })
  }
}
