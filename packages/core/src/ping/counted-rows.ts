import type { RetrievalPage } from './envelope.ts'

/**
 * Compares what the pages of a list count with what they hold. Nobody knows whether PING counts the rows of a page or all
 * of them (ping-contract §3.2): more than all pages hold together is too few rows either way, and so is a page that holds
 * fewer than it counts where another one holds just what it counts.
 */
export function countedRows(): {
  readonly add: (page: RetrievalPage) => void
  readonly lacksSome: () => boolean
} {
  let held = 0
  let most = 0
  let isShort = false
  let countsPages = false
  return {
    add: ({ rows, count }) => {
      held += rows.length
      most = Math.max(most, count)
      isShort ||= count > rows.length
      countsPages ||= count > 0 && count === rows.length
    },
    lacksSome: () => most > held || (isShort && countsPages),
  }
}
