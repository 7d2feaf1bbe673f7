import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Verdict } from '../table.ts'
import { deployments, ledgerOf, type LedgerSize } from './ledger.ts'
import { measureBeside } from './beside.ts'
import { measurePage, type PageCell } from './measure.ts'
import { asked } from './pages.ts'
import { measureSignIns } from './sign-ins.ts'
import type { ServeOrder } from './serve.ts'

/** So many times each page is asked. */
const times = 50

const targets = { median: 200, p95: 500, firstVisit: 40_000, today: 15_000, sheets: 30_000, memoryMb: 200 }

function row(cells: readonly string[]): string {
  return cells.map((cell, index) => (index === 0 ? cell.padEnd(72) : cell.padStart(14))).join('')
}

/** Measures every page of the console over a ledger of a size, and prints a line for each. */
export async function measureConsole(size: LedgerSize, directory: string): Promise<readonly Verdict[]> {
  const startedAt = performance.now()
  const path = await ledgerOf(size, directory)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
  console.log(
    `${size.items} items, ${size.events} entries of the histories: ${path}, ready after ${seconds} s.\n`,
  )
  const server = await serve(path)
  let cells: readonly PageCell[]
  let beside: Verdict
  let memoryMb: number
  try {
    cells = await measurePages(server.url)
    beside = await measureBeside(server.url, server.run)
  } finally {
    memoryMb = await server.stop()
  }
  return [...verdicts(cells, memoryMb), beside, await measureSignIns()]
}

async function measurePages(url: string): Promise<readonly PageCell[]> {
  const cells: PageCell[] = []
  console.log(row(['', 'median', '95 %', 'first visit']))
  for (const page of asked(deployments[0] ?? '')) {
    const cell = await measurePage(url, page, times)
    cells.push(cell)
    const { name, median, p95, firstVisit } = cell
    console.log(
      row([name, `${median.toFixed(0)} ms`, `${p95.toFixed(0)} ms`, `${(firstVisit / 1000).toFixed(1)} kB`]),
    )
  }
  return cells
}

/** The console in a process of its own. */
interface Server {
  readonly url: string
  /** Runs flow 1.1 of a deployment in it, and gives how long that took, ms. */
  readonly run: (deployment: string) => Promise<number>
  /** Ends it, and gives its peak memory, MB. */
  readonly stop: () => Promise<number>
}

async function serve(path: string): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'serve.ts'), [path], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [url]: unknown[] = await once(child, 'message')
  const tell = async (order: ServeOrder): Promise<number> => {
    const told = once(child, 'message')
    child.send(order)
    const [answer]: unknown[] = await told
    return Number(answer)
  }
  return {
    url: String(url),
    run: (deployment) => tell({ kind: 'run', deployment }),
    stop: async () => {
      const peakKb = await tell({ kind: 'memory' })
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
      return peakKb / 1024
    },
  }
}

function verdicts(cells: readonly PageCell[], memoryMb: number): readonly Verdict[] {
  const most = (of: (cell: PageCell) => number): readonly [number, string] => {
    const [worst] = cells.toSorted((one, other) => of(other) - of(one))
    return worst === undefined ? [Number.NaN, ''] : [of(worst), worst.name]
  }
  const [median, slowest] = most((cell) => cell.median)
  const [p95, slowestLate] = most((cell) => cell.p95)
  const [firstVisit, heaviest] = most((cell) => cell.firstVisit)
  const [sheets] = most((cell) => cell.sheets)
  const today = cells.find(({ name }) => name === 'today')?.firstVisit ?? Number.NaN
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(1)
  return [
    {
      what: `console, slowest page (${slowest}), median: ${median.toFixed(0)} ms (to reach: < ${targets.median} ms)`,
      met: median < targets.median,
    },
    {
      what: `console, slowest page (${slowestLate}), 95 %: ${p95.toFixed(0)} ms (to reach: < ${targets.p95} ms)`,
      met: p95 < targets.p95,
    },
    {
      what: `console, heaviest first visit (${heaviest}): ${kilobytes(firstVisit)} kB (to reach: < 40 kB)`,
      met: firstVisit < targets.firstVisit,
    },
    {
      what: `console, first visit of Today: ${kilobytes(today)} kB (to reach: < 15 kB)`,
      met: today < targets.today,
    },
    {
      what: `console, style sheets: ${kilobytes(sheets)} kB (to reach: ≤ 30 kB)`,
      met: sheets <= targets.sheets,
    },
    {
      what: `console, memory: ${memoryMb.toFixed(0)} MB (to reach: ≤ ${targets.memoryMb} MB)`,
      met: memoryMb <= targets.memoryMb,
    },
  ]
}
