import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canariesOf, inventPeople, seedReferrals } from '@ping-primero/sandbox'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { allChildren } from '../story/cast.ts'
import { playStory, story } from '../story/play.ts'
import { silentTeller } from '../story/teller.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import { openSandboxConsole } from './sandbox-console.ts'

const flows = '/d/sandbox/flows'

let world: StoryWorld

const seed = 3

function opened(canaries: boolean): Promise<StoryWorld> {
  return openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed,
    primeroVersion: '2.15',
    clock: {
      now: Date.now,
      sleep: async () => {
        await setImmediate()
      },
    },
    latencyMs: 0,
    requestsPerSecond: 0,
    canaries,
  })
}

/** A world in which every personal field is a marker of its own, and those markers. */
async function canaryWorld() {
  const world = await opened(true)
  const children = inventPeople({ seed, count: allChildren, canaries: true })
  const markers = canariesOf(children, ['name', 'phone', 'address', 'text', 'contact', 'number'])
  return { world, markers, [Symbol.asyncDispose]: world.close }
}

beforeEach(async () => {
  world = await opened(false)
  seedReferrals(world, { seed: 3, count: 2 })
})
afterEach(() => world.close())

/** The console of the sandbox, entered by the address that it told. */
async function entered(told: Promise<void>, of = world) {
  let address = ''
  const opened = await openSandboxConsole({
    world: of,
    port: 0,
    now: Date.now,
    told,
    tell: (one) => {
      address = one
    },
    faulted: (mark) => expect.unreachable(mark),
  })
  if (!opened.ok) throw new Error(opened.refusal.message)
  const { url, close } = opened.value
  const entry = await fetch(address, { redirect: 'manual' })
  const [cookie = ''] = entry.headers.getSetCookie()[0]?.split(';') ?? []
  const read = async (path = flows): Promise<string> =>
    (await fetch(`${url}${path}`, { headers: { cookie } })).text()
  const press = async (act: string, flow: Flow = '1.1'): Promise<string | null> => {
    const page = await read()
    const [seal = '', once = ''] = ['seal', 'once'].map(
      (name) => new RegExp(`name="${name}"\\s+value="([^"]+)"`).exec(page)?.[1],
    )
    const answer = await fetch(`${url}${flows}/${act}`, {
      method: 'POST',
      headers: { cookie, origin: url },
      body: new URLSearchParams({ seal, once, flow }),
      redirect: 'manual',
    })
    return answer.headers.get('location')
  }
  return { read, press, close }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate()
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
