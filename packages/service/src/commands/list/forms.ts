import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { numberKinds } from '../../ledger/row.ts'
import { csvLine } from '@ping-primero/core/text/csv.ts'
import type { ListRow } from './answer.ts'
import { decisionIn } from './words.ts'

/** An item as `list --json` says it (`interface.md`, Answers: `explain`). */
export function listRow(deployment: string, item: LedgerItem, valueMaps: ValueMaps | null): ListRow {
  const { flow, numbers, state, reason, about, since, nextTry } = item
  return {
    deployment,
    flow,
    numbers,
    state,
    reason,
    about,
    owner: reason === null ? null : ownerOf(reason, flow),
    nextStep: reason === null ? null : reasons[reason].nextStep,
    since,
    nextTry,
    decision: decisionIn(item, valueMaps),
  }
}

/** The first line of the table. */
export const listHeader = csvLine([
  'deployment',
  'flow',
  'state',
  'number',
  'since',
  'reason',
  'sentence',
  'about',
  'owner',
  'nextStep',
  'nextTry',
  ...numberKinds,
  'decision',
])

/** An item as a line of the table; times in UTC. */
export function listLine(deployment: string, item: LedgerItem, valueMaps: ValueMaps | null): string {
  const { owner, nextStep, decision } = listRow(deployment, item, valueMaps)
  const { flow, state, since, reason, about, nextTry, numbers } = item
  return csvLine([
    deployment,
    flow,
    state,
    itemNumber(item),
    since,
    reason,
    reason === null ? null : reasons[reason].sentence,
    about.join(', '),
    owner,
    nextStep,
    nextTry,
    ...numberKinds.map((kind) => numbers[kind] ?? null),
    decision,
  ])
}
