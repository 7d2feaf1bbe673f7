import { setTimeout } from 'node:timers/promises'
import { seededRandom } from '@ping-primero/sandbox'
import { arm, chooseMoment, momentKinds } from '../kills/moment.ts'
import { ofOffice } from '../kills/office.ts'
import type { Scenario } from './scenarios.ts'
import type { Session } from './session.ts'

const runAll = ['run', 'all', ...ofOffice, '--json', '--verbose']
const usualMs = 900
/** Too little to start with; from there it is more by a megabyte at a time, until a run comes to its end. */
const leastHeapMb = 16
const mostHeapMb = 60

/** Out of memory in all phases of a run, without and with the report that Node can be told to write. */
const outOfMemory: Scenario = {
  name: 'out of memory',
  play: async (session) => {
    await inEverLargerHeaps(session, '', [])
    session.world.decide()
    // The report's own list of the environment holds every secret; whoever turns the report on leaves it out.
    const reporting = ['--report-on-fatalerror', '--report-exclude-env', '--report-directory=.']
    await inEverLargerHeaps(session, ', with a report', reporting)
  },
}

async function inEverLargerHeaps({ run }: Session, more: string, nodeArgs: readonly string[]): Promise<void> {
  for (let heapMb = leastHeapMb; heapMb <= mostHeapMb; heapMb += 1) {
    const limited = [`--max-old-space-size=${heapMb}`, ...nodeArgs]
    const { signal } = await run(`run all in ${heapMb} MB${more}`, runAll, { nodeArgs: limited })
    if (signal === null) return
  }
}

/** Killed at every kind of moment; each time all that lies on the disk is looked at before anything starts again. */
export function killed(times: number): Scenario {
  return {
    name: 'killed (SIGKILL)',
    play: async (session) => {
      const { world, machine, keep } = session
      const random = seededRandom(11)
      for (let index = 0; index < times; index += 1) {
        const moment = chooseMoment(momentKinds[index % momentKinds.length] ?? 'any time', random, usualMs)
        const started = machine.start(runAll)
        const armed = arm(moment, world.systems, machine, () => started.kill('SIGKILL'))
        keep('run all, killed', await started.ended)
        armed.disarm()
        world.decide()
      }
    },
  }
}

/** A system that takes a request and never answers: the process is killed, or told to stop, while it waits. */
const hanging: Scenario = {
  name: 'no answer, then killed or told to stop',
  play: async ({ world, machine, keep }) => {
    const { ping, primero } = world.systems
    const places = [/\/api\/v2\/cases/, /ingestion/, /retrievedata/]
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGABRT', 'SIGQUIT'] as const) {
      for (const path of places) {
        for (const { faults } of [ping, primero]) faults.add({ path, fault: { kind: 'hang-after' } })
        const started = machine.start(runAll)
        await started.said('"event":"request"')
        await setTimeout(300)
        started.kill(signal)
        // One that still waits for its answer is not waited for.
        const mercy = globalThis.setTimeout(() => started.kill('SIGKILL'), 2_000)
        keep(`run all, hanging, ${signal}`, await started.ended)
        clearTimeout(mercy)
        for (const { faults } of [ping, primero]) faults.clear()
      }
    }
  },
}

/** Code that runs before the program and breaks something under it: `how` says what happens to a text of a child. */
function breaking(method: 'trim' | 'replaceAll' | 'slice' | 'toLowerCase', how: string): readonly string[] {
  const code = `
    const own = String.prototype.${method}
    String.prototype.${method} = function (...given) {
      const text = own.apply(this, given)
      if (/Zqx|ዝቅኽ|ظقخ/.test(this)) { const found = new TypeError('cannot take ' + this, { cause: text }); found.value = text; ${how} }
      return text
    }`
  return ['--import', `data:text/javascript,${encodeURIComponent(code)}`]
}

/** Defects whose messages, causes and own properties hold values: caught per item, per run, and by nobody. */
const defects: Scenario = {
  name: 'defects whose messages hold values',
  play: async ({ world, run }) => {
    const ways = [
      ['thrown', 'throw found'],
      ['thrown later', 'setTimeout(() => { throw found })'],
      ['refused later', 'void Promise.reject(found)'],
    ] as const
    for (const method of ['trim', 'replaceAll', 'slice', 'toLowerCase'] as const) {
      for (const [name, how] of ways) {
        const nodeArgs = breaking(method, how)
        await run(`run all, ${name} in ${method}`, runAll, { nodeArgs })
        await run(`run all, ${name} in ${method}, in words`, ['run', 'all', ...ofOffice], { nodeArgs })
      }
      world.decide()
    }
    const reporting = ['--report-uncaught-exception', '--report-exclude-env', '--report-directory=.']
    await run('run all, thrown later, with a report', runAll, {
      nodeArgs: [...breaking('trim', 'setTimeout(() => { throw found })'), ...reporting],
    })
  },
}

/** Requests that are taken and not answered until the process gives them up, which is after a minute. */
const timeOut: Scenario = {
  name: 'no answer until the time limit',
  play: async ({ world, run }) => {
    const { primero } = world.systems
    primero.faults.add({ method: 'POST', path: /cases$/, fault: { kind: 'hang-after-headers' }, times: 3 })
    await run('run 1.1', ['run', '1.1', ...ofOffice, '--json', '--verbose'])
    primero.faults.clear()
    await run('run all, later', runAll)
  },
}

/** All ways in which the process ends badly. */
export function deaths(kills: number): readonly Scenario[] {
  return [timeOut, outOfMemory, killed(kills), hanging, defects]
}
