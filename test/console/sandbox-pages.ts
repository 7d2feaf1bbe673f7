import {
  openSandboxConsole,
  type SandboxConsole,
} from '../../packages/service/src/console/sandbox-console.ts'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { toldStory } from './pages.ts'

/** The console of a sandbox with all that it does, as it opens beside the story. */
export interface SandboxPages extends AsyncDisposable {
  readonly url: string
  /** The address that lets in, once. */
  readonly address: string
  /** The marks of pages that could not be made. */
  readonly faults: readonly string[]
}

/** Opens the sandbox's own console over a story that was told to its end. */
export async function openSandboxPages(world: StoryWorld): Promise<SandboxPages> {
  const faults: string[] = []
  let address = ''
  const given: SandboxConsole = {
    port: 0,
    now: Date.now,
    tell: (one) => {
      address = one
    },
    faulted: (mark) => faults.push(mark),
  }
  const opened = await openSandboxConsole(given, { world, story: toldStory(world) })
  if (!opened.ok) throw new Error(opened.refusal.message)
  const { url, close } = opened.value
  return { url, address, faults, [Symbol.asyncDispose]: close }
}
