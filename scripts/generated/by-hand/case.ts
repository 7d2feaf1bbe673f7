/** How an acceptance case is played at the desks of the sandbox. Words in braces are keys of the console's own words. */
export interface PlayedCase {
  /** What it is about, in a few words. */
  readonly about: string
  /** What is pressed, one after the other. */
  readonly press: readonly string[]
  /** What must be seen then. */
  readonly see: readonly string[]
}

/** A case that the desks cannot play. */
export interface UnplayedCase {
  readonly about: string
  /** Why not. */
  readonly why: string
}

export type ByHand = PlayedCase | UnplayedCase
