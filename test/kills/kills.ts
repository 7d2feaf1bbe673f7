/**
 * Kills the real process at chosen and at random moments under load, and judges what stands in both systems in the end:
 * `npm run kills -- --times 200 [--seed N] [--out FILE] [--out-of-memory] [--told-to-stop]`. Exit code 1 where anything
 * was lost, doubled, wrong or not working again within 10 s.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { killOften, type Outcome } from './country.ts'
import { figuresOf } from './figures.ts'
import { tableOf } from './table.ts'

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '200' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    out: { type: 'string' },
    'out-of-memory': { type: 'boolean', default: false },
    'told-to-stop': { type: 'boolean', default: false },
  },
})
/** A world grows with every life; judged and begun anew after so many, it stays quick. */
const deathsPerCountry = 25
/** Each is a process and its simulators: two keep two cores busy. */
const countriesAtOnce = 2

const seed = Number(values.seed)
const times = Number(values.times)
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(times) || times < 1) {
  throw new Error('--times and --seed take whole numbers.')
}
const started = new Date()
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`Seed ${seed}: ${times} deaths of the real process under load.`)

const outcomes: Outcome[] = []
const countries = Array.from({ length: Math.ceil(times / deathsPerCountry) }, (_, index) => ({
  seed: seed + index,
  times: Math.min(deathsPerCountry, times - index * deathsPerCountry),
  outOfMemory: values['out-of-memory'],
  toldToStop: values['told-to-stop'],
}))
const waiting = countries.values()
await Promise.all(
  Array.from({ length: countriesAtOnce }, async () => {
    for (const country of waiting) {
      const outcome = await killOften(country)
      outcomes.push(outcome)
      for (const { kind, what } of outcome.violations)
        print(`VIOLATION (seed ${outcome.seed}) ${kind}: ${what}`)
    }
  }),
)

const figures = figuresOf(outcomes)
const tookSeconds = Math.round((Date.now() - started.getTime()) / 1000)
print(`\n${tableOf(figures)}\nIt took ${tookSeconds} s.`)
if (values.out !== undefined) {
  const evidence = { part: 'kills', seed, started: started.toISOString(), tookSeconds, times, ...figures }
  writeFileSync(values.out, `${JSON.stringify(evidence, null, 2)}\n`)
}
process.exitCode = Object.keys(figures.violations).length === 0 ? 0 : 1
