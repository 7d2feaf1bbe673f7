/**
 * Changes the code of mapping, decisions and lifecycle in small ways, one at a time, and counts how many of the changes
 * the tests notice: `npm run mutate -- [--only GROUP|FILE] [--concurrency N] [--out FILE]`. Exit code 1 where a group
 * stays below 90 %. Every change that no test noticed is named.
 */
import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { groups } from './groups.ts'
import { isSurvivor, mutatedFiles, scores, type GroupScore } from './score.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    concurrency: { type: 'string', default: '2' },
    out: { type: 'string' },
  },
})
/** Percent, each group by itself. */
const wanted = 90

const group = groups.find(({ name }) => name === values.only)
const chosen = values.only === undefined ? groups : [group ?? { name: values.only, files: [values.only] }]
const started = new Date()
const print = (line: string): void => void process.stdout.write(`${line}\n`)

const results = await new Stryker({
  mutate: mutatedFiles(chosen),
  concurrency: Number(values.concurrency),
}).runMutationTest()
const mutants = results.map((mutant) => ({
  ...mutant,
  fileName: relative(process.cwd(), mutant.fileName).replaceAll('\\', '/'),
}))
const found = scores(chosen, mutants)
const tookSeconds = Math.round((Date.now() - started.getTime()) / 1000)

for (const { fileName, location, status, mutatorName, replacement } of mutants.filter(isSurvivor)) {
  const place = `${fileName}:${location.start.line}:${location.start.column}`
  print(`${status === 'Survived' ? 'not noticed' : 'not reached'}  ${place}  ${mutatorName} → ${replacement}`)
}
print('')
for (const one of found) {
  print(line(one.name, one))
  for (const file of one.files) print(line(`  ${file.file}`, file))
}
print(`\nIt took ${tookSeconds} s.`)
if (values.out !== undefined) {
  const evidence = { part: 'mutation', started: started.toISOString(), tookSeconds, groups: found }
  writeFileSync(values.out, `${JSON.stringify(evidence, null, 2)}\n`)
}
if (found.some(({ score }) => score === null || score < wanted)) process.exitCode = 1

function line(name: string, { killed, survived, score }: Omit<GroupScore, 'name' | 'files'>): string {
  const counts = `${killed} of ${killed + survived}`
  return `${name.padEnd(62)}${counts.padStart(14)}${score === null ? '      none' : `${score.toFixed(1).padStart(8)} %`}`
}
