import type { Flow } from '../domain/flow.ts'

export const owners = [
  'nobody',
  'caseworker',
  'unhcr',
  'focal-point',
  'mapping-owner',
  'administrator',
  'developer',
] as const

/** Whose move it is. */
export type Owner = (typeof owners)[number]

/**
 * What kind of trouble it is: of a system (passes by itself), in the data (a person corrects it), in the
 * configuration (the flow stops), or a defect of this program.
 */
export type ReasonClass = 'trouble' | 'data' | 'configuration' | 'defect'

/** One reason of the catalogue. */
export interface Reason {
  readonly class: ReasonClass
  /** What happened, in one sentence without ids. */
  readonly sentence: string
  readonly owner: Owner
  /** The owner where it differs by flow. */
  readonly ownerByFlow?: Partial<Record<Flow, Owner>>
  readonly nextStep: string
  /** Only a person may let it go on, by `retry NUMBER --release`. */
  readonly release?: true
}
