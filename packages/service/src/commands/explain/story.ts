import type { ItemNumbers, LedgerItem, NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import type { FoundItem } from '@ping-primero/core/ledger/questions.ts'
import type { Operators } from '../../ledger/operators.ts'

/** Numbers that only items of one story share. A case, a child and a transaction may be of many. */
const own = [
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
  return own.some((kind) => one[kind] !== undefined && one[kind] === other[kind]) || isOneRow(one, other)
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

/** The items of one referral or decision, in the order in which they were found. */
export interface Story {
  readonly deployment: string
  readonly items: readonly LedgerItem[]
}

/**
 * The stories that some items are of, whole: what belongs to one of them, and to what belongs to it, over all flows. The
 * oldest comes first.
 */
export async function storiesOf(
  found: readonly FoundItem[],
  operators: Operators,
): Promise<readonly Story[]> {
  const stories: Story[] = []
  for (const [deployment, ours] of Map.groupBy(found, (one) => one.deployment)) {
    const items = await withLinked(
      deployment,
      ours.map(({ item }) => item),
      operators,
    )
    stories.push(...grouped(items).map((group) => ({ deployment, items: group })))
  }
  return stories.toSorted((one, other) => compare(begin(one), begin(other)))
}

function begin({ items: [first] }: Story): string {
  return first?.foundAt ?? ''
}

function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

async function withLinked(
  deployment: string,
  seeds: readonly LedgerItem[],
  operators: Operators,
): Promise<readonly LedgerItem[]> {
  const nameOf = ({ flow, key }: LedgerItem): string => `${flow} ${key}`
  const all = new Map(seeds.map((item) => [nameOf(item), item]))
  let newest = seeds
  while (newest.length > 0) {
    const linked = new Map<string, LedgerItem>()
    for (const kind of [...own, 'serviceUniqueId', 'caseId'] as const) {
      const values = new Set(newest.flatMap(({ numbers }) => bothCases(numbers[kind])))
      for (const item of await operators.carrying(deployment, kind, [...values])) {
        const isNew = !all.has(nameOf(item))
        if (isNew && newest.some(({ numbers }) => isOneStory(numbers, item.numbers)))
          linked.set(nameOf(item), item)
      }
    }
    for (const [name, item] of linked) all.set(name, item)
    newest = [...linked.values()]
  }
  return [...all.values()]
}

/** proGres gives ids in small letters, Primero as they were typed. */
function bothCases(number: string | undefined): readonly string[] {
  return number === undefined ? [] : [number, number.toLowerCase()]
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
