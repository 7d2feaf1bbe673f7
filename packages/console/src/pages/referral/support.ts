import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { itemsOf } from '@ping-primero/core/story/strand.ts'
import type { Reading } from '../reading.ts'
import type { ReferralStory } from './model.ts'

/** A story for whoever looks after the program: numbers, codes and times in UTC; not what persons wrote, nor who they are. */
export function supportText(
  { strands, numbers }: ReferralStory,
  { deployment, host }: Pick<Reading, 'deployment' | 'host'>,
): string {
  const told = strands.flatMap(({ strand }) => itemsOf(strand))
  return [
    `ping-primero ${host.version}, ${deployment.name}`,
    ...numbers.map(({ kind, numbers: all }) => `${kind}: ${all.join(', ')}`),
    ...told.flatMap(({ item, history }) => ['', itemLine(item), ...history.map(eventLine)]),
  ].join('\n')
}

function itemLine({ flow, state, reason, about, since, step, attempts, nextTry }: LedgerItem): string {
  const parts = [
    `${flow} ${state}`,
    reason ?? '',
    about.length === 0 ? '' : `[${about.join(', ')}]`,
    `since ${since}`,
    `step ${step}`,
    attempts === 0 ? '' : `attempts ${attempts}`,
    nextTry === null ? '' : `next try ${nextTry}`,
  ]
  return parts.filter((part) => part !== '').join(' ')
}

function eventLine({ at, what, state, reason, transactionId }: LedgerEvent): string {
  return [`  ${at}`, what, state, reason, transactionId].filter((part) => part !== undefined).join(' ')
}
