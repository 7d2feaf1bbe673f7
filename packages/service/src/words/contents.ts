import { amount } from './words.ts'
import type { DeploymentContents } from '../ledger/deployment-contents.ts'

/** What a ledger holds, for people: a line for each deployment. */
export function contentsWords(deployments: readonly DeploymentContents[]): string {
  if (deployments.length === 0) return '  nothing yet'
  return deployments
    .map(({ deployment, items, events, head }) => {
      const end = head === null ? '' : `, its end ${head}`
      return `  ${deployment}: ${amount(items, 'item', 'items')}, ${amount(events, 'entry', 'entries')} of history${end}`
    })
    .join('\n')
}
