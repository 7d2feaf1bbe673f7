import type { Story, StoryEnd, StoryNow, ToldChapter, ToldRun } from '@ping-primero/console/sandbox/story.ts'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import type { PlayedStory } from './played-story.ts'
import { playStory } from './play.ts'
import type { Chapter, Telling } from './scene.ts'
import type { StoryWorld } from './world.ts'

/** What a story is told with. */
export interface StorytellerGiven {
  readonly world: StoryWorld
  readonly chapters: readonly Chapter[]
  readonly telling: Pick<Telling, 'teller' | 'pace' | 'signal'>
  /** Asked when somebody wants the story from its start. */
  readonly again: () => void
}

/** A story that can be watched, held and hurried while it is told. */
export interface Storyteller extends Story {
  /** Tells it, once. */
  readonly tell: () => Promise<PlayedStory>
  /** Resolves when it has ended, in whatever way. */
  readonly ended: Promise<void>
}

interface Switch {
  /** Resolves when it is on. */
  readonly on: Promise<void>
  readonly turnOn: () => void
}

function newSwitch(): Switch {
  const { promise: on, resolve: turnOn } = Promise.withResolvers<void>()
  return { on, turnOn }
}

/** Tells a story, remembers what was told, and lets whoever watches hold it, or have the rest at once. */
export function storyteller({ world, chapters, telling, again }: StorytellerGiven): Storyteller {
  const told: { name: Chapter['name']; says: string[]; runs: ToldRun[] }[] = []
  const { teller, signal } = telling
  const hurried = newSwitch()
  const ended = newSwitch()
  let isHurried = false
  let held: Switch | null = null
  let waitsFor: Flow | null = null
  let paused = newSwitch()
  let end: 'told' | 'wrong' | null = null
  signal.addEventListener('abort', () => held?.turnOn(), { once: true })

  const goOn = (): void => {
    held?.turnOn()
    held = null
  }
  const pace = async (ms: number): Promise<void> => {
    // What waits for somebody looks now and then, however hurried it is told.
    if (!isHurried || waitsFor !== null) {
      await Promise.race(waitsFor === null ? [telling.pace(ms), hurried.on] : [telling.pace(ms)])
    }
    for (let one = held; one !== null && !signal.aborted; one = held) await one.on
  }
  const watched: Telling = {
    signal,
    pace,
    waits: (flow) => {
      waitsFor = flow
      if (flow === null) paused = newSwitch()
      else paused.turnOn()
    },
    teller: {
      chapter: (number, title) => {
        const chapter = chapters[number - 1]
        if (chapter !== undefined) told.push({ name: chapter.name, says: [], runs: [] })
        teller.chapter(number, title)
      },
      say: (line, tone) => {
        told.at(-1)?.says.push(line)
        teller.say(line, tone)
      },
      during: teller.during,
    },
  }
  const run: StoryWorld['run'] = async (flow) => {
    const result = await world.run(flow)
    if (result.ok && result.value.skipped === undefined) told.at(-1)?.runs.push(toldRun(result.value))
    return result
  }

  return {
    now: () => nowOf(told, chapters, end ?? (held === null ? 'playing' : 'held')),
    hold: () => {
      if (end === null && !isHurried) held ??= newSwitch()
    },
    goOn,
    tellAtOnce: async () => {
      isHurried = true
      if (end === null) world.atFullSpeed(true)
      hurried.turnOn()
      goOn()
      const stuck = paused.on.then((): StoryEnd => 'paused')
      return Promise.race([ended.on.then((): StoryEnd => end ?? 'wrong'), stuck])
    },
    again,
    tell: async () => {
      try {
        const played = await playStory({ ...world, run }, chapters, watched)
        end = played.ok ? 'told' : 'wrong'
        return played
      } finally {
        end ??= 'wrong'
        world.atFullSpeed(false)
        ended.turnOn()
      }
    },
    ended: ended.on,
  }
}

function nowOf(
  told: readonly ToldChapter[],
  chapters: readonly Chapter[],
  standing: StoryNow['standing'],
): StoryNow {
  const next = standing === 'wrong' ? null : (chapters[told.length]?.name ?? null)
  return { standing, chapters: told, next }
}

function toldRun({ flow, reasons, ...report }: RunReport): ToldRun {
  const { confirmed, waiting, attention, withdrawn, handled } = report
  return { flow, counts: { confirmed, waiting, attention, withdrawn, handled }, reasons }
}
