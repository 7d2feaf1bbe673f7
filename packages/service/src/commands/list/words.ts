import type { Decision, Flow } from '@ping-primero/core/domain/flow.ts'
import { decisionOfVersion } from '@ping-primero/core/flows/decision-of-version.ts'
import { isDue, itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ListedGroup } from '@ping-primero/core/ledger/questions.ts'
import type { ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { isReleased } from '@ping-primero/core/story/release.ts'
import { aboutWords } from '../../words/about.ts'
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

/** When words speak of, by which clocks and by which mapping. */
export interface ListView {
  readonly now: string
  /** null = UTC. */
  readonly zone: string | null
  /** null where the deployment's mapping is not at hand. */
  readonly valueMaps: ValueMaps | null
  /** Whether what is listed are referrals that wait for a decision. */
  readonly undecided: boolean
}

/** What an item of a flow that carries decisions says, where the mapping tells; null of other items. */
export function decisionIn({ flow, version }: LedgerItem, valueMaps: ValueMaps | null): Decision | null {
  if (flow !== '1.2' && flow !== '2.2') return null
  return decisionOfVersion(flow, version, valueMaps)?.means ?? null
}

function nextWords(item: LedgerItem, { now, zone }: ListView): string {
  if (isReleased(item)) return `, let go by a person: ${afterRelease(item.flow, item.reason)}`
  if (item.state !== 'waiting') return ''
  return item.nextTry === null || isDue(item, now)
    ? ', next try: the next run'
    : `, next try: ${timeWords(item.nextTry, zone)}`
}

function itemLine(item: LedgerItem, view: ListView): string {
  const about = aboutWords(item.reason, item.about)
  // In Primero people find a case by this number, and a referral by none.
  const { caseIdDisplay } = item.numbers
  const named = caseIdDisplay === undefined ? '' : ` (case ${caseIdDisplay})`
  const decision = decisionIn(item, view.valueMaps)
  const decided = decision === null ? '' : ` ${decision},`
  return `    ${itemNumber(item)}${named}${about}${decided} since ${timeWords(item.since, view.zone)}${nextWords(item, view)}`
}

/** Whose answer a referral waits for that has arrived. */
function undecidedLines(flow: Flow, count: number): readonly string[] {
  const [who, where, by] = flow === '1.1' ? ['the caseworker', 'Primero', '1.2'] : ['UNHCR', 'proGres', '2.2']
  return [
    `  ${count} without an answer`,
    `    Whose move: ${who}. Next: Answer in ${where}; the next run of ${by} takes the answer along.`,
  ]
}

function headLines({ flow, state, reason, count }: ShownGroup, { undecided }: ListView): readonly string[] {
  if (undecided) return undecidedLines(flow, count)
  return reason === null
    ? [`  ${stateCount(count, state)}`]
    : reasonLines(flow, { code: reason, state, count })
}

function groupLines(group: ShownGroup, view: ListView): readonly string[] {
  const { count, shown } = group
  const more = count - shown.length
  return [
    ...headLines(group, view),
    ...shown.map((item) => itemLine(item, view)),
    ...(more > 0 ? [`    and ${more} more; --csv and --json list them all.`] : []),
  ]
}

/** A flow for people: each reason with whose move it is, then what stands under it, the longest first. */
export function listWords({ deployment, flow, groups }: ShownFlow, view: ListView): string {
  return [
    `${flow} ${flowWords[flow]}, ${deployment}`,
    ...groups.flatMap((group) => groupLines(group, view)),
  ].join('\n')
}
