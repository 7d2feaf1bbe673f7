import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canariesOf } from '@ping-primero/sandbox'
import type { Seen } from './oracle/seen.ts'
import type { World } from './world.ts'

/** What an oracle is shown of a world. `outputs` are read only where they are to be searched. */
export function seenOf(world: World, withOutputs: boolean): Seen {
  const { ping, primero, chronicle, network, tried, pauses, deeds, log } = world
  return {
    ping,
    primero,
    chronicle,
    claims: world.claims(),
    runs: tried.map(({ attempt, ...run }) => ({
      ...run,
      counts: attempt?.kind === 'report' && attempt.report.skipped === undefined ? attempt.report : null,
    })),
    requests: network.carried,
    pauses,
    ...deeds,
    outputs: withOutputs ? outputsOf(world) : [],
    markers: withOutputs ? canariesOf(world.children) : [],
    brokenBalances: log.filter(({ event }) => event === 'conservation-broken').length,
    defects: log.filter(({ event }) => event === 'defect').length + tried.filter(isDefect).length,
  }
}

/** Whether a run ended with what nobody had thought of. */
function isDefect({ attempt }: World['tried'][number]): boolean {
  return attempt?.kind === 'refused' && attempt.refusal.code === 'defect'
}

/** Everything that the service left behind: its log, its answers, the bytes of every file. */
function outputsOf({ log, tried, directory }: World): readonly string[] {
  const answers = tried.map(({ attempt }) => attempt)
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
  return [JSON.stringify(log), JSON.stringify(answers), ...files]
}
