import type { Sandbox } from '@ping-primero/console/sandbox/sandbox.ts'
import type { Storyteller } from '../../story/storyteller.ts'
import type { StoryWorld } from '../../story/world.ts'
import { seatsOf } from './seats.ts'

/** A world, and the story that is told in it. */
export interface Stage {
  readonly world: StoryWorld
  readonly story: Storyteller
}

/** What a stage lends the pages that are of a sandbox alone. */
export function sandboxOf({ world, story }: Stage, deployment: string): Sandbox {
  return { deployment, story, seats: () => seatsOf(world) }
}
