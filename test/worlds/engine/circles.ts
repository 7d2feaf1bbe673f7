import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

/** Statements at one moment of a world after which a process is taken to run in circles: runs ask some hundreds. */
const most = 20_000

/**
 * Throws out of the statements of a process that asks its ledger without end. As nothing passes meanwhile but real time, no
 * world would ever come to its end otherwise.
 */
export function stopCircles(database: DatabaseSync, now: () => number): void {
  let moment = 0
  let asked = 0
  const count = (): void => {
    if (now() !== moment) {
      moment = now()
      asked = 0
    }
    asked += 1
    if (asked > most) throw new Error('The process asks its ledger without end.')
  }
  const prepare = database.prepare.bind(database)
  database.prepare = (text) => {
    const statement = prepare(text)
    const all = statement.all.bind(statement)
    return Object.assign(statement, {
      all: (...parameters: SQLInputValue[]) => {
        count()
        return all(...parameters)
      },
    })
  }
}
