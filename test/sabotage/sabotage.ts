/**
 * Breaks the product on purpose, in one place at a time, and asks whether the test that guards the place notices:
 * `npm run sabotage [-- --only NAME] [--out FILE]`. `--only` takes a part of a name. Exit code 1 where one was not caught.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { sabotages } from './sabotages.ts'
import { linesOf, rowOf } from './table.ts'
import { trySabotages, type Tried } from './try.ts'

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, out: { type: 'string' } },
})
const chosen = sabotages.filter(({ name }) => name.includes(values.only))
if (chosen.length === 0) throw new Error('--only takes a part of the name of a sabotage.')

const started = new Date()
const print = (line: string): void => void process.stdout.write(`${line}\n`)
print(`${chosen.length} sabotages; first the tests that must notice them, unbroken.`)
const tried: Tried[] = []
for await (const one of trySabotages(chosen)) {
  tried.push(one)
  print(linesOf(one))
}
const rows = tried.map(rowOf)
const caught = rows.filter((row) => row.caught).length
const tookSeconds = Math.round((Date.now() - started.getTime()) / 1000)
print(`${caught} of ${rows.length} caught. It took ${tookSeconds} s.`)
if (values.out !== undefined) {
  const evidence = { part: 'sabotage', started: started.toISOString(), tookSeconds, caught, rows }
  writeFileSync(values.out, `${JSON.stringify(evidence, null, 2)}\n`)
}
process.exitCode = caught === rows.length ? 0 : 1
