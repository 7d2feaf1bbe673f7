/** Numbers that are the same for the same seed, in any run and on any machine. */
export interface SeededRandom {
  /** 0 to below 1. */
  readonly next: () => number
  /** 0 to below `limit`. */
  below(limit: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<const T extends readonly [unknown, ...unknown[]]>(values: T): T[number]
  readonly guid: () => string
}

/**
 * A small generator: a counter mixed with two keys. Other seeds and other streams of a seed give other numbers, so each
 * record can have a stream of its own. Good enough for stories and load, not for secrets.
 */
export function seededRandom(seed: number, stream = 0): SeededRandom {
  let counter = 0
  const bits = (): number => {
    counter += 1
    return mix((mix((counter ^ mix(seed)) >>> 0) + stream) >>> 0)
  }
  const next = (): number => bits() / 2 ** 32
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    chance: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
    guid: () => {
      const hex = [bits(), bits(), bits(), bits()].map((part) => part.toString(16).padStart(8, '0')).join('')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
    },
  }
}

/** Scatters 32 bits; no two inputs have the same outcome. */
function mix(input: number): number {
  let mixed = (input + 0x9e3779b9) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** A whole number from a text, to seed decisions about one record. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}

const purposes = ['person', 'referral', 'decision', 'outgoing'] as const

/** The stream for one purpose of the child at a place: what one seeding draws never changes what another draws. */
export function streamOf(place: number, purpose: (typeof purposes)[number]): number {
  return place * purposes.length + purposes.indexOf(purpose)
}
