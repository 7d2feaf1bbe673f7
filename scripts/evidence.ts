/**
 * Gathers the evidence for the promise: runs the commands that show it, long, and keeps their figures in
 * `docs/evidence/`, from which `docs/evidence.md` is made. `npm run evidence -- [--only PART] [--short]`.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

interface Part {
  readonly name: string
  /** After `npm run`. */
  readonly script: string
  readonly long: readonly string[]
  readonly short: readonly string[]
}

const parts: readonly Part[] = [
  { name: 'worlds', script: 'worlds', long: ['--count', '10000'], short: ['--count', '200'] },
  { name: 'crash-matrix', script: 'crash-matrix', long: [], short: [] },
  { name: 'kills', script: 'kills', long: ['--times', '1000'], short: ['--times', '25'] },
  {
    name: 'out-of-memory',
    script: 'kills',
    long: ['--times', '100', '--out-of-memory'],
    short: ['--times', '10', '--out-of-memory'],
  },
  { name: 'privacy-scan', script: 'privacy-scan', long: [], short: ['--only', 'command'] },
  { name: 'parsers', script: 'fuzz', long: ['--times', '35'], short: ['--times', '1'] },
  { name: 'mutation', script: 'mutate', long: [], short: [] },
  { name: 'sabotage', script: 'sabotage', long: [], short: [] },
]

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, short: { type: 'boolean', default: false } },
})
const directory = join(import.meta.dirname, '../docs/evidence')
mkdirSync(directory, { recursive: true })
const chosen = parts.filter(({ name }) => values.only === '' || name === values.only)
if (chosen.length === 0) throw new Error(`The parts are: ${parts.map(({ name }) => name).join(', ')}.`)

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
for (const { name, script, long, short } of chosen) {
  const out = join(mkdtempSync(join(tmpdir(), 'evidence-')), `${name}.json`)
  const given = values.short ? short : long
  const { status } = spawnSync('npm', ['run', '-s', script, '--', ...given, '--out', out], {
    stdio: 'inherit',
  })
  const figures: unknown = JSON.parse(readFileSync(out, 'utf8'))
  const command = ['npm run', script, ...(given.length === 0 ? [] : ['--', ...given])].join(' ')
  const date = new Date().toISOString().slice(0, 10)
  const kept = { name, command, date, commit, passed: status === 0, figures }
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  console.log(`${name}: ${status === 0 ? 'passed' : 'FAILED'}, kept in docs/evidence/${name}.json`)
  if (status !== 0) process.exitCode = 1
}
