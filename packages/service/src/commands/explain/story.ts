import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { grouped, isOneStory, storyNumbers } from '@ping-primero/core/story/link.ts'
import { releaseOf } from '@ping-primero/core/story/release.ts'
import type { ToldItem } from '@ping-primero/core/story/strand.ts'
import type { FoundItem } from '@ping-primero/core/ledger/questions.ts'
import type { Operators } from '../../ledger/operators.ts'

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
  operators: Pick<Operators, 'carrying'>,
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

/** The items of a story with what is known of each. */
export async function toldItems(
  { deployment, items }: Story,
  operators: Pick<Operators, 'history'>,
): Promise<readonly ToldItem[]> {
  const told: ToldItem[] = []
  for (const item of items) {
    const history = await operators.history(deployment, item.flow, item.key)
    told.push({ item, history, released: releaseOf(item, history) })
  }
  return told
}

async function withLinked(
  deployment: string,
  seeds: readonly LedgerItem[],
  operators: Pick<Operators, 'carrying'>,
): Promise<readonly LedgerItem[]> {
  const nameOf = ({ flow, key }: LedgerItem): string => `${flow} ${key}`
  const all = new Map(seeds.map((item) => [nameOf(item), item]))
  let newest = seeds
  while (newest.length > 0) {
    const linked = new Map<string, LedgerItem>()
    for (const kind of [...storyNumbers, 'serviceUniqueId', 'caseId'] as const) {
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
