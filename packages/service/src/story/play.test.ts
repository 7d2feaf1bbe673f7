import { afterEach, beforeEach, expect, test } from 'vitest'
import { playStory, story } from './play.ts'
import type { Chapter, Telling } from './scene.ts'
import { silentTeller } from './teller.ts'
import { openStoryWorld } from './world.ts'
import type { StoryWorld } from './world.ts'

let world: StoryWorld

beforeEach(async () => {
  world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 3,
    primeroVersion: '2.15',
    clock: { now: Date.now, sleep: async () => {} },
    latencyMs: 0,
    requestsPerSecond: 0,
  })
})
afterEach(() => world.close())

function telling(more: Partial<Telling> = {}): Telling {
  return { teller: silentTeller, pace: async () => {}, signal: new AbortController().signal, ...more }
}

/** A chapter that brings something about before another one is played. */
function bring(title: string, act: () => void): Chapter {
  return { name: 'the-cast', title, play: async () => act() }
}

/** The story up to a chapter, with something that goes wrong before that. */
async function spoiltBefore(title: string, act: () => void) {
  const at = story.findIndex((chapter) => chapter.title === title)
  if (at < 0) throw new Error('There is no such chapter.')
  const played = await playStory(world, story.toSpliced(at, 0, bring('Mischief', act)), telling())
  const last = played.chapters.at(-1)
  return { ok: played.ok, stoppedIn: last?.title, says: last?.says.at(-1) }
}

test('something that is not as it should be ends the story and is named', async () => {
  const spoilt = await spoiltBefore('UNHCR decides', () => {
    world.ping.act.decide([...world.ping.store.referrals.keys()][0] ?? '', {
      decision: 'accepted',
      status: 125_080_777,
    })
  })
  expect(spoilt).toEqual({
    ok: false,
    stoppedIn: 'UNHCR decides',
    says: 'This is not as it should be. Decisions made: expected 5, found 4.',
  })
})

test('a referral that PING fails is seen as missing', async () => {
  const spoilt = await spoiltBefore('Caseworkers refer children to UNHCR', () => {
    let failed = 0
    world.ping.settings.processing = { afterChecks: 0, fails: () => ((failed += 1) === 1 ? 'lookup' : null) }
  })
  expect(spoilt).toMatchObject({
    ok: false,
    says: 'This is not as it should be. Referrals that reached proGres: expected 5, found 4.',
  })
})

test('a row that somebody takes out of a case behind the back of the exchange is seen', async () => {
  const spoilt = await spoiltBefore('The mapping is mended', () => {
    const found = [...world.primero.store.cases()].find(({ data }) => data['owned_by'] === 'caseworker1')
    const rows = found?.data['services_section'] as readonly { readonly unique_id: string }[]
    world.primero.act.removeService('caseworker1', found?.id ?? '', rows[0]?.unique_id ?? '')
  })
  expect(spoilt).toMatchObject({ ok: false, stoppedIn: 'The mapping is mended' })
})

test('a referral that is doubled behind the back of the exchange is seen in the balance', async () => {
  const spoilt = await spoiltBefore('The balance', () => {
    const [referral] = world.ping.store.referrals.values()
    world.ping.act.receive(referral?.fields ?? {})
  })
  expect(spoilt).toEqual({
    ok: false,
    stoppedIn: 'The balance',
    says: 'This is not as it should be. Referrals of caseworkers, each in proGres once: expected 5, found 4.',
  })
})

test('a refusal of the service ends the story in its own words', async () => {
  const spoilt = await spoiltBefore('UNHCR refers children to Primero', () => {
    world.addMappingRow('service-types-in', 'BID,twice')
  })
  expect(spoilt).toMatchObject({
    ok: false,
    stoppedIn: 'UNHCR refers children to Primero',
    says: expect.stringContaining('The exchange refused to take the referrals from proGres to Primero'),
  })
})

test('the order to stop ends the story between two lines, and that is no good end', async () => {
  const controller = new AbortController()
  const told: string[] = []
  const played = await playStory(
    world,
    story,
    telling({
      signal: controller.signal,
      teller: {
        ...silentTeller,
        say: (line) => {
          told.push(line)
          if (told.length === 2) controller.abort()
        },
      },
    }),
  )
  expect(told).toHaveLength(2)
  expect(played).toMatchObject({
    ok: false,
    chapters: [{ title: 'The cast', ok: false, says: told, runs: [] }],
  })
})

test('a defect is thrown, not told as a chapter', async () => {
  const broken = bring('Broken', () => {
    throw new TypeError('broken')
  })
  await expect(playStory(world, [broken], telling())).rejects.toThrow('broken')
})

test('a flow that somebody paused lets the story wait, and it goes on when the flow is let run again', async () => {
  const act = { by: 'someone', at: new Date(world.now()).toISOString() }
  const { operators } = world.store
  await operators.pause('sandbox', '1.1', 'looking around', act)
  const said: string[] = []
  const teller = { ...silentTeller, say: (line: string) => said.push(line) }
  const pace = async (ms: number): Promise<void> => {
    if (ms === 1_000) await operators.resume('sandbox', '1.1', act)
  }
  const played = await playStory(world, story.slice(0, 2), telling({ teller, pace }))
  expect(played.chapters.map(({ ok }) => ok)).toEqual([true, true])
  expect(said.filter((line) => line.includes('when somebody lets it run again'))).toHaveLength(1)
})

test('the order to stop ends the story while a flow is paused', async () => {
  const act = { by: 'someone', at: new Date(world.now()).toISOString() }
  await world.store.operators.pause('sandbox', '1.1', 'looking around', act)
  const controller = new AbortController()
  const pace = async (ms: number): Promise<void> => {
    if (ms === 1_000) controller.abort()
  }
  const played = await playStory(world, story.slice(0, 2), telling({ pace, signal: controller.signal }))
  expect(played.ok).toBe(false)
})
