import { digitRuns } from '../../domain/individual-number.ts'

/** A part of individual numbers by which Primero is searched for cases whose numbers are spelled otherwise. */
export interface Part {
  readonly text: string
  /** Parts that find about so many times less, for the same numbers; none where it cannot be said more closely. */
  readonly closer: (times: number) => readonly Part[]
}

/** The noughts of the scripts that a keyboard near a refugee camp writes digits in: common, full-width, Arabic, Persian. */
const noughts = ['0', '\uff10', '\u0660', '\u06f0'] as const
/** What word processors, messengers and web pages leave inside of a number. */
const marks = ['\u00ad', '\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u2060', '\ufeff'] as const
/** Digits that narrow a search down enough in a Primero of ten thousand cases. */
const shortest = 4
/** The last digits, that the beginning leaves out: a mark stands in the one part or in the other. */
const tail = 3

/**
 * The parts by which these numbers, in their plain spelling, are searched for: beginnings that many of them share, in every script; and, so
 * that a mark inside is no difference, their ends where they are few, else the marks themselves. Each is left out where
 * `isKnown` says that it was searched for already. Pure.
 */
export function partsOf(numbers: readonly string[], isKnown: (text: string) => boolean): readonly Part[] {
  const runs = numbers.map(longestRun)
  const begun = noughts.flatMap((nought) => {
    const left = runs.filter((run) => !beginningsOf(run).some((text) => isKnown(inScript(text, nought))))
    return beginnings(left, shortest, nought)
  })
  const inside =
    numbers.length > marks.length ? marks.map(asItIs) : [...new Set(runs)].map((run) => ending(run, tail))
  return [...begun, ...inside.filter(({ text }) => !isKnown(text))]
}

function longestRun(number: string): string {
  return [...digitRuns(number)].toSorted((a, b) => b.length - a.length)[0] ?? number
}

function beginningsOf(run: string): readonly string[] {
  return Array.from({ length: run.length }, (_, at) => run.slice(0, at + 1))
}

function inScript(digits: string, nought: string): string {
  const zero = nought.codePointAt(0) ?? 0
  return digits.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
}

/** One part for all runs that begin alike, at least so far. */
function beginnings(runs: readonly string[], length: number, nought: string): readonly Part[] {
  return [...Map.groupBy(runs, (run) => run.slice(0, length)).values()].map((group) => {
    const shared = sharedBeginning(group)
    const [first = ''] = group
    // Numbers in the digits of other scripts are few, however they begin.
    const text = shared.slice(0, nought === '0' ? Math.max(length, first.length - tail) : length)
    const isWhole = group.every((run) => run === text)
    const closer = (times: number): readonly Part[] =>
      isWhole ? [] : beginnings(group, text.length + Math.max(1, Math.ceil(Math.log10(times))), nought)
    return { text: inScript(text, nought), closer }
  })
}

function sharedBeginning(runs: readonly string[]): string {
  return runs.reduce((shared, run) => {
    let length = 0
    while (length < shared.length && shared[length] === run[length]) length += 1
    return shared.slice(0, length)
  })
}

function ending(run: string, length: number): Part {
  return {
    text: run.slice(-length),
    closer: () => (length < run.length ? [ending(run, length + 1)] : []),
  }
}

function asItIs(text: string): Part {
  return { text, closer: () => [] }
}
