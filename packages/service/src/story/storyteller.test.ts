import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { english } from '@ping-primero/console/words/catalogue.ts'
import { seedReferrals } from '@ping-primero/sandbox'
import { expect as expectCount } from './deviation.ts'
import { story } from './play.ts'
import type { Chapter } from './scene.ts'
import { storyteller } from './storyteller.ts'
import { silentTeller } from './teller.ts'
import { openStoryWorld, type StoryWorld } from './world.ts'

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

const refers: Chapter = {
  name: 'unhcr-refers',
  title: 'UNHCR refers children to Primero',
  play: async ({ say, run }) => {
    seedReferrals(world, { seed: 3, count: 2 })
    await say('Two children are referred.')
    await run('1.1')
  },
}
const rests: Chapter = {
  name: 'the-balance',
  title: 'The balance',
  play: async ({ say }) => say('All is well.'),
}

/** A story whose reader never comes to the end of a line. */
function endless(chapters: readonly Chapter[] = [refers, rests]) {
  const controller = new AbortController()
  const pace = vi.fn(
    (_ms: number) =>
      new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve())),
  )
  const again = vi.fn()
  const telling = { teller: silentTeller, pace, signal: controller.signal }
  return { teller: storyteller({ world, chapters, telling, again }), pace, again, controller }
}

test('what was told so far is known, with what came of it, and what comes next', async () => {
  const { teller, pace, controller } = endless()
  const telling = teller.tell()
  await vi.waitFor(() => expect(pace).toHaveBeenCalled())
  expect(teller.now()).toEqual({
    standing: 'playing',
    chapters: [{ name: 'unhcr-refers', says: ['Two children are referred.'], runs: [] }],
    next: 'the-balance',
  })
  controller.abort()
  expect((await telling).ok).toBe(false)
})

test('told at once, it does not wait for a reader, and counts what the exchange did', async () => {
  const { teller } = endless()
  const telling = teller.tell()
  expect(await teller.tellAtOnce()).toBe('told')
  expect((await telling).ok).toBe(true)
  await teller.ended
  const { standing, chapters, next } = teller.now()
  expect([standing, next, chapters.map(({ name }) => name)]).toEqual([
    'told',
    null,
    ['unhcr-refers', 'the-balance'],
  ])
  expect(chapters[0]?.runs).toEqual([
    {
      flow: '1.1',
      counts: { confirmed: 2, waiting: 0, attention: 0, withdrawn: 0, handled: 0 },
      reasons: [],
    },
  ])
})

test('held, it stands where it is until it goes on', async () => {
  const { teller, pace } = endless()
  pace.mockImplementation(async () => {})
  teller.hold()
  const telling = teller.tell()
  await vi.waitFor(() => expect(teller.now().chapters[0]?.says).toHaveLength(1))
  expect(teller.now().standing).toBe('held')
  expect(teller.now().chapters[0]?.runs).toEqual([])
  teller.goOn()
  expect((await telling).ok).toBe(true)
  expect(teller.now().standing).toBe('told')
})

test('held, it ends when everything ends', async () => {
  const { teller, controller } = endless()
  teller.hold()
  const telling = teller.tell()
  controller.abort()
  expect((await telling).ok).toBe(false)
})

test('told at once, it says so where it waits for a flow that somebody paused', async () => {
  const { teller, pace } = endless()
  pace.mockImplementation(() => setImmediate())
  const act = { by: 'someone', at: new Date().toISOString() }
  await world.store.operators.pause('sandbox', '1.1', 'a look round', act)
  const telling = teller.tell()
  expect(await teller.tellAtOnce()).toBe('paused')
  expect(teller.now().standing).toBe('playing')
  await world.store.operators.resume('sandbox', '1.1', act)
  expect((await telling).ok).toBe(true)
  expect(await teller.tellAtOnce()).toBe('told')
})

test('one that does not go as it should says so', async () => {
  const wrong: Chapter = { ...refers, play: async () => expectCount('Referrals found', 1, 2) }
  const { teller } = endless([wrong])
  const telling = teller.tell()
  expect(await teller.tellAtOnce()).toBe('wrong')
  expect((await telling).ok).toBe(false)
  expect(teller.now().standing).toBe('wrong')
})

test('the console calls each chapter as the story does', () => {
  for (const { name, title } of story) expect(english).toHaveProperty([`chapter.${name}`], title)
})
