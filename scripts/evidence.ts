/**
 * Gathers the evidence for the promise: runs what shows it, long, and keeps the figures in `docs/evidence/`, from which
 * `docs/evidence.md` is made. `npm run evidence -- [--only PART] [--short]`. Exit code 1 where a part failed. `--again`
 * plays once more the worlds that failed when they were played last: after the oracle alone was mended, no other verdict of
 * theirs can have changed.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parts, type Part } from './evidence-parts.ts'

/** How a part is run: its words, and what its environment holds beside ours. */
interface Call {
  readonly words: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
}

interface Tests {
  readonly tests: number
  readonly passed: number
  readonly failed: number
}

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
})
const directory = join(import.meta.dirname, '../docs/evidence')
mkdirSync(directory, { recursive: true })
const chosen = parts.filter(({ name }) => values.only === '' || name === values.only)
if (chosen.length === 0) throw new Error(`The parts are: ${parts.map(({ name }) => name).join(', ')}.`)

const commit = commitNow()
if (values.again) playAgain()
else for (const part of chosen) gather(part)

/** Plays the failed worlds again; the rest of what is kept of them stays. */
function playAgain(): void {
  const path = join(directory, 'worlds.json')
  const scratch = mkdtempSync(join(tmpdir(), 'evidence-'))
  const [before, after] = [join(scratch, 'before.json'), join(scratch, 'after.json')]
  const kept = z.looseObject({ figures: z.unknown() }).parse(JSON.parse(readFileSync(path, 'utf8')))
  writeFileSync(before, JSON.stringify(kept.figures))
  const args = ['run', '-s', 'worlds', '--', '--again', before, '--out', after]
  const { status } = spawnSync('npm', args, { stdio: 'inherit' })
  const played = z.looseObject({ again: z.looseObject({}) }).parse(JSON.parse(readFileSync(after, 'utf8')))
  const figures = { ...played, again: { ...played.again, commit } }
  writeFileSync(path, `${JSON.stringify({ ...kept, passed: status === 0, figures }, null, 2)}\n`)
  rmSync(scratch, { recursive: true })
  process.exitCode = status === 0 ? 0 : 1
}

function gather(part: Part): void {
  const { name } = part
  const scratch = mkdtempSync(join(tmpdir(), 'evidence-'))
  const out = join(scratch, `${name}.json`)
  const { words, env } = callOf(part, out)
  const [program, ...args] = words
  const started = performance.now()
  const { status } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  const tookSeconds = Math.round((performance.now() - started) / 1000)
  // What ended before it had any figures failed, and must not leave the old ones standing.
  const left: unknown = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : null
  rmSync(scratch, { recursive: true })
  const tests = part.kind === 'tests' && left !== null ? counted(left) : null
  const figures = tests === null ? left : { ...tests, env, tookSeconds }
  // Tests of which none ran show nothing.
  const passed = status === 0 && figures !== null && tests?.tests !== 0
  const command = ['npm run', ...commandOf(part)].join(' ')
  const date = new Date().toISOString().slice(0, 10)
  const kept = { name, command, date, commit, passed, figures }
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`)
  console.log(
    `${name}: ${passed ? 'passed' : 'FAILED'} in ${tookSeconds} s, kept in docs/evidence/${name}.json`,
  )
  if (!passed) process.exitCode = 1
}

/** After `npm run`, as whoever wants to see it again has to type it. */
function commandOf(part: Part): readonly string[] {
  if (part.kind === 'tests')
    return ['evidence', '--', '--only', part.name, ...(values.short ? ['--short'] : [])]
  const given = values.short ? part.short : part.long
  return [part.script, ...(given.length === 0 ? [] : ['--', ...given])]
}

function callOf(part: Part, out: string): Call {
  if (part.kind === 'command') {
    const given = values.short ? part.short : part.long
    return { words: ['npm', 'run', '-s', part.script, '--', ...given, '--out', out], env: {} }
  }
  const only = part.only === undefined ? [] : ['-t', part.only]
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${out}`]
  return {
    words: ['npx', 'vitest', 'run', ...part.files, ...only, ...reporters],
    env: values.short ? {} : part.env,
  }
}

/** What the tests came to, of vitest's own report; those that were not to run count as none. */
function counted(report: unknown): Tests {
  const { numPassedTests: passed, numFailedTests: failed } = z
    .object({ numPassedTests: z.number(), numFailedTests: z.number() })
    .parse(report)
  return { tests: passed + failed, passed, failed }
}

/** The commit that is shown to hold; a plus where the sources are not quite those of any. */
function commitNow(): string {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--', 'packages', 'test', 'deployments') !== ''
  return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`
}
