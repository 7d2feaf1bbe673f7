import type { Deployment } from '@ping-primero/core/deployment/deployment.ts'
import type { StoryWorld } from '../../story/world.ts'
import type { Sayings } from './said.ts'

/** What a desk is set up with. */
export interface DeskGiven {
  readonly world: Pick<StoryWorld, 'ping' | 'primero' | 'seed' | 'canaries' | 'now'>
  /** Read anew: what the partners have agreed may have changed. */
  readonly deployment: () => Deployment
  readonly sayings: Sayings
}
