import type { PlayedStory } from '../../story/played-story.ts'
import type { Answer } from '../command.ts'
import type { BusyPort } from './busy-ports.ts'
import type { SandboxOrder } from './options.ts'

const names = { primero: 'Primero', ping: 'PING' } as const

/** Which ports cannot be had, in words. */
export function portsInWords(busy: readonly BusyPort[]): string {
  const each = busy.map(({ option, port, why }) =>
    why === 'EADDRINUSE'
      ? `Port ${port}, meant for the simulated ${names[option]}, is taken by another program.`
      : `Port ${port}, meant for the simulated ${names[option]}, cannot be had (${why}).`,
  )
  return each.join(' ')
}

/** What the story came to. Stopped before its end it says so: that is no end as it should be, unless it was to stay. */
export function storyAnswer(played: PlayedStory, does: SandboxOrder['does'], stopped: boolean): Answer {
  const { ok, chapters, totals } = played
  if (stopped && (!ok || does === 'story-and-stay')) {
    return { json: played, text: '\nStopped.', exit: ok || does === 'story-and-stay' ? 0 : 1 }
  }
  const { found, confirmed, waiting, attention } = totals
  const counts = `${found} found, ${confirmed} confirmed, ${waiting} waiting, ${attention} needing attention.`
  const ended = ok
    ? 'The story ended as it should.'
    : `The story did not end as it should; it went wrong in "${chapters.at(-1)?.title ?? ''}".`
  return { json: played, text: `\n${ended}\n${counts}`, exit: ok ? 0 : 1 }
}
