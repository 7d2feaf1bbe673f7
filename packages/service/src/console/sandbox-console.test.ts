import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { seedReferrals } from '@ping-primero/sandbox'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import { openSandboxConsole } from './sandbox-console.ts'

const flows = '/d/sandbox/flows'

let world: StoryWorld

beforeEach(async () => {
  world = await openStoryWorld({
    ports: { primero: 0, ping: 0 },
    seed: 3,
    primeroVersion: '2.15',
    clock: {
      now: Date.now,
      sleep: async () => {
        await setImmediate()
      },
    },
    latencyMs: 0,
  })
  seedReferrals(world, { seed: 3, count: 2 })
})
afterEach(() => world.close())

/** The console of the sandbox, entered by the address that it told. */
async function entered(told: Promise<void>) {
  let address = ''
  const opened = await openSandboxConsole({
    world,
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
  const press = async (act: string): Promise<string | null> => {
    const page = await read()
    const [seal = '', once = ''] = ['seal', 'once'].map(
      (name) => new RegExp(`name="${name}"\\s+value="([^"]+)"`).exec(page)?.[1],
    )
    const answer = await fetch(`${url}${flows}/${act}`, {
      method: 'POST',
      headers: { cookie, origin: url },
      body: new URLSearchParams({ seal, once, flow: '1.1' }),
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
