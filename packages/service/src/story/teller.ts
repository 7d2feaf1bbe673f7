/**
 * How a line is meant: as it is, as something that needs somebody, as something that went wrong, or to be typed, and so whole
 * on its line.
 */
export type Tone = 'plain' | 'attention' | 'wrong' | 'typed'

/** Where the story is told: to a terminal, or to nobody. */
export interface Teller {
  readonly chapter: (number: number, title: string) => void
  readonly say: (line: string, tone?: Tone) => void
  /** Waits for something and shows that it goes on where it takes long. */
  readonly during: <T>(what: string, work: Promise<T>) => Promise<T>
}

/** Tells nobody. */
export const silentTeller: Teller = {
  chapter: () => {},
  say: () => {},
  during: (_what, work) => work,
}
