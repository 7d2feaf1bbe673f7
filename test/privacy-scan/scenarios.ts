import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ofOffice } from '../kills/office.ts'
import type { Session } from './session.ts'
import { troubles, type Trouble } from './troubles.ts'

/** One story that a machine goes through; everything said and left on the way is scanned. */
export interface Scenario {
  readonly name: string
  readonly play: (session: Session) => Promise<void>
}

const runAll = ['run', 'all', ...ofOffice]
const json = ['--json', '--verbose']

/** The commands of an ordinary day, under a trouble that later ends. */
function under({ name, strike }: Trouble): Scenario {
  return {
    name,
    play: async ({ world, run }) => {
      const { ping, primero } = world.systems
      strike(world.systems)
      await run('run all --json --verbose', [...runAll, ...json])
      world.decide()
      await run('run all --verbose', [...runAll, '--verbose'])
      await run('check --verbose', ['check', ...ofOffice, '--verbose'])
      for (const { faults } of [ping, primero]) faults.clear()
      primero.knobs.requestLineBytes = 1024
      await run('status', ['status'])
      await run('retry --all', ['retry', '--all', ...ofOffice])
      await run('run all', runAll)
    },
  }
}

const commandsFolder = join(import.meta.dirname, '../../packages/service/src/commands')

/** A command and its name for people; left out where the program does not have it. */
function ifThere(
  command: string,
  args: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  return existsSync(join(commandsFolder, command)) ? [[[command, args[0]].join(' '), [command, ...args]]] : []
}

/** Every command, dry runs before and after, and every number that a person may have asked about. */
export const everyCommand: Scenario = {
  name: 'every command',
  play: async (session) => {
    const { world, machine, run } = session
    const held = holdBack(world)
    await run('check --json', ['check', ...ofOffice, ...json])
    await run('run all --dry-run --json --verbose', [...runAll, '--dry-run', ...json])
    await run('run all --dry-run', [...runAll, '--dry-run'])
    const report = await run('run all --json --verbose', [...runAll, ...json])
    world.decide()
    await serveForAWhile(session)
    await run('run all --dry-run --json --verbose, later', [...runAll, '--dry-run', ...json])
    await run('status --json', ['status', '--json'])
    await run('status', ['status', ...ofOffice])
    await run('list --json', ['list', '--json'])
    await run('list', ['list', ...ofOffice])
    await run('list --settled --csv', ['list', '--settled', '--csv'])
    await run('list --undecided', ['list', '--undecided'])
    for (const [name, number, typed] of numbersOf(world, report.stdout)) {
      await run(`explain by ${name} --json`, ['explain', number, '--json'], { typed })
      await run(`explain by ${name}`, ['explain', number], { typed })
    }
    await run('pause', ['pause', '1.2', '--why', 'review', '--by', 'A. Operator', ...ofOffice])
    await run('resume', ['resume', '1.2', '--by', 'A. Operator', ...ofOffice])
    const [individual = ''] = world.individuals
    const typed = [individual]
    await run('run --only', ['run', '1.1', '--only', individual, ...ofOffice, '--verbose'], { typed })
    await run('handle', ['handle', held, '--why', 'by phone', '--by', 'A. Operator', ...ofOffice])
    await run('retry by individual number', ['retry', individual, ...ofOffice], { typed })
    await run('handle by individual number', ['handle', individual, '--why', 'by phone', ...ofOffice], {
      typed,
    })
    const backup = join(machine.directory, 'backup.db')
    const others = [
      ...ifThere('backup', ['--to', backup, '--json']),
      ...ifThere('audit', ['verify', '--json']),
      ...ifThere('audit', ['export', ...ofOffice]),
      ...ifThere('audit', ['export', '--format', 'text', ...ofOffice]),
      ...ifThere('reconcile', [...ofOffice, '--json']),
      ...ifThere('reconcile', [...ofOffice]),
      ...ifThere('reconcile', [held, ...ofOffice]),
      ...ifThere('restore', ['--from', backup, '--by', 'A. Operator', '--json']),
    ]
    for (const [name, args] of others) await run(name, args)
    await run('run all after all', [...runAll, ...json])
  },
}

/** Makes one referral wait for a person; gives its number. */
function holdBack({ systems: { ping } }: Session['world']): string {
  const [intervention] = ping.store.interventions.values()
  if (intervention === undefined) throw new Error('There is no referral to hold back.')
  return ping.act.correct(intervention.guid, { type: 'Agreed on by nobody' }).number
}

async function serveForAWhile({ world, machine, keep }: Session): Promise<void> {
  const serving = machine.start(['serve', '--deployments', 'deployments/sandbox', '--verbose'])
  await serving.said('"event":"run-finished","flow":"2.2"')
  world.decide()
  serving.kill('SIGTERM')
  keep('serve --verbose', await serving.ended)
}

/** A number of each kind of the first child in each system, as people have them at hand. */
function numbersOf(
  { systems, individuals }: Session['world'],
  report: string,
): readonly (readonly [string, string, readonly string[]])[] {
  const [individual = ''] = individuals
  const [intervention] = systems.ping.store.interventions.values()
  const [referral] = systems.ping.store.referrals.values()
  const [transaction] = systems.ping.store.transactions.values()
  const [record] = systems.primero.store.cases()
  const transition = systems.primero.store.referralsOf(record?.id ?? '')[0]
  const stuck = /"items":\["([^"]+)"/.exec(report)?.[1]
  const numbers: readonly (readonly [string, string | undefined, readonly string[]])[] = [
    ['individual number', individual, [individual]],
    ['intervention number', intervention?.number, []],
    ['REF-IOP number', referral?.number, []],
    ['transaction id', transaction?.id, []],
    ['case id', record?.id, []],
    ['display id', String(record?.data['case_id_display']), []],
    ['referral id', transition?.id, []],
    ['a number of the report', stuck, []],
    ['a number nobody has', '803-26-PRTITV-9999999', []],
  ]
  return numbers.flatMap(([name, number, typed]) => (number === undefined ? [] : [[name, number, typed]]))
}

/** All troubles of the systems and the network. */
export const underTrouble: readonly Scenario[] = troubles.map(under)
