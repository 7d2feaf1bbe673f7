import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { JsonTestResults } from 'vitest/node'
import type { Tree } from './tree.ts'

/** How one test ended. */
export interface TestEnd {
  /** Its file, below the root of the tree. */
  readonly file: string
  readonly name: string
  readonly end: 'passed' | 'failed' | 'not run'
  /** Of one that failed: it found something other than it expected, and did not merely come to grief. */
  readonly byAssertion: boolean
}

/** A file of tests ends in seconds; one that a sabotage makes hang is not waited for. */
const timeoutOfAFileMs = 300_000
/** Vitest throws most of its assertions as such; that a promise ended the other way it throws as a plain error. */
const assertion =
  /^(AssertionError\b|Error: promise (resolved|rejected) .* instead of (rejecting|resolving))/s

function endOf(status: string): TestEnd['end'] {
  return status === 'passed' || status === 'failed' ? status : 'not run'
}

/** Runs whole test files in a tree, one after the other. A file that cannot even be loaded has no tests. */
export async function runTests(tree: Tree, files: readonly string[]): Promise<readonly TestEnd[]> {
  const { directory } = tree
  const out = join(directory, 'results.json')
  const vitest = join(directory, 'node_modules/vitest/vitest.mjs')
  const options = ['--reporter=json', `--outputFile=${out}`, '--maxWorkers=1', '--bail=0']
  const child = spawn(process.execPath, [vitest, 'run', ...files, ...options], {
    cwd: directory,
    // What a test runner around this one has set is not meant for the one within.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'))),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutOfAFileMs * files.length,
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2_000)
  })
  await once(child, 'close')
  if (!existsSync(out)) throw new Error(`The tests of ${files.join(', ')} came to no end. ${said}`)
  const results = JSON.parse(readFileSync(out, 'utf8')) as JsonTestResults
  return results.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      file: relative(directory, name),
      name: fullName,
      end: endOf(status),
      byAssertion: failureMessages?.some((message) => assertion.test(message)) ?? false,
    })),
  )
}
