import type { ItemNumbers, LedgerItem, NumberKind } from '../ledger/ledger.ts'

/** Numbers that only items of one story share. A case, a child and a transaction may be of many. */
export const storyNumbers = [
  'interventionGuid',
  'interventionNumber',
  'referralId',
  'refIopGuid',
  'refIopNumber',
] as const satisfies readonly NumberKind[]

/** Characters of a service's id that the old form of a return address keeps. */
const endOfId = 12

/** Whether two items are of one referral, its row or its decision. Pure. */
export function isOneStory(one: ItemNumbers, other: ItemNumbers): boolean {
  return (
    storyNumbers.some((kind) => one[kind] !== undefined && one[kind] === other[kind]) || isOneRow(one, other)
  )
}

function isOneRow(one: ItemNumbers, other: ItemNumbers): boolean {
  const [row, otherRow] = [one.serviceUniqueId?.toLowerCase(), other.serviceUniqueId?.toLowerCase()]
  if (row === undefined || otherRow === undefined) return false
  const [found, otherCase] = [one.caseId?.toLowerCase(), other.caseId?.toLowerCase()]
  const isKnown = found !== undefined && otherCase !== undefined
  if (isKnown && found !== otherCase) return false
  const [short, long] = row.length < otherRow.length ? [row, otherRow] : [otherRow, row]
  // The end of an id says nothing without its case.
  if (short.length === endOfId) return isKnown && (short === long || long.endsWith(`-${short}`))
  return row === otherRow
}

/** Items in groups of one story each. Pure. */
export function grouped(items: readonly LedgerItem[]): readonly (readonly LedgerItem[])[] {
  const left = new Set(items)
  const groups: (readonly LedgerItem[])[] = []
  for (const first of items) {
    if (!left.delete(first)) continue
    const group = [first]
    for (const member of group) {
      const linked = [...left].filter(({ numbers }) => isOneStory(member.numbers, numbers))
      for (const item of linked) left.delete(item)
      group.push(...linked)
    }
    groups.push(
      group.toSorted((one, other) => compare(one.foundAt, other.foundAt) || compare(one.flow, other.flow)),
    )
  }
  return groups
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
