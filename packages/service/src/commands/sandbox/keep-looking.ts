import { flows } from '../../../../core/src/domain/flow.ts'
import type { Flow } from '../../../../core/src/domain/flow.ts'
import type { RunReport } from '../../../../core/src/flows/report.ts'
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

/** What a look is told by; empty when there is nothing to tell. */
function linesOf(report: RunReport): readonly string[] {
  const settled = [
    ...(report.confirmed > 0 ? [`${report.confirmed} got through`] : []),
    ...(report.withdrawn > 0 ? [`${report.withdrawn} taken back`] : []),
  ]
  return [...(settled.length > 0 ? [`${settled.join(', ')}.`] : []), ...reasonWords(report)]
}

/**
 * The exchange's own rhythm after the story: every minute it looks at all four flows, until the signal ends it. Told is
 * only what is not the same as at the look before.
 */
export async function keepLooking(
  world: Pick<StoryWorld, 'run'>,
  { teller, pace, signal }: Telling,
): Promise<void> {
  const before = new Map<Flow, string>()
  for (;;) {
    await pace(everyMs)
    for (const flow of flows) {
      if (signal.aborted) return
      const looked = await look(world, flow)
      const failed = 'code' in looked
      const lines = failed ? [looked.message] : linesOf(looked)
      const now = lines.join('\n')
      if (now === (before.get(flow) ?? '')) continue
      before.set(flow, now)
      if (now === '') continue
      teller.say(`${sentence(flowWords[flow])}:`)
      for (const line of lines) teller.say(line, failed ? 'wrong' : 'plain')
    }
  }
}
