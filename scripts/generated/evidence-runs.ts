import type { z } from 'zod'
import { figures, read, type Kept } from './evidence-figures.ts'
import { number, row } from './evidence-words.ts'

/** One run of the evidence, under the name that the page gives it. */
export interface Run {
  readonly name: string
  /** What is done, for somebody who was not there. */
  readonly does: string
  readonly kept: Kept<unknown> | null
  /** What came of it. */
  readonly cameTo: string
}

/** What has left no figures came to none. */
function run<Schema extends z.ZodType>(
  part: string,
  [name, does]: readonly [string, string],
  schema: Schema,
  cameTo: (figures: z.output<Schema>) => string,
): Run {
  const kept = read(part, schema)
  return { name, does, kept, cameTo: kept === null || kept.figures === null ? '–' : cameTo(kept.figures) }
}

function tests(part: string, name: string, does: string): Run {
  return run(part, [name, does], figures.tests, ({ tests: all, failed }) =>
    failed === 0 ? `${all} tests, all passed` : `${failed} of ${all} tests failed`,
  )
}

function deathsOf(part: string, name: string, does: string): Run {
  return run(part, [name, does], figures.kills, ({ processesDied, recordsJudged, violations }) => {
    const wrong = Object.values(violations).reduce((sum, many) => sum + many, 0)
    return `${number(processesDied)} deaths, ${number(recordsJudged)} records judged: ${wrong} violations`
  })
}

/** Worlds in which something was seen that must never be, by the oracle as it was last. */
export function worldsFailed({
  failed,
  failures,
  again,
}: Pick<z.output<typeof figures.worlds>, 'failed' | 'failures' | 'again'>): number {
  return again?.failed ?? failed ?? failures.length
}

/** Every run, the longest first. */
export const runs = {
  worlds: run(
    'worlds',
    [
      'worlds',
      'invented people act in both systems while faults strike and the program crashes; then all of it is judged',
    ],
    figures.worlds,
    (all) =>
      `${number(all.worlds)} worlds, ${number(all.strikes)} faults: ${worldsFailed(all)} with a violation`,
  ),
  matrix: run(
    'crash-matrix',
    [
      'crash matrix',
      'a crash at every request and every save of every flow, once and twice in a row, then the flow goes on',
    ],
    figures['crash-matrix'],
    ({ rows, violations }) => {
      const cells = rows.reduce((sum, one) => sum + one.cells, 0)
      return `${number(cells)} ways to crash: ${violations} violations`
    },
  ),
  deaths: deathsOf('kills', 'deaths', 'the real process killed under load, and started again'),
  memory: deathsOf('out-of-memory', 'deaths for want of memory', 'the same with too little memory'),
  scan: run(
    'privacy-scan',
    [
      'privacy scan',
      'all that the program said and left under every kind of trouble, searched for what is known of invented children',
    ],
    figures['privacy-scan'],
    ({ commands, files, canaries, patterns, hits }) =>
      `${number(commands)} commands, ${number(files)} files, ${number(canaries)} marks of children in ${number(patterns)} forms: ${hits} found`,
  ),
  parsers: run(
    'parsers',
    ['parsers', 'answers of every kind, listed and at random, given to all that reads'],
    figures.parsers,
    ({ parsers: { all } }) => `${number(all.random + all.listed)} answers: ${all.failures} failures`,
  ),
  mutation: run(
    'mutation',
    ['small changes', 'the source changed in one small place at a time: does a test notice?'],
    figures.mutation,
    ({ groups }) => {
      const killed = groups.reduce((sum, group) => sum + group.killed, 0)
      const all = groups.reduce((sum, group) => sum + group.killed + group.survived, 0)
      return `${number(killed)} of ${number(all)} noticed`
    },
  ),
  sabotage: run(
    'sabotage',
    ['sabotages', 'the program broken on purpose where people would be hurt: does the test of it notice?'],
    figures.sabotage,
    ({ rows }) => `${rows.filter(({ caught }) => caught).length} of ${rows.length} noticed`,
  ),
  decisionCodes: tests('decision-codes', 'decision codes', 'every code, and every label with two edits'),
  matching: tests(
    'matching',
    'children alike',
    'children with several, closed or disabled cases, numbers that begin alike, lists that find nothing',
  ),
  consent: tests('consent', 'consent', 'withdrawn before a send, after it, before the decision'),
  isolation: tests('isolation', 'isolation', 'one bad record among 1 000 good ones, and slow ones'),
  minimised: tests(
    'minimised',
    'minimised',
    'recorded traffic held against what the deployment says is needed',
  ),
  down: tests('down', 'down', 'a system is down for six hours and comes back'),
  paused: tests('paused', 'paused', 'a flow is paused in the middle of a run'),
  tornLog: tests(
    'torn-log',
    'torn log',
    "the ledger's log cut at every byte of its last 64 kB, and other harm",
  ),
  backup: tests('backup', 'backup', "yesterday's ledger is brought back, with and without its journal"),
  migrations: tests('migrations', 'migrations', 'ledgers of older releases, there and back'),
  tampering: tests('tampering', 'tampering', 'every entry of a history dropped, altered, moved'),
  dryRun: tests('dry-run', 'dry runs', 'of every flow'),
  openfn: tests('openfn', 'OpenFn', 'equal worlds through the service and through OpenFn'),
  smallNumbers: tests(
    'small-numbers',
    'small numbers',
    '20 000 random tables and years; whoever has every answer to every filter, and solves, works out none',
  ),
} as const satisfies Readonly<Record<string, Run>>

function whichCommit({ commit, figures: left }: Kept<unknown>): string {
  const { data } = figures.worlds.pick({ again: true }).safeParse(left)
  return data?.again === undefined ? commit : `${commit}, judged as at ${data.again.commit}`
}

/** A line for each run: what was done and what came of it; loud where it failed. */
export function runRows(): readonly string[] {
  return [
    row('', 'what is done', 'what came of it', 'run as', 'date', 'commit'),
    row(...Array.from({ length: 6 }, () => '---')),
    ...Object.values(runs).map(({ name, does, kept, cameTo }: Run) => {
      if (kept === null) return row(name, does, 'not run yet', '', '', '')
      const end = kept.passed ? cameTo : `**FAILED**: ${cameTo}`
      return row(name, does, end, `\`${kept.command}\``, kept.date, whichCommit(kept))
    }),
  ]
}
