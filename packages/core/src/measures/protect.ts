/**
 * Small numbers (`faults.md` §3): a number below five could let somebody be recognised, so it is left out, and so much beside
 * it that it cannot be worked out from sums and differences of what is shown.
 */

/** What is 1 to 4 is small; 0 says of nobody anything. */
export const smallestShown = 5

/** A number that may be shown: how many, and what is lost where it is not. */
export interface Cell {
  readonly count: number
  /** What must be left out beside a small number is taken where this is least. */
  readonly weight: number
  /** Whoever reads may know it from elsewhere: it protects nothing to leave it out. */
  readonly isKnown?: boolean
}

/** `total` is the sum of `parts`; all are places in the list of cells. */
export interface Sum {
  readonly total: number
  readonly parts: readonly number[]
}

function isSmall(count: number): boolean {
  return count !== 0 && count < smallestShown
}

/**
 * Which cells may be shown, so that from all of them and the sums between them no small number can be worked out: no cell,
 * nothing that is left of a sum, and none of some `asked` sums of cells. Pure.
 */
export function shownCells(
  cells: readonly Cell[],
  sums: readonly Sum[],
  asked: readonly (readonly number[])[] = [],
): readonly boolean[] {
  const countOf = (at: number): number => cells[at]?.count ?? 0
  const hidden = new Set(
    cells.flatMap(({ count, isKnown }, at) => (isSmall(count) && isKnown !== true ? at : [])),
  )
  const small = [...[...cells.keys()].map((at) => [at]), ...asked].filter((places) =>
    isSmall(places.reduce((sum, at) => sum + countOf(at), 0)),
  )
  const hideBeside = (among: readonly number[]): boolean => {
    const [next] = among
      .filter((at) => !hidden.has(at) && cells[at]?.isKnown !== true && countOf(at) !== 0)
      .toSorted((one, other) => weigh(cells[one]) - weigh(cells[other]) || one - other)
    if (next !== undefined) hidden.add(next)
    return next !== undefined
  }
  const close = (): void => {
    for (let changed = true; changed;) {
      changed = false
      for (const sum of sums) {
        while (isOpen(sum, cells, hidden) && hideBeside([...sum.parts, sum.total])) changed = true
      }
    }
  }
  close()
  for (;;) {
    const found = new Set(workedOut(small, [...hidden], sums).flat())
    if (found.size === 0) break
    const near = sums
      .map(({ total, parts }) => [total, ...parts])
      .filter((places) => places.some((at) => found.has(at)))
    // Where all round it is left out already, what gives it away lies further off.
    if (!hideBeside(near.flat()) && !hideBeside([...cells.keys()])) break
    close()
  }
  return cells.map((_, at) => !hidden.has(at))
}

/** A heavy cell that is large loses more than a light one; of like ones the smaller is taken. */
function weigh(cell: Cell | undefined): number {
  return cell === undefined
    ? Number.POSITIVE_INFINITY
    : cell.weight * 1_000_000 + Math.min(cell.count, 999_999)
}

/** Whether what a sum hides can be worked out from what it shows, alone or together. */
function isOpen({ total, parts }: Sum, cells: readonly Cell[], hidden: ReadonlySet<number>): boolean {
  const left = parts.filter((at) => hidden.has(at))
  if (hidden.has(total)) return left.length === 0
  if (left.length === 0) return false
  return left.length === 1 || left.reduce((sum, at) => sum + (cells[at]?.count ?? 0), 0) < smallestShown
}

/** Which of some sets of cells have a sum that follows from what is shown, by elimination. */
function workedOut(
  targets: readonly (readonly number[])[],
  hidden: readonly number[],
  sums: readonly Sum[],
): readonly (readonly number[])[] {
  const place = new Map(hidden.map((at, column) => [at, column]))
  const rows = sums.flatMap(({ total, parts }) => {
    const row = new Float64Array(hidden.length)
    for (const at of parts) add(row, place.get(at), 1)
    add(row, place.get(total), -1)
    return row.some((value) => value !== 0) ? [row] : []
  })
  const pivots = reduced(rows, hidden.length)
  return targets.filter((target) => {
    const left = new Float64Array(hidden.length)
    for (const at of target) add(left, place.get(at), 1)
    for (const { row, column } of pivots) {
      const factor = left[column] ?? 0
      if (isNought(factor)) continue
      for (let at = 0; at < left.length; at += 1) left[at] = (left[at] ?? 0) - factor * (row[at] ?? 0)
    }
    return left.every(isNought)
  })
}

function add(row: Float64Array, column: number | undefined, by: number): void {
  if (column !== undefined) row[column] = (row[column] ?? 0) + by
}

const isNought = (value: number): boolean => Math.abs(value) < 1e-9

interface Pivot {
  readonly row: Float64Array
  readonly column: number
}

/** Gauss and Jordan: each pivot's column is nought in all other rows. Changes the rows. */
function reduced(rows: readonly Float64Array[], columns: number): readonly Pivot[] {
  const left = [...rows]
  const pivots: Pivot[] = []
  for (let column = 0; column < columns && left.length > 0; column += 1) {
    const at = left.findIndex((row) => !isNought(row[column] ?? 0))
    const [row] = at < 0 ? [] : left.splice(at, 1)
    if (row === undefined) continue
    const lead = row[column] ?? 1
    for (let one = column; one < columns; one += 1) row[one] = (row[one] ?? 0) / lead
    for (const other of [...left, ...pivots.map((pivot) => pivot.row)]) {
      const factor = other[column] ?? 0
      if (isNought(factor)) continue
      for (let one = column; one < columns; one += 1)
        other[one] = (other[one] ?? 0) - factor * (row[one] ?? 0)
    }
    pivots.push({ row, column })
  }
  return pivots
}
