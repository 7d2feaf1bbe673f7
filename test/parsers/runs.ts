import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, vi } from 'vitest'

/** How many times as many cases as usual are run: `FUZZ_RUNS`. */
const multiplier = Math.max(1, Number(process.env['FUZZ_RUNS'] ?? '1') || 1)

// An evidence run takes as many times as long.
vi.setConfig({ testTimeout: 30_000 * multiplier, hookTimeout: 30_000 * multiplier })

/** A share of what a property asks for is enough for every day; `FUZZ_RUNS` is for the evidence. */
const everyDay = 0.3

interface Count {
  /** Cases of an exhaustive loop or a table, the same each time. */
  listed: number
  /** Cases made up at random. */
  random: number
  failures: number
}

const counts = new Map<string, Count>()

function countOf(parser: string): Count {
  const known = counts.get(parser) ?? { listed: 0, random: 0, failures: 0 }
  counts.set(parser, known)
  return known
}

/** Counts the cases of a table or an exhaustive loop; call it before they are looked at. */
export function counted(parser: string, cases: number): void {
  countOf(parser).listed += cases
}

/**
 * Tries a property of a parser on a share of `runs` inputs, or a multiple of it (`FUZZ_RUNS`). A failure throws with the seed and
 * the smallest input that shows it.
 */
export async function holds<Input extends unknown[]>(
  parser: string,
  runs: number,
  property: fc.IProperty<Input> | fc.IAsyncProperty<Input>,
): Promise<void> {
  const details = await fc.check(property, { numRuns: Math.ceil(runs * everyDay * multiplier) })
  const count = countOf(parser)
  count.random += details.numRuns
  if (!details.failed) return
  count.failures += 1
  throw new Error(messageOf(details), { cause: details.errorInstance })
}

/** What failed and the seed to see it again; an input that is too deep to be shown is left out. */
function messageOf<Input>(details: fc.RunDetails<Input>): string {
  try {
    return fc.defaultReportMessage(details) ?? 'The property failed.'
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const { seed, counterexamplePath: path } = details
    return `The property failed: ${JSON.stringify({ seed, path })}; the input is nested too deep to be shown.`
  }
}

function total(lines: string): Readonly<Record<string, Count>> {
  const sum = new Map<string, Count>()
  for (const line of lines.split('\n').filter((text) => text !== '')) {
    const { parser, ...count } = JSON.parse(line) as Count & { readonly parser: string }
    for (const name of [parser, 'all']) {
      const before = sum.get(name) ?? { listed: 0, random: 0, failures: 0 }
      sum.set(name, {
        listed: before.listed + count.listed,
        random: before.random + count.random,
        failures: before.failures + count.failures,
      })
    }
  }
  return Object.fromEntries([...sum].toSorted(([a], [b]) => a.localeCompare(b)))
}

/**
 * Adds the counts of this file to the report. Test files run side by side: each appends its lines first, and whoever
 * finds after writing that others have appended since writes again, so that the last report holds them all.
 */
function report(path: string): void {
  const shared = join(tmpdir(), `${basename(path)}.${process.ppid}.lines`)
  const own = [...counts].map(([parser, count]) => `${JSON.stringify({ parser, ...count })}\n`)
  appendFileSync(shared, own.join(''))
  for (;;) {
    const lines = readFileSync(shared, 'utf8')
    writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(total(lines), null, 2)}\n`)
    renameSync(`${path}.${process.pid}`, path)
    if (readFileSync(shared, 'utf8') === lines) return
  }
}

afterAll(() => {
  const path = process.env['FUZZ_REPORT']
  if (path !== undefined && path !== '') report(path)
})
