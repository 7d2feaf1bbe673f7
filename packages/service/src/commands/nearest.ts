/** How many letters must be put in, taken out, changed, or swapped with their neighbour, to make one word of another. */
export function editDistance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row += 1) {
    const [above = [], before = []] = [rows[row - 1], rows[row - 2]]
    const line = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      line.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (same ? 0 : 1),
          swapped && column > 1 && row > 1 ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      )
    }
    rows.push(line)
  }
  return rows.at(-1)?.at(-1) ?? 0
}

/** At most this part of a word may be mistyped for another to count as meant. */
const mistyped = 0.4
/** Words named at most. */
const mostNamed = 3

/**
 * The words that a person may have meant, the nearest first: those that are near by letters, and those that hold what
 * was typed, as `processing` is held by `ping-processing`.
 */
export function nearest(typed: string, words: readonly string[]): readonly string[] {
  const meant = typed
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-')
  if (meant === '') return []
  const longEnough = meant.length >= 4
  return words
    .map((word) => ({
      word,
      distance: longEnough && word.includes(meant) ? 0 : editDistance(meant, word),
    }))
    .filter(({ word, distance }) => distance <= Math.max(meant.length, word.length) * mistyped)
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, mostNamed)
    .map(({ word }) => word)
}
