import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { isDue, itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ListedGroup } from '@ping-primero/core/ledger/questions.ts'
import { isReleased } from '../../ledger/operators.ts'
import { flowWords, reasonLines, stateCount, timeWords } from '../../words/words.ts'
import { afterRelease } from '../release.ts'

/** Items named under one reason at most; it is said how many more there are. */
export const mostShown = 20

/** Items that stand for the same reason, and those of them that are named. */
export interface ShownGroup extends ListedGroup {
  readonly shown: readonly LedgerItem[]
}

/** What `list` shows of one flow of a deployment. */
export interface ShownFlow {
  readonly deployment: string
  readonly flow: Flow
  readonly groups: readonly ShownGroup[]
}

/** When words speak of, and by which clocks; a zone of null = UTC. */
export interface ListTimes {
  readonly now: string
  readonly zone: string | null
}

function nextWords(item: LedgerItem, { now, zone }: ListTimes): string {
  if (isReleased(item)) return `, let go by a person: ${afterRelease(item.flow, item.reason)}`
  if (item.state !== 'waiting') return ''
  return item.nextTry === null || isDue(item, now)
    ? ', next try: the next run'
    : `, next try: ${timeWords(item.nextTry, zone)}`
}

function itemLine(item: LedgerItem, times: ListTimes): string {
  const about = item.about.length === 0 ? '' : ` [${item.about.join(', ')}]`
  return `    ${itemNumber(item)}${about} since ${timeWords(item.since, times.zone)}${nextWords(item, times)}`
}

function groupLines({ flow, state, reason, count, shown }: ShownGroup, times: ListTimes): readonly string[] {
  const more = count - shown.length
  return [
    ...(reason === null
      ? [`  ${stateCount(count, state)}`]
      : reasonLines(flow, { code: reason, state, count })),
    ...shown.map((item) => itemLine(item, times)),
    ...(more > 0 ? [`    and ${more} more; --csv and --json list them all.`] : []),
  ]
}

/** A flow for people: each reason with whose move it is, then what stands under it, the longest first. */
export function listWords({ deployment, flow, groups }: ShownFlow, times: ListTimes): string {
  return [
    `${flow} ${flowWords[flow]}, ${deployment}`,
    ...groups.flatMap((group) => groupLines(group, times)),
  ].join('\n')
}
