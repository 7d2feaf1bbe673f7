import { setImmediate } from 'node:timers/promises'
import { expect } from 'vitest'
import { canariesOf, inventPeople } from '@ping-primero/sandbox'
import { allChildren } from '../story/cast.ts'
import { openStoryWorld, type StoryWorld } from '../story/world.ts'
import { storyteller, type Storyteller } from '../story/storyteller.ts'
import { silentTeller } from '../story/teller.ts'
import type { Stage } from './sandbox/sandbox-of.ts'
import { openSandboxConsole, type SandboxConsole } from './sandbox-console.ts'

const seed = 3

/** Both simulators and a ledger, at full speed; with canaries every personal field is a marker of its own. */
export function openQuickWorld(canaries: boolean): Promise<StoryWorld> {
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

/** A world of markers, and those that no page may show. */
export async function canaryWorld() {
  const world = await openQuickWorld(true)
  const children = inventPeople({ seed, count: allChildren, canaries: true })
  const markers = canariesOf(children, ['name', 'phone', 'address', 'text', 'contact', 'number'])
  return { world, children, markers, [Symbol.asyncDispose]: world.close }
}

/** A story of no chapter, which is told. */
export function untold(world: StoryWorld): Storyteller {
  const telling = { teller: silentTeller, pace: async () => {}, signal: new AbortController().signal }
  const teller = storyteller({ world, chapters: [], telling, again: () => {} })
  void teller.tell()
  return teller
}

/** The console of the sandbox over a world in which no story is told. */
export function enterSandbox(told: Promise<void>, world: StoryWorld) {
  return enterStage({ world, story: { ...untold(world), ended: told } })
}

/** The console of the sandbox, entered by the address that it told. */
export async function enterStage(stage: Stage) {
  let address = ''
  const given: SandboxConsole = {
    port: 0,
    now: Date.now,
    tell: (one) => {
      address = one
    },
    faulted: (mark) => expect.unreachable(mark),
  }
  const opened = await openSandboxConsole(given, stage)
  if (!opened.ok) throw new Error(opened.refusal.message)
  const { url, close, show, leave } = opened.value
  const entry = await fetch(address, { redirect: 'manual' })
  const [cookie = ''] = entry.headers.getSetCookie()[0]?.split(';') ?? []
  const ask = (path: string, language = 'en'): Promise<Response> =>
    fetch(`${url}${path}`, { headers: { cookie: `${cookie}; language=${language}` }, redirect: 'manual' })
  /** Presses a button: sends a form with what a page of today puts into every one. */
  const press = async (path: string, fields: Readonly<Record<string, string>> = {}): Promise<Response> => {
    const page = await (await ask('/d/sandbox/flows')).text()
    const [sealed = '', once = ''] = ['seal', 'once'].map(
      (name) => new RegExp(`name="${name}"\\s+value="([^"]+)"`).exec(page)?.[1],
    )
    return fetch(`${url}${path}`, {
      method: 'POST',
      headers: { cookie, origin: url },
      body: new URLSearchParams({ seal: sealed, once, ...fields }),
      redirect: 'manual',
    })
  }
  return { ask, press, close, show, leave }
}

/** Goes on once something holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate()
}
