import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { ofOffice } from '../kills/office.ts'
import type { Scenario } from './scenarios.ts'
import type { Session } from './session.ts'

const runAll = ['run', 'all', ...ofOffice, '--json', '--verbose']

/** Code that runs before the program and says something to its ledger's connection at the nth statement. */
function telling(pragma: string, nth: number): readonly string[] {
  const code = `
    import { DatabaseSync, StatementSync } from 'node:sqlite'
    let connection = null
    let seen = 0
    const prepare = DatabaseSync.prototype.prepare
    DatabaseSync.prototype.prepare = function (...given) {
      connection = this
      return prepare.apply(this, given)
    }
    for (const name of ['run', 'all', 'get', 'iterate']) {
      const own = StatementSync.prototype[name]
      StatementSync.prototype[name] = function (...given) {
        seen += 1
        if (seen === ${nth}) connection.exec(${JSON.stringify(pragma)})
        return own.apply(this, given)
      }
    }`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

/** Runs under trouble with the ledger, each of which must have been felt. */
async function runInTrouble(
  { run }: Session,
  name: string,
  ways: readonly (readonly string[])[],
): Promise<void> {
  let felt = 0
  for (const [at, nodeArgs] of ways.entries()) {
    const { stdout, stderr } = await run(`run all, ${name} ${at}`, runAll, { nodeArgs })
    if (`${stdout}${stderr}`.includes('ledger-unavailable')) felt += 1
    await run(`status, ${name} ${at}`, ['status', ...ofOffice], { nodeArgs })
  }
  if (felt < ways.length / 2) throw new Error(`${name} was felt in ${felt} of ${ways.length} runs only.`)
}

/** No room in the middle of everything: for the database at any statement, then for the journal of sends. */
const fullDisk: Scenario = {
  name: 'a full disk',
  play: async (session) => {
    const { machine, world, run } = session
    // A database may hold no fewer pages than it has: it is full at once, or after the pages that are free. Early enough that
    // the work is not done by then.
    const full = 'pragma max_page_count = 1'
    const ways = [30, 70, 110, 150, 190].map((nth) => telling(full, nth))
    await runInTrouble(session, 'a full disk', ways)
    const journal = `${machine.ledger}.sends`
    if (existsSync('/dev/full') && existsSync(journal)) {
      renameSync(journal, `${journal}.kept`)
      symlinkSync('/dev/full', journal)
      await runInTrouble(session, 'a full journal', [[]])
      rmSync(journal)
      renameSync(`${journal}.kept`, journal)
    }
    world.decide()
    await run('run all, with room again', runAll)
  },
}

/** A ledger that lets nobody write any more, from the start and in the middle of a run. */
const readOnly: Scenario = {
  name: 'a read-only ledger',
  play: async (session) => {
    const ways = [1, 60, 150, 300, 500].map((nth) => telling('pragma query_only = 1', nth))
    await runInTrouble(session, 'a read-only ledger', ways)
    session.world.decide()
    await session.run('run all, that may write', runAll)
  },
}

/** A ledger that is no longer what it was, and one that cannot be made. */
const damagedLedger: Scenario = {
  name: 'a ledger that fails',
  play: async ({ machine, world, run }) => {
    await run('run all', runAll)
    world.decide()
    const whole = readFileSync(machine.ledger)
    const damaged = Buffer.from(whole)
    damaged.fill(0xa5, Math.floor(damaged.length / 3), Math.floor((damaged.length * 2) / 3))
    writeFileSync(machine.ledger, damaged)
    await run('run all, damaged', runAll)
    await run('status, damaged', ['status', '--json'])
    writeFileSync(machine.ledger, whole)
    const env = { LEDGER_URL: `sqlite:${machine.ledger}/below.db` }
    await run('status, no such place', ['status', '--json'], { env })
    await run('run all, no such place', runAll, { env })
    await run('run all, later', runAll)
  },
}

/** All troubles with the ledger's files. */
export const inStorage: readonly Scenario[] = [fullDisk, readOnly, damagedLedger]
