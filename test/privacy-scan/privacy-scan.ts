/**
 * Lets the real process go through every kind of trouble with children made of canaries, and scans everything that it
 * says and leaves: `npm run privacy-scan [-- --seed N] [--only NAME] [--out FILE]`. Exit code 1 on any hit.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { deaths } from './deaths.ts'
import { argumentsWithNames, configuration } from './mistakes.ts'
import { playScenario, type Played } from './play.ts'
import { letGo } from './released.ts'
import { everyCommand, underTrouble } from './scenarios.ts'
import { inStorage } from './storage.ts'
import { tableOf, totalOf } from './table.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string', default: '' },
    out: { type: 'string' },
  },
})
const seed = Number(values.seed)
if (!Number.isSafeInteger(seed)) throw new Error('--seed takes a whole number.')
const kills = 30
const childrenOfEachFlow = 6
const atOnce = 2

const started = new Date()
// The longest first.
const all = [
  ...deaths(kills),
  everyCommand,
  ...inStorage,
  letGo,
  ...underTrouble,
  configuration,
  argumentsWithNames,
]
const chosen = all.filter(({ name }) => name.includes(values.only))
process.stdout.write(`Seed ${seed}: ${chosen.length} scenarios.\n`)
const waiting = chosen.entries()
const played: Played[] = []
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (const [index, scenario] of waiting) {
      const one = await playScenario(scenario, seed + index, childrenOfEachFlow)
      played.push(one)
      process.stdout.write(`${one.found.length === 0 ? 'clean' : 'HITS '}  ${one.name}\n`)
    }
  }),
)
const tookSeconds = Math.round((Date.now() - started.getTime()) / 1000)
process.stdout.write(`${tableOf(played)}\nIt took ${tookSeconds} s.\n`)
if (values.out !== undefined) {
  const evidence = {
    part: 'privacy-scan',
    seed,
    started: started.toISOString(),
    tookSeconds,
    ...totalOf(played),
    scenarios: played,
  }
  writeFileSync(values.out, `${JSON.stringify(evidence, null, 2)}\n`)
}
process.exitCode = totalOf(played).hits === 0 ? 0 : 1
