import type { ChapterName } from '@ping-primero/console/sandbox/story.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { flowWords } from '../words/words.ts'
import type { Result } from '../refusals/refusal.ts'
import { Deviation, expect } from './deviation.ts'
import type { PlayedChapter } from './played-story.ts'
import type { Teller, Tone } from './teller.ts'
import { sentence } from './words.ts'
import type { StoryWorld } from './world.ts'

/** What a chapter works with: the world, and the ways to tell and to run. */
export interface Scene {
  readonly world: StoryWorld
  readonly say: (line: string, tone?: Tone) => Promise<void>
  /** Lets the exchange run a flow once. Throws Deviation when it was refused, skipped or raised an alarm. */
  readonly run: (flow: Flow) => Promise<RunReport>
}

/** Part of the story: what happens, and what must have come of it. */
export interface Chapter {
  readonly name: ChapterName
  readonly title: string
  /** Throws Deviation as soon as something is not as it should be. */
  readonly play: (scene: Scene) => Promise<void>
}

/** How the story is told. */
export interface Telling {
  readonly teller: Teller
  /** Waits so long, for a reader; or not at all. */
  readonly pace: (ms: number) => Promise<void>
  /** Ends the story before its end. */
  readonly signal: AbortSignal
  /** Told of the flow for which the story waits because somebody paused it; null = of none any more. */
  readonly waits?: (flow: Flow | null) => void
}

/** A reader's time: so many milliseconds for each letter. */
const readingMs = 28

const whilePausedMs = 1_000

/** Whoever looks around may have paused the flow. */
function isPaused(result: Result<RunReport>): boolean {
  return result.ok && result.value.skipped === 'paused'
}

/** Plays one chapter; a deviation ends it, and so does the signal. */
export async function playChapter(
  world: StoryWorld,
  { title, play }: Chapter,
  { teller, pace, signal, waits = () => {} }: Telling,
): Promise<PlayedChapter> {
  const says: string[] = []
  const runs: RunReport[] = []
  const scene: Scene = {
    world,
    say: async (line, tone = 'plain') => {
      signal.throwIfAborted()
      says.push(line)
      teller.say(line, tone)
      await pace(line.length * readingMs)
    },
    run: async (flow) => {
      signal.throwIfAborted()
      const take = async (): ReturnType<StoryWorld['run']> =>
        teller.during(`the exchange takes the ${flowWords[flow]}`, world.run(flow))
      let result = await take()
      if (isPaused(result)) {
        teller.say(`${sentence(flowWords[flow])}: paused. The story goes on when somebody lets it run again.`)
        waits(flow)
      }
      while (isPaused(result)) {
        await pace(whilePausedMs)
        signal.throwIfAborted()
        result = await take()
      }
      waits(null)
      if (!result.ok)
        throw new Deviation(`The exchange refused to take the ${flowWords[flow]}: ${result.refusal.message}`)
      runs.push(result.value)
      expect(
        'Something that stopped the exchange',
        result.value.skipped ?? result.value.stopped ?? null,
        null,
      )
      expect('Alarms of the exchange', world.alarms(), [])
      return result.value
    },
  }
  try {
    await play(scene)
    return { title, ok: true, says, runs }
  } catch (error) {
    if (signal.aborted && error === signal.reason) return { title, ok: false, says, runs }
    if (!(error instanceof Deviation)) throw error
    const line = `This is not as it should be. ${error.message}`
    says.push(line)
    teller.say(line, 'wrong')
    return { title, ok: false, says, runs }
  }
}
