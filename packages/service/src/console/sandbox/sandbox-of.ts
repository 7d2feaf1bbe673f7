import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { Sandbox } from '@ping-primero/console/sandbox/sandbox.ts'
import { readDeployment } from '../../configuration/read-deployment.ts'
import { sandboxEnvironment } from '../../story/sandbox-environment.ts'
import type { Storyteller } from '../../story/storyteller.ts'
import type { StoryWorld } from '../../story/world.ts'
import { caseworkerDesk } from './caseworker-desk.ts'
import { officerDesk } from './officer-desk.ts'
import { sayings } from './said.ts'
import { seatsOf } from './seats.ts'
import { troubleOf } from './trouble.ts'

/** A world, and the story that is told in it. */
export interface Stage {
  readonly world: StoryWorld
  readonly story: Storyteller
}

/** What a stage lends the pages that are of a sandbox alone. */
export function sandboxOf({ world, story }: Stage, first: Deployment): Sandbox {
  let known = first
  const deployment = (): Deployment => {
    const read = readDeployment(world.deployment, sandboxEnvironment)
    if (read.ok) known = read.value.deployment
    return known
  }
  const given = { world, deployment, sayings: sayings() }
  return {
    deployment: first.name,
    story,
    seats: () => seatsOf(world),
    officer: officerDesk(given),
    caseworker: caseworkerDesk(given),
    trouble: troubleOf(world),
  }
}
