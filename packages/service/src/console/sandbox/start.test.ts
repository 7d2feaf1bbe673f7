import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { story } from '../../story/play.ts'
import { storyteller } from '../../story/storyteller.ts'
import { silentTeller } from '../../story/teller.ts'
import type { StoryWorld } from '../../story/world.ts'
import { enterStage, openQuickWorld } from '../sandbox-console.fixture.ts'

let world: StoryWorld

beforeEach(async () => {
  world = await openQuickWorld(false)
})
afterEach(() => world.close())

/** The whole story over the world, with readers who take their time. */
function slowStory(of = world) {
  const controller = new AbortController()
  const again = vi.fn()
  const telling = { teller: silentTeller, pace: () => setImmediate(), signal: controller.signal }
  return { told: storyteller({ world: of, chapters: story, telling, again }), again, controller }
}

test('whoever enters comes to the start, sees what came of each chapter, and tells it at once', async () => {
  const { told } = slowStory()
  told.hold()
  const telling = told.tell()
  const { ask, press, close } = await enterStage({ world, story: told })
  expect((await ask('/')).headers.get('location')).toBe('/start')
  const before = await (await ask('/start')).text()
  expect(before).toContain('The story is held where it stands.')
  expect(before).toContain('Children referred to Primero: 0')
  expect((await press('/start/at-once')).headers.get('location')).toBe('/start?did=told#done')
  expect((await telling).ok).toBe(true)
  const after = await (await ask('/start?did=told')).text()
  expect(after).toContain('The story is told to its end')
  expect(after).toContain('8 found, 7 confirmed, 1 needs attention')
  expect(after).toContain('Children referred to Primero: 11')
  expect(after).toContain('Children referred to UNHCR: 6')
  expect(await (await ask('/d/sandbox/today')).text()).toContain('<a href="/start">The sandbox</a>')
  await close()
})

test('from the start, whoever is in stays in, and nothing of before is there', async () => {
  const { told, again, controller } = slowStory()
  const telling = told.tell()
  const { ask, press, show, leave, close } = await enterStage({ world, story: told })
  expect(await told.tellAtOnce()).toBe('told')
  await telling
  expect((await press('/start/again')).headers.get('location')).toBe('/start?did=begun#done')
  expect(again).toHaveBeenCalledOnce()
  controller.abort()

  await leave()
  const asked = ask('/start')
  await using next = { world: await openQuickWorld(false), [Symbol.asyncDispose]: () => next.world.close() }
  const { told: another } = slowStory(next.world)
  another.hold()
  await show({ world: next.world, story: another })
  const page = await (await asked).text()
  expect(page).toContain('The story is held where it stands.')
  expect(page).toContain('Children referred to Primero: 0')
  const history = await next.world.store.pages.historyPage(
    {
      deployment: 'sandbox',
      flow: null,
      doer: null,
      by: null,
      items: null,
      from: null,
      until: null,
      before: null,
    },
    10,
  )
  expect(history.entries.map(({ what }) => what)).toEqual(['signed-in'])
  await close()
})
