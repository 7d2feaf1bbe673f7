import { setTimeout } from 'node:timers/promises'
import { playStory, story } from '../../story/play.ts'
import type { Telling } from '../../story/scene.ts'
import { silentTeller } from '../../story/teller.ts'
import { openStoryWorld } from '../../story/world.ts'
import type { StoryWorld } from '../../story/world.ts'
import type { Answer, Context, Outcome } from '../command.ts'
import { portsInWords, storyAnswer } from './answers.ts'
import { busyPorts } from './busy-ports.ts'
import type { SandboxOptions } from './command.ts'
import { keepLooking } from './keep-looking.ts'
import { orderOf } from './options.ts'
import type { SandboxOrder } from './options.ts'
import { systemsOnly } from './systems-only.ts'
import { terminalTeller } from './terminal.ts'
import { refused } from '../../refusals/refusal.ts'

/** Answers of the simulators take so long: as over a good line, and so that one can watch. */
const latencyMs = { once: 5, watched: 40 } as const

/** Ends with the process's order to stop; to be given back. */
function stopSignal(): { readonly signal: AbortSignal; readonly giveBack: () => void } {
  const controller = new AbortController()
  const stop = (): void => controller.abort()
  const orders = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const order of orders) process.on(order, stop)
  // Nobody watches any more, and nobody could press Ctrl-C.
  process.stdout.on('error', stop)
  return {
    signal: controller.signal,
    giveBack: () => {
      process.stdout.removeListener('error', stop)
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

/** What an operator asks, to be typed in a second terminal: it needs the ledger of this story and nothing else. */
async function commandsToTry(world: StoryWorld): Promise<readonly string[]> {
  const { interventionNumber, refIopNumber, caseIdDisplay } = (await world.inNeed())?.numbers ?? {}
  const number = interventionNumber ?? refIopNumber ?? caseIdDisplay
  return [
    `export LEDGER_URL='${world.ledgerUrl}'`,
    'npx ping-primero status',
    'npx ping-primero list',
    ...(number === undefined ? [] : [`npx ping-primero explain ${number}`]),
  ]
}

/** After the story: the simulators stay up and the exchange goes on, for a reader who looks around. */
async function stay(world: StoryWorld, telling: Telling): Promise<void> {
  const { teller, signal } = telling
  if (signal.aborted) return
  teller.say('')
  teller.say(
    'The story is told; both systems stay up. The exchange looks again every minute, more often than by the schedule that ' +
      'status tells of.',
  )
  teller.say(`proGres  ${world.pages.ping}`)
  teller.say(`Primero  ${world.pages.primero}`)
  teller.say('What an operator would ask, from another terminal in this folder:')
  for (const command of await commandsToTry(world)) teller.say(command, 'typed')
  teller.say('Three more referrals by UNHCR, from another terminal (another seed each time):')
  teller.say(`curl -d '{"count":3,"seed":${world.seed + 1}}' ${world.pages.ping}/seed-referrals`, 'typed')
  teller.say('Ctrl-C ends everything; nothing of it is kept.')
  await keepLooking(world, telling)
}

/** The console's port, unless another program has it. */
const consolePort = 4100

/** Opens the console over the story, and gives how to close it. */
async function openConsole(
  world: StoryWorld,
  { teller }: Telling,
  { clock }: Context,
  told: Promise<void>,
): Promise<() => Promise<void>> {
  // Loaded only for whoever looks: it would make every other command start later.
  const { openSandboxConsole } = await import('../../console/sandbox-console.ts')
  const opened = await openSandboxConsole({
    world,
    port: consolePort,
    now: clock.now,
    told,
    tell: (address) => {
      teller.say('')
      teller.say('To look at it in a browser, open this address. It lets in once, within 10 minutes:')
      teller.say(address, 'typed')
    },
    faulted: (mark) => teller.say(`A page of the console could not be made (mark ${mark}).`, 'wrong'),
  })
  if (opened.ok) return opened.value.close
  teller.say(`There is no console: ${opened.refusal.message}`, 'wrong')
  return async () => {}
}

async function tellStory(
  order: SandboxOrder,
  telling: Telling,
  context: Context,
  isWatched: boolean,
): Promise<Answer> {
  const { ports, seed, primeroVersion, does } = order
  const world = await openStoryWorld({
    ports,
    seed,
    primeroVersion,
    clock: context.clock,
    latencyMs: does === 'story' ? latencyMs.once : latencyMs.watched,
  })
  const { promise: told, resolve: tellEnd } = Promise.withResolvers<void>()
  let closeConsole = async (): Promise<void> => {}
  try {
    if (isWatched) closeConsole = await openConsole(world, telling, context, told)
    const played = await playStory(world, story, telling)
    tellEnd()
    if (does === 'story-and-stay' && played.ok) await stay(world, telling)
    return storyAnswer(played, does, telling.signal.aborted)
  } finally {
    await closeConsole()
    await world.close()
  }
}

/** `sandbox`: both simulators with invented children, and the story that is played in them (`interface.md`). */
export async function sandbox(options: SandboxOptions, context: Context): Promise<Outcome> {
  const order = orderOf(options)
  if (!order.ok) return order
  const busy = await busyPorts(order.value.ports)
  if (busy.length > 0) return refused('port-taken', portsInWords(busy))

  const { does } = order.value
  // With --json stdout holds the answer alone: what goes on for long is told on stderr, the rest to nobody.
  const screen = context.json ? process.stderr : process.stdout
  const aloud = terminalTeller(screen)
  const isWatched = does === 'story-and-stay' && screen.isTTY
  const teller = context.json && does === 'story' ? silentTeller : aloud
  const { signal, giveBack } = stopSignal()
  const pace = does === 'story' ? async () => {} : (ms: number) => pause(ms, signal)
  try {
    const answer =
      does === 'systems'
        ? await systemsOnly(order.value, teller, signal)
        : await tellStory(order.value, { teller, pace, signal }, context, isWatched)
    return { ok: true, value: answer }
  } finally {
    giveBack()
  }
}
