import { flows } from '@ping-primero/core/domain/flow.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { refusalOf } from '../../refusals/refusal.ts'
import type { Refusal } from '../../refusals/refusal.ts'
import type { Telling } from '../../story/scene.ts'
import { reasonWords, sentence } from '../../story/words.ts'
import type { StoryWorld } from '../../story/world.ts'
import { flowWords } from '../../words/words.ts'

const everyMs = 60_000

async function look(world: Pick<StoryWorld, 'run'>, flow: Flow): Promise<RunReport | Refusal> {
  try {
    const result = await world.run(flow)
    return result.ok ? result.value : result.refusal
  } catch (error) {
    return refusalOf(error)
  }
}

function settledWords({ confirmed, withdrawn }: RunReport): readonly string[] {
  return [
    ...(confirmed > 0 ? [`${confirmed} got through.`] : []),
    ...(withdrawn > 0 ? [`${withdrawn} taken back by those who referred.`] : []),
  ]
}

/**
 * The exchange's own rhythm after the story: every minute it looks at all four flows, until the signal ends it. Told is
 * what got through, and what stands still or fails where that is not the same as at the look before.
 */
export async function keepLooking(
  world: Pick<StoryWorld, 'run'>,
  { teller, pace, signal }: Telling,
): Promise<void> {
  const stoodBefore = new Map<Flow, string>()
  for (;;) {
    await pace(everyMs)
    for (const flow of flows) {
      if (signal.aborted) return
      const looked = await look(world, flow)
      const failed = 'code' in looked
      const standing = failed ? [looked.message] : reasonWords(looked)
      const same = standing.join() === (stoodBefore.get(flow) ?? '')
      stoodBefore.set(flow, standing.join())
      const settled = failed ? [] : settledWords(looked)
      if (settled.length === 0 && (same || standing.length === 0)) continue
      teller.say(`${sentence(flowWords[flow])}:`)
      for (const line of settled) teller.say(line)
      if (!same) for (const line of standing) teller.say(line, failed ? 'wrong' : 'attention')
    }
  }
}
