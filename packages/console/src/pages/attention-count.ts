import type { Reading } from './reading.ts'

/** How many items need attention, for the menu of a page that shows no more of them. */
export async function attentionCount({ host, deployment }: Reading): Promise<number> {
  const ages = await host.ledger.oldestByReason(deployment.name)
  return ages.filter(({ state }) => state === 'attention').reduce((total, { count }) => total + count, 0)
}
