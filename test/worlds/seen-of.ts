import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { misledBy } from './engine/kept-lists.ts'
import { canariesOf } from '@ping-primero/sandbox'
import type { Seen } from './oracle/seen.ts'
import type { World } from './world.ts'

/** What an oracle is shown of a world. `outputs` are read only where they are to be searched. */
export function seenOf(world: World, withOutputs: boolean): Seen {
  const { ping, primero, chronicle, network, tried, pauses, deeds, log, defectsAt } = world
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
    misled: misledBy(world.ledgerPath),
    defects: defectsAt.filter((at) => !isBad(world, at, at)).length + tried.filter(isDefect(world)).length,
  }
}

/** Whether a run ended with what nobody had thought of. */
function isDefect(world: World): (tried: World['tried'][number]) => boolean {
  return ({ attempt, startedAt, endedAt }) => {
    const ended = attempt?.kind === 'refused' && attempt.refusal.code === 'defect'
    return ended && !isBad(world, startedAt, endedAt ?? startedAt)
  }
}

/** Whether a page of the ledger was bad at some moment between two: what was read of it may have been anything. */
function isBad({ deeds }: World, from: number, until: number): boolean {
  return deeds.badPages.some((bad) => bad.from <= until && (bad.until ?? until) >= from)
}

/** Everything that the service left behind: its log, its answers, the bytes of every file. */
function outputsOf({ log, tried, directory }: World): readonly string[] {
  const answers = tried.map(({ attempt }) => attempt)
  const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
  return [JSON.stringify(log), JSON.stringify(answers), ...files]
}
