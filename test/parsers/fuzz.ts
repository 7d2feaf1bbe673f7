/** Runs the properties of all parsers many times: `npm run fuzz -- [--times 35] [--out FILE]`; 35 make a million cases. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { times: { type: 'string', default: '1' }, out: { type: 'string' } },
})
const report = join(tmpdir(), `fuzz-${process.pid}.json`)
const started = performance.now()
const { status } = spawnSync('npx', ['vitest', 'run', 'test/parsers'], {
  stdio: 'inherit',
  env: { ...process.env, FUZZ_RUNS: values.times, FUZZ_REPORT: report },
})
const tookSeconds = Math.round((performance.now() - started) / 1000)
const parsers: unknown = JSON.parse(readFileSync(report, 'utf8'))
rmSync(report)
if (values.out !== undefined) {
  writeFileSync(values.out, `${JSON.stringify({ part: 'parsers', tookSeconds, parsers }, null, 2)}\n`)
}
process.exitCode = status ?? 1
