import { shownCells, type Cell, type Sum } from './protect.ts'

/** Months of a year, the first 0. */
export const monthsOfYear = 12

/** A number of every month of a year, and of the year. */
export interface YearColumn<Name extends string> {
  readonly name: Name
  /** Twelve of them. */
  readonly months: readonly number[]
  /** What is lost where a number of a month is left out to protect a small one; of the year it is ten times as much. */
  readonly weight: number
}

/** In every month, and in the year, one column is the sum of others. */
export interface ColumnSum<Name extends string> {
  readonly total: Name
  readonly parts: readonly Name[]
}

/** A year's numbers, of which only those are told that let no small number be worked out: from whichever of them are asked. */
export interface YearTable<Name extends string> {
  /** The number of some months, the first and the last of them included; null where it is left out. */
  readonly number: (name: Name, from: number, to: number) => number | null
}

/**
 * Protects a year as a whole, once: every answer is made of the cells that are shown, so that no two of them can be
 * subtracted. Pure.
 */
export function yearTable<Name extends string>(
  columns: readonly YearColumn<Name>[],
  relations: readonly ColumnSum<Name>[],
): YearTable<Name> {
  const height = monthsOfYear + 1
  const place = new Map(columns.map(({ name }, at) => [name, at * height]))
  const cellAt = (name: Name, row: number): number => {
    const first = place.get(name)
    if (first === undefined) throw new TypeError(`There is no column ${name}.`)
    return first + row
  }
  const cells = columns.flatMap(({ months, weight }): Cell[] => [
    ...months.map((count) => ({ count, weight })),
    { count: months.reduce((sum, count) => sum + count, 0), weight: weight * 10 },
  ])
  const ofYear = columns.map(({ name }): Sum => {
    const months = Array.from({ length: monthsOfYear }, (_, month) => cellAt(name, month))
    return { total: cellAt(name, monthsOfYear), parts: months }
  })
  const ofRows = relations.flatMap(({ total, parts }) =>
    Array.from({ length: height }, (_, row): Sum => ({
      total: cellAt(total, row),
      parts: parts.map((part) => cellAt(part, row)),
    })),
  )
  // Whatever period may be asked for.
  const periods = columns.flatMap(({ name }) =>
    Array.from({ length: monthsOfYear }, (_, from) =>
      Array.from({ length: monthsOfYear - from }, (_unused, more) =>
        Array.from({ length: more + 1 }, (_each, at) => cellAt(name, from + at)),
      ),
    ).flat(),
  )
  const shown = shownCells(cells, [...ofYear, ...ofRows], periods)
  /** The sum of cells; null where one of them is left out. */
  const sumOf = (places: readonly number[]): number | null =>
    places.every((at) => shown[at] === true)
      ? places.reduce((sum, at) => sum + (cells[at]?.count ?? 0), 0)
      : null
  return {
    number: (name, from, to) => {
      const months = Array.from({ length: monthsOfYear }, (_, month) => month)
      const within = sumOf(
        months.filter((month) => month >= from && month <= to).map((month) => cellAt(name, month)),
      )
      if (within !== null) return within
      const whole = sumOf([cellAt(name, monthsOfYear)])
      const without = sumOf(
        months.filter((month) => month < from || month > to).map((month) => cellAt(name, month)),
      )
      return whole === null || without === null ? null : whole - without
    },
  }
}
