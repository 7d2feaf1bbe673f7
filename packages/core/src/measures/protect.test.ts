import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownCells, smallestShown, type Cell, type Sum } from './protect.ts'

const isSmall = (count: number): boolean => count > 0 && count < smallestShown

/** Which cells of a list of parts and their total are shown: `x` where one is left out. */
function listOf(...parts: readonly number[]): string {
  const total = parts.reduce((sum, one) => sum + one, 0)
  const cells = [...parts, total].map((count): Cell => ({ count, weight: 1 }))
  const shown = shownCells(cells, [{ total: parts.length, parts: parts.map((_, at) => at) }])
  return cells.map(({ count }, at) => (shown[at] === true ? String(count) : 'x')).join(' ')
}

test.each([
  [[5, 6, 7], '5 6 7 18', 'nothing is small'],
  [[0, 0, 9], '0 0 9 9', 'nought says of nobody anything'],
  [[2, 6, 9], 'x x 9 17', 'beside a small number the smallest other one is left out'],
  [[2, 3, 9], 'x x 9 14', 'two small ones that make five together protect each other'],
  [[1, 2, 9], 'x x x 12', 'two that make less than five do not'],
  [[3, 0, 0], 'x 0 0 x', 'a total that is small is one as well'],
  [[2, 0, 3], 'x 0 x 5', 'noughts protect nothing'],
])('%j: %s, for %s', (parts, expected) => {
  expect(listOf(...parts)).toBe(expected)
})

test('what whoever reads knows from elsewhere protects nothing', () => {
  const cells: readonly Cell[] = [
    { count: 2, weight: 9 },
    { count: 30, weight: 9 },
    { count: 32, weight: 1, isKnown: true },
  ]
  expect(shownCells(cells, [{ total: 2, parts: [0, 1] }])).toEqual([false, false, true])
})

interface Table {
  readonly cells: readonly Cell[]
  readonly sums: readonly Sum[]
}

/** Rows and columns with the totals of both, and of all. */
function tableOf(rows: readonly (readonly number[])[], weights: readonly number[]): Table {
  const width = (rows[0]?.length ?? 0) + 1
  const totalled = rows.map((row) => [...row, row.reduce((sum, one) => sum + one, 0)])
  const last = Array.from({ length: width }, (_, at) =>
    totalled.reduce((sum, row) => sum + (row[at] ?? 0), 0),
  )
  const all = [...totalled, last]
  const at = (row: number, column: number): number => row * width + column
  const cells = all.flatMap((row, y) =>
    row.map((count, x): Cell => ({ count, weight: weights[(y * 7 + x) % weights.length] ?? 1 })),
  )
  return {
    cells,
    sums: [
      ...all.map((_, y) => ({
        total: at(y, width - 1),
        parts: Array.from({ length: width - 1 }, (_unused, x) => at(y, x)),
      })),
      ...last.map((_, x) => ({ total: at(rows.length, x), parts: rows.map((_row, y) => at(y, x)) })),
    ],
  }
}

const table = fc
  .record({
    height: fc.integer({ min: 1, max: 6 }),
    width: fc.integer({ min: 1, max: 6 }),
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
  })
  .chain(({ height, width, weights }) =>
    fc
      .array(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 40 })), {
          minLength: width,
          maxLength: width,
        }),
        { minLength: height, maxLength: height },
      )
      .map((rows) => tableOf(rows, weights)),
  )

/** Whoever knows all that is shown, and solves: exact, in whole numbers, by fractions of big integers. */
function solved({ cells, sums }: Table, shown: readonly boolean[]): readonly number[] {
  const hidden = cells.flatMap((_, at) => (shown[at] === true ? [] : [at]))
  const rows = sums.map(({ total, parts }) => {
    const row = hidden.map((at) => BigInt(Number(parts.includes(at)) - Number(at === total)))
    const known = parts.reduce((sum, at) => sum + (shown[at] === true ? (cells[at]?.count ?? 0) : 0), 0)
    const right = (shown[total] === true ? (cells[total]?.count ?? 0) : 0) - known
    return [...row, BigInt(right)]
  })
  let rank = 0
  for (let column = 0; column < hidden.length; column += 1) {
    const at = rows.findIndex((row, place) => place >= rank && row[column] !== 0n)
    if (at < 0) continue
    ;[rows[rank], rows[at]] = [rows[at] ?? [], rows[rank] ?? []]
    const pivot = rows[rank] ?? []
    for (const [place, row] of rows.entries()) {
      const factor = row[column] ?? 0n
      if (place === rank || factor === 0n) continue
      rows[place] = row.map((value, one) => value * (pivot[column] ?? 0n) - (pivot[one] ?? 0n) * factor)
    }
    rank += 1
  }
  return rows.slice(0, rank).flatMap((row) => {
    const places = row.slice(0, -1).flatMap((value, at) => (value === 0n ? [] : [at]))
    const [only] = places
    return places.length === 1 && only !== undefined ? [hidden[only] ?? -1] : []
  })
}

test('in 10,000 tables with totals no small number is shown, is left of a sum, or comes out of all sums together', () => {
  fc.assert(
    fc.property(table, (one) => {
      const { cells, sums } = one
      const shown = shownCells(cells, sums)
      const hiddenCount = (at: number): number => (shown[at] === true ? 0 : (cells[at]?.count ?? 0))
      for (const [at, { count }] of cells.entries()) if (isSmall(count)) expect(shown[at]).toBe(false)
      for (const { total, parts } of sums) {
        if (shown[total] !== true) continue
        const left = parts.reduce((sum, at) => sum + hiddenCount(at), 0)
        expect(isSmall(left)).toBe(false)
      }
      const known = solved(one, shown).filter((at) => isSmall(cells[at]?.count ?? 0))
      expect(known).toEqual([])
      // Nought is never left out: it would protect nothing.
      for (const [at, { count }] of cells.entries()) if (count === 0) expect(shown[at]).toBe(true)
    }),
    { numRuns: 10_000 },
  )
})

test('what is solved here is solved: a single gap comes out', () => {
  const gap = tableOf(
    [
      [2, 9],
      [8, 7],
    ],
    [1],
  )
  const shown = gap.cells.map((_, at) => at !== 0)
  expect(solved(gap, shown)).toEqual([0])
})
