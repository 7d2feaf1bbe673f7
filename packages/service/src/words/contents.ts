import type { DeploymentContents } from '../ledger/contents.ts'

/** What a ledger holds, for people: a line for each deployment. */
export function contentsWords(deployments: readonly DeploymentContents[]): string {
  if (deployments.length === 0) return '  nothing yet'
  return deployments
    .map(({ deployment, items, events, head }) => {
      const end = head === null ? '' : `, its end ${head}`
      return `  ${deployment}: ${items} items, ${events} entries of history${end}`
    })
    .join('\n')
}
