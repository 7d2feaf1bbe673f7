import type { CaseworkerDesk, OfficerDesk } from './desks.ts'
import type { Story } from './story.ts'
import type { Trouble } from './trouble.ts'

/** What the systems of a sandbox hold, as whoever takes a seat there would count it. */
export interface Seats {
  readonly officer: {
    /** Children whom UNHCR referred to Primero. */
    readonly referred: number
    readonly undelivered: number
    /** Referrals of caseworkers that are in proGres, and how many of them were answered. */
    readonly received: number
    readonly answered: number
  }
  readonly caseworker: {
    readonly cases: number
    /** Services that UNHCR asked for, and how many of them were answered. */
    readonly services: number
    readonly answered: number
    /** Children whom caseworkers referred to UNHCR. */
    readonly referred: number
  }
  /** The systems that do not answer just now. */
  readonly down: readonly ('ping' | 'primero')[]
}

/** What only a sandbox lends the console: both systems are there to play with. */
export interface Sandbox {
  /** The name of its deployment. */
  readonly deployment: string
  readonly story: Story
  readonly seats: () => Seats
  readonly officer: OfficerDesk
  readonly caseworker: CaseworkerDesk
  readonly trouble: Trouble
}
