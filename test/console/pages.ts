import { setTimeout as sleep } from 'node:timers/promises'
import { consoleApp } from '@ping-primero/console/app.ts'
import { hostWith } from '@ping-primero/console/host.fixture.ts'
import type { Role } from '@ping-primero/console/roles.ts'
import { readDeployment } from '../../packages/service/src/configuration/read-deployment.ts'
import { consoleDeployment } from '../../packages/service/src/console/deployment.ts'
import { consoleHost } from '../../packages/service/src/console/host.ts'
import { listenHere } from '../../packages/service/src/console/listen.ts'
import { sandboxOf } from '../../packages/service/src/console/sandbox/sandbox-of.ts'
import { playStory, story } from '../../packages/service/src/story/play.ts'
import { sandboxEnvironment } from '../../packages/service/src/story/sandbox-environment.ts'
import type { Chapter } from '../../packages/service/src/story/scene.ts'
import { storyteller, type Storyteller } from '../../packages/service/src/story/storyteller.ts'
import { silentTeller } from '../../packages/service/src/story/teller.ts'
import { openStoryWorld, type StoryWorld } from '../../packages/service/src/story/world.ts'
import { somebody } from './somebody.ts'

/** What of the story is played, and when. */
interface Staging {
  readonly chapters?: readonly Chapter[]
  readonly now?: () => number
  /** How many times longer than reading it everything takes, by the story's own clock. */
  readonly slowness?: number
}

/** The story, played to its end over simulators of its own. */
export async function playedStory({
  chapters = story,
  now = Date.now,
  slowness = 0,
}: Staging = {}): Promise<StoryWorld> {
  const world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 1,
    primeroVersion: '2.15',
    clock: { now, sleep: async (ms) => sleep(ms) },
    latencyMs: 0,
  })
  const signal = new AbortController().signal
  const pace = async (ms: number): Promise<void> => world.advance(ms * slowness)
  const played = await playStory(world, chapters, { teller: silentTeller, pace, signal })
  if (!played.ok) throw new Error('The story did not come to its end.')
  return world
}

/** The story of a world in which it was told before. */
export function toldStory(world: StoryWorld): Storyteller {
  const telling = { teller: silentTeller, pace: async () => {}, signal: new AbortController().signal }
  const teller = storyteller({ world, chapters: [], telling, again: () => {} })
  void teller.tell()
  return teller
}

/** A console over a story's ledger that answers whoever asks as somebody with a role. */
export interface OpenPages extends AsyncDisposable {
  readonly url: string
  /** What went wrong while pages were made. */
  readonly faults: readonly unknown[]
}

/** Opens the console over a story's ledger for a role, beside other countries of which nothing is known yet. */
export async function openPages(
  world: StoryWorld,
  role: Role,
  others: readonly { readonly name: string; readonly title: string }[] = [],
): Promise<OpenPages> {
  const read = readDeployment(world.deployment, sandboxEnvironment)
  if (!read.ok) throw new Error('The deployment of the sandbox cannot be read.')
  const faults: unknown[] = []
  const deployment = consoleDeployment(read.value.deployment, true)
  const { undertakings, verifications, comparisons, looks, checks, entry } = hostWith({}, role)
  const host = consoleHost(world.store, sandboxEnvironment, {
    deployments: () => [deployment, ...others.map((other) => ({ ...deployment, ...other }))],
    undertakings,
    verifications,
    comparisons,
    looks,
    checks,
    sandbox: sandboxOf({ world, story: toldStory(world) }, read.value.deployment),
    entry: somebody(entry, role),
    now: world.now,
    refused: () => {},
    faulted: (_mark, error) => faults.push(error),
  })
  const { url, close } = await listenHere(consoleApp(host).fetch, 0)
  return { url, faults, [Symbol.asyncDispose]: close }
}
