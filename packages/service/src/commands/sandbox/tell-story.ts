import { setTimeout } from 'node:timers/promises'
import type { OpenSandboxConsole } from '../../console/sandbox-console.ts'
import type { Stage } from '../../console/sandbox/sandbox-of.ts'
import { story } from '../../story/play.ts'
import type { Telling } from '../../story/scene.ts'
import { storyteller } from '../../story/storyteller.ts'
import { openStoryWorld } from '../../story/world.ts'
import type { StoryWorld } from '../../story/world.ts'
import type { Answer, Context } from '../command.ts'
import { storyAnswer } from './answers.ts'
import { keepLooking } from './keep-looking.ts'
import type { SandboxOrder } from './options.ts'

/** Answers of the simulators take so long: as over a good line, and so that one can watch. */
const latencyMs = { once: 5, watched: 40 } as const

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

/** To whom the story is told, and until when. */
interface Audience extends Pick<Telling, 'teller' | 'signal'> {
  /** Somebody sits before it, who can open a browser. */
  readonly isWatched: boolean
}

/** Opens the console over a stage; null where that cannot be. */
async function openConsole(
  stage: Stage,
  { teller }: Audience,
  { clock }: Context,
): Promise<OpenSandboxConsole | null> {
  // Loaded only for whoever looks: it would make every other command start later.
  const { openSandboxConsole } = await import('../../console/sandbox-console.ts')
  const given = {
    port: consolePort,
    now: clock.now,
    tell: (address: string) => {
      teller.say('')
      teller.say('To look at it in a browser, open this address. It lets in once, within 10 minutes:')
      teller.say(address, 'typed')
    },
    faulted: (mark: string) => teller.say(`A page of the console could not be made (mark ${mark}).`, 'wrong'),
  }
  const opened = await openSandboxConsole(given, stage)
  if (opened.ok) return opened.value
  teller.say(`There is no console: ${opened.refusal.message}`, 'wrong')
  return null
}

/** Tells the story; from its start, each time with a world of its own, as often as somebody wants it. */
export async function tellStory(order: SandboxOrder, audience: Audience, context: Context): Promise<Answer> {
  let opened: OpenSandboxConsole | null = null
  const show = async (stage: Stage): Promise<void> => {
    if (opened !== null) await opened.show(stage)
    else if (audience.isWatched) opened = await openConsole(stage, audience, context)
  }
  const leave = async (): Promise<void> => opened?.leave()
  try {
    for (let { ports } = order; ;) {
      const world = await openWorld({ ...order, ports }, context)
      const told = await tellIn(world, order, audience, { show, leave })
      if (told !== 'again') return told
      ports = { primero: world.primero.port, ping: world.ping.port }
      audience.teller.say('')
      audience.teller.say('From the start: with systems and a ledger in which nothing has happened yet.')
    }
  } finally {
    await closeConsole(opened)
  }
}

async function closeConsole(opened: OpenSandboxConsole | null): Promise<void> {
  await opened?.close()
}

function openWorld(
  { ports, seed, primeroVersion, does }: SandboxOrder,
  { clock }: Context,
): Promise<StoryWorld> {
  const wait = does === 'story' ? latencyMs.once : latencyMs.watched
  return openStoryWorld({ ports, seed, primeroVersion, clock, latencyMs: wait })
}

/** Tells the story in a world, and closes that. */
async function tellIn(
  world: StoryWorld,
  { does }: SandboxOrder,
  { teller, signal: ends }: Audience,
  pages: { readonly show: (stage: Stage) => Promise<void>; readonly leave: () => Promise<void> },
): Promise<Answer | 'again'> {
  const afresh = new AbortController()
  const signal = AbortSignal.any([ends, afresh.signal])
  const pace = does === 'story' ? async () => {} : (ms: number) => pause(ms, signal)
  const telling = { teller, pace, signal }
  const told = storyteller({ world, chapters: story, telling, again: () => afresh.abort() })
  try {
    await pages.show({ world, story: told })
    const played = await told.tell()
    if (does === 'story-and-stay' && played.ok) await stay(world, telling)
    return afresh.signal.aborted && !ends.aborted ? 'again' : storyAnswer(played, does, ends.aborted)
  } finally {
    await pages.leave()
    await world.close()
  }
}
