import { officersDecide, seedOutgoing } from '@ping-primero/sandbox'
import {
  openSandboxConsole,
  type SandboxConsole,
} from '../../packages/service/src/console/sandbox-console.ts'
import { allChildren } from '../../packages/service/src/story/cast.ts'
import { mappingIsMended } from '../../packages/service/src/story/chapters/mapping-is-mended.ts'
import { theBalance } from '../../packages/service/src/story/chapters/the-balance.ts'
import { story } from '../../packages/service/src/story/play.ts'
import { simulatedCases } from '../../packages/service/src/story/simulated.ts'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { playedStory, toldStory } from '../../test/console/pages.ts'
import type { Known } from './pictures.ts'

/** 26 November 2026, 08:42 in Addis Ababa: pictures that are taken again show the same day. */
const beginsMs = Date.parse('2026-11-26T05:42:00.000Z')

/** A console over a story in which something needs attention, and its consent was withdrawn. */
export interface Scene extends AsyncDisposable {
  /** The address that lets in, once. */
  readonly entrance: string
  readonly url: string
  readonly known: Known
}

/** Plays the scene, and opens its console. */
export async function openScene(): Promise<Scene> {
  const startedMs = Date.now()
  const world = await playedStory({
    chapters: story.filter((chapter) => chapter !== mappingIsMended && chapter !== theBalance),
    now: () => beginsMs + Date.now() - startedMs,
    slowness: 40,
  })
  const [decided = ''] = numbersToUnhcr(world)
  const withdrawn = await withdrawConsent(world)
  let entrance = ''
  const given: SandboxConsole = {
    port: 0,
    now: world.now,
    tell: (address) => {
      entrance = address
    },
    faulted: (mark) => console.error(`A page could not be made: ${mark}`),
  }
  const opened = await openSandboxConsole(given, { world, story: toldStory(world) })
  if (!opened.ok) throw new Error('The console of the sandbox cannot be opened.')
  const { url, close } = opened.value
  return {
    entrance,
    url,
    known: { decided, withdrawn },
    [Symbol.asyncDispose]: async () => {
      await close()
      await world.close()
    },
  }
}

/** One more child is referred to UNHCR; its family takes the consent back before UNHCR answers. Gives its number. */
async function withdrawConsent(world: StoryWorld): Promise<string> {
  const { ping, primero, seed, canaries } = world
  const before = new Set(numbersToUnhcr(world))
  const seeded = seedOutgoing(primero, { from: allChildren, count: 1, seed, canaries })
  await world.run('2.1')
  const number = numbersToUnhcr(world).find((one) => !before.has(one))
  const [referred] = seeded
  if (referred === undefined || number === undefined) throw new Error('Nothing more was referred to UNHCR.')
  const owner = simulatedCases(primero).find(({ id }) => id === referred.caseId)?.owner ?? ''
  primero.act.setConsent(owner, referred.caseId, { services: false, others: false })
  officersDecide(ping, { seed, rejectShare: 0 })
  await world.run('2.2')
  return number
}

/** The numbers that proGres has given to referrals of caseworkers, the oldest first. */
function numbersToUnhcr({ ping }: StoryWorld): readonly string[] {
  return [...ping.store.referrals.values()].map(({ number }) => number)
}
