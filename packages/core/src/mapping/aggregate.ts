/** One row of a list as PING gives it. */
export type Row = Readonly<Record<string, unknown>>

/**
 * Several rows of one record as one: each column holds its value where all rows agree, else the distinct values in
 * the order of the rows. A column that is blank in some rows takes the values of the others (PING leaves out what is
 * null, ping-contract §3.2). The rows may come in any order and any number.
 */
export function aggregateRows(rows: readonly Row[]): Row {
  const columns = new Map<string, Map<string, unknown>>()
  for (const row of rows) {
    for (const [column, value] of Object.entries(row)) {
      if (value === null || value === undefined || value === '') continue
      const values = columns.get(column) ?? new Map<string, unknown>()
      values.set(JSON.stringify(value), value)
      columns.set(column, values)
    }
  }
  return Object.fromEntries(
    [...columns].map(([column, values]) => {
      const distinct = [...values.values()]
      return [column, distinct.length === 1 ? distinct[0] : distinct]
    }),
  )
}
