import { z } from 'zod'
import { FlowName } from '@ping-primero/core/answers/parts.ts'
import type { ToldItem } from '@ping-primero/core/story/strand.ts'
import { itemsOf } from '@ping-primero/core/story/strand.ts'
import { sought } from '../content.ts'
import type { ReferralStory, ShownStrand } from '../model.ts'
import type { Reading } from '../../reading.ts'

/** How a form names an item: by the number of its story, its flow and its key. */
export const NamedForm = z.object({ number: z.string().min(1), flow: FlowName, key: z.string().min(1) })

type Named = z.infer<typeof NamedForm>

/** An item that a form names, with the story it is of. */
export interface NamedInStory {
  readonly told: ToldItem
  readonly shown: ShownStrand
  readonly story: ReferralStory
}

/** The item that a form names; null where the story of that number holds none such. */
export async function namedItem(
  { number, flow, key }: Named,
  reading: Reading,
): Promise<NamedInStory | null> {
  const found = await sought(number, reading)
  if (found.kind !== 'one') return null
  for (const shown of found.story.strands) {
    const told = itemsOf(shown.strand).find(({ item }) => item.flow === flow && item.key === key)
    if (told !== undefined) return { told, shown, story: found.story }
  }
  return null
}
