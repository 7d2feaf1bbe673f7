import type { PlayedStory } from '../../story/play.ts'
import type { Answer } from '../command.ts'
import type { BusyPort } from './busy-ports.ts'
import type { SandboxOrder } from './options.ts'

const names = { primero: 'Primero', ping: 'PING' } as const

/** The answer when a port cannot be had, in the form of a refusal. */
export function portAnswer(busy: readonly BusyPort[]): Answer {
  const each = busy.map(({ option, port, why }) =>
    why === 'EADDRINUSE'
      ? `Port ${port}, meant for the simulated ${names[option]}, is taken by another program.`
      : `Port ${port}, meant for the simulated ${names[option]}, cannot be had (${why}).`,
  )
  const message = each.join(' ')
  const nextStep = 'Choose others, Primero first: --ports 4201,4202; or 0,0 for any that are free.'
  const error = { code: 'port-taken', message, owner: 'administrator', nextStep }
  return { json: { error }, text: `${message}\nWhose move: the administrator. Next: ${nextStep}`, exit: 2 }
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
