import { setTimeout } from 'node:timers/promises'
import { playStory, story } from '../../story/play.ts'
import type { PlayedStory } from '../../story/play.ts'
import type { Telling } from '../../story/scene.ts'
import { silentTeller } from '../../story/teller.ts'
import { openStoryWorld } from '../../story/world.ts'
import type { StoryWorld } from '../../story/world.ts'
import type { Answer, Context, Outcome } from '../command.ts'
import { busyPorts } from './busy-ports.ts'
import type { BusyPort } from './busy-ports.ts'
import type { SandboxOptions } from './command.ts'
import { keepLooking } from './keep-looking.ts'
import { orderOf } from './options.ts'
import type { SandboxOrder } from './options.ts'
import { systemsOnly } from './systems-only.ts'
import { terminalTeller } from './terminal.ts'

/** Answers of the simulators take so long: as over a good line, and so that one can watch. */
const latencyMs = { once: 5, watched: 40 } as const

const names = { primero: 'Primero', ping: 'PING' } as const

/** The answer when a port cannot be had, in the form of a refusal. */
function portAnswer(busy: readonly BusyPort[]): Answer {
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

/** Ends with the process's order to stop; to be given back. */
function stopSignal(): { readonly signal: AbortSignal; readonly giveBack: () => void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const orders = ['SIGINT', 'SIGTERM'] as const
  for (const order of orders) process.on(order, stop)
  return {
    signal: controller.signal,
    giveBack: () => {
      for (const order of orders) process.removeListener(order, stop)
    },
  }
}

/** Waits, and no longer once the signal has come. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

function summary({ ok, chapters, totals }: PlayedStory, stopped: boolean): string {
  if (stopped) return '\nStopped.'
  const failed = chapters.find((chapter) => !chapter.ok)
  const ended = ok
    ? `The story ended as it should: ${chapters.length} chapters`
    : `The story did not end as it should: see "${failed?.title ?? ''}"`
  const { found, confirmed, waiting, attention } = totals
  return `\n${ended}; ${found} found, ${confirmed} confirmed, ${waiting} waiting, ${attention} needing attention.`
}

/** After the story: the simulators stay up and the exchange goes on, for a reader who looks around. */
async function stay(world: StoryWorld, telling: Telling): Promise<void> {
  const { teller, signal } = telling
  if (signal.aborted) return
  teller.say('')
  teller.say('The story is told; both systems stay up, and the exchange looks again every minute.')
  teller.say(`proGres  ${world.pages.ping}`)
  teller.say(`Primero  ${world.pages.primero}`)
  teller.say('Three more referrals by UNHCR, from another terminal:')
  teller.say(`curl -d '{"count":3,"seed":${world.seed + 1}}' ${world.pages.ping}/seed-referrals`)
  teller.say('Ctrl-C ends everything; nothing of it is kept.')
  await keepLooking(world, telling)
}

async function tellStory(order: SandboxOrder, telling: Telling, context: Context): Promise<Answer> {
  const { ports, seed, primeroVersion, does } = order
  const world = await openStoryWorld({
    ports,
    seed,
    primeroVersion,
    clock: context.clock,
    latencyMs: does === 'story' ? latencyMs.once : latencyMs.watched,
  })
  try {
    const played = await playStory(world, story, telling)
    const stopped = telling.signal.aborted
    if (does === 'story-and-stay' && played.ok) await stay(world, telling)
    const exit = played.ok || (stopped && does === 'story-and-stay') ? 0 : 1
    return { json: played, text: summary(played, telling.signal.aborted && !played.ok), exit }
  } finally {
    await world.close()
  }
}

/** `sandbox`: both simulators with invented children, and the story that is played in them (`interface.md`). */
export async function sandbox(options: SandboxOptions, context: Context): Promise<Outcome> {
  const order = orderOf(options)
  if (!order.ok) return order
  const busy = await busyPorts(order.value.ports)
  if (busy.length > 0) return { ok: true, value: portAnswer(busy) }

  const { does } = order.value
  // With --json stdout holds the answer alone: what goes on for long is told on stderr, the rest to nobody.
  const aloud = context.json ? terminalTeller(process.stderr) : terminalTeller(process.stdout)
  const teller = context.json && does === 'story' ? silentTeller : aloud
  const { signal, giveBack } = stopSignal()
  const pace = does === 'story' ? async () => {} : (ms: number) => pause(ms, signal)
  try {
    const answer =
      does === 'systems'
        ? await systemsOnly(order.value, teller, signal)
        : await tellStory(order.value, { teller, pace, signal }, context)
    return { ok: true, value: answer }
  } finally {
    giveBack()
  }
}
