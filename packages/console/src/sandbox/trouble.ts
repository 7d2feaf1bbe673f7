import type { System } from '@ping-primero/core/domain/flow.ts'

/** In which ways the answers of a system can be broken. */
export const faultNames = ['busy', 'too-many', 'answer-lost', 'cut-off', 'locked'] as const
export type FaultName = (typeof faultNames)[number]

/** What can be done to a system. */
export const troubleActs = ['down', 'up', 'slow', 'quick', 'end'] as const
export type TroubleAct = (typeof troubleActs)[number]

/** How a simulated system is just now. */
export interface SystemTrouble {
  readonly system: System
  readonly isDown: boolean
  readonly isSlow: boolean
  /** The ways in which its answers are broken, and how often that has struck; one that has struck out is none. */
  readonly faults: readonly { readonly name: FaultName; readonly struck: number }[]
}

/** The trouble that whoever sits before a sandbox makes for its systems. */
export interface Trouble {
  readonly now: () => readonly SystemTrouble[]
  readonly turn: (system: System, act: TroubleAct) => void
  readonly break: (system: System, fault: FaultName) => void
}
