import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { playStory, story } from '../story/play.ts'
import { silentTeller } from '../story/teller.ts'
import type { StoryWorld } from '../story/world.ts'
import { canaryWorld, enterSandbox, openQuickWorld, until } from './sandbox-console.fixture.ts'

const flows = '/d/sandbox/flows'

let world: StoryWorld

beforeEach(async () => {
  world = await openQuickWorld(false)
  seedReferrals(world, { seed: 3, count: 2 })
})
afterEach(() => world.close())

/** The console of the sandbox, at its flows. */
async function entered(told: Promise<void>, of = world) {
  const { ask, press, close } = await enterSandbox(told, of)
  return {
    read: async (path = flows): Promise<string> => (await ask(path)).text(),
    press: async (act: string, flow: Flow = '1.1'): Promise<string | null> =>
      (await press(`${flows}/${act}`, { flow })).headers.get('location'),
    close,
  }
}

test('a flow is tried and run from the page against both simulators', async () => {
  const { read, press, close } = await entered(Promise.resolve())
  expect(await press('try')).toBe(`${flows}?begun=try&flow=1.1#done`)
  await until(async () => (await read()).includes('id="tried-f11"'))
  expect(await world.store.pages.lastRuns('sandbox')).toEqual([])
  expect(await press('run')).toBe(`${flows}?begun=run&flow=1.1#done`)
  await until(async () => (await read(`${flows}?begun=run&flow=1.1`)).includes('was run'))
  expect(await read(`${flows}?begun=run&flow=1.1`)).toContain('2 found, 2 confirmed')
  await close()
})

test('while the story is told nothing is run beside it, and closing does not wait for its end', async () => {
  const { read, press, close } = await entered(new Promise(() => {}))
  await press('run')
  expect(await read()).toContain('It begins as soon as no other look is under way.')
  await close()
  expect(await world.store.pages.lastRuns('sandbox')).toEqual([])
})

test('of no child anything stands on the page of what would be written, of any flow', async () => {
  await using seen = await canaryWorld()
  const { read, press, close } = await entered(Promise.resolve(), seen.world)
  const shown = new Set<Flow>()
  const look = async (flow: Flow): Promise<void> => {
    await press('try', flow)
    await until(async () =>
      (await read(`${flows}?begun=try&flow=${flow}`)).includes('was tried without writing'),
    )
    const page = await read(`${flows}?begun=try&flow=${flow}`)
    if (page.includes('One of them, field by field')) shown.add(flow)
    expect(seen.markers.filter((marker) => page.includes(marker))).toEqual([])
  }
  const world = { ...seen.world, run: async (flow: Flow) => (await look(flow), seen.world.run(flow)) }
  const signal = new AbortController().signal
  const played = await playStory(world, story, { teller: silentTeller, pace: async () => {}, signal })
  expect([played.ok, [...shown].toSorted()]).toEqual([true, ['1.1', '1.2', '2.1', '2.2']])
  await close()
})
