import type { z } from 'zod'
import { figures, read, type Kept } from './evidence-figures.ts'
import { number, row } from './evidence-words.ts'

/** One thing that shows properties: a part of the evidence, under the name that the page gives it. */
interface Source {
  readonly words: string
  readonly kept: Kept<unknown> | null
  /** The figures that count, in short. */
  readonly inShort: string
}

function source<Schema extends z.ZodType>(
  part: string,
  words: string,
  schema: Schema,
  inShort: (figures: z.output<Schema>) => string,
): Source {
  const kept = read(part, schema)
  const short = kept === null || kept.figures === null ? 'none' : inShort(kept.figures)
  return { words, kept, inShort: short }
}

/** Tests: how many there are, how many failed, and what made them long. */
function tests(part: string, words: string): Source {
  return source(part, words, figures.tests, ({ tests: all, failed, env, tookSeconds }) =>
    [
      `${number(all)} tests`,
      `${failed} failed`,
      `${number(tookSeconds)} s`,
      ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ].join(', '),
  )
}

function deathsIn(part: string, words: string): Source {
  return source(part, words, figures.kills, ({ processesDied, recordsJudged, violations }) => {
    const wrong = Object.values(violations).reduce((sum, many) => sum + many, 0)
    return `${number(processesDied)} deaths, ${number(recordsJudged)} records, ${wrong} violations`
  })
}

const worlds = source('worlds', 'worlds', figures.worlds, ({ worlds: all, failed, failures, again }) => {
  const first = `${number(all)} worlds, ${failed ?? failures.length} failed`
  return again === undefined ? first : `${first}, ${again.failed} with the oracle mended`
})
const matrix = source('crash-matrix', 'crash matrix', figures['crash-matrix'], ({ rows, violations }) => {
  const cells = rows.reduce((sum, one) => sum + one.cells, 0)
  return `${number(cells)} cells, ${violations} violations`
})
const deaths = [
  deathsIn('kills', 'deaths of the real process'),
  deathsIn('out-of-memory', 'deaths for want of memory'),
]
const scan = source('privacy-scan', 'privacy scan', figures['privacy-scan'], ({ commands, hits }) =>
  [number(commands), 'commands,', hits, 'found'].join(' '),
)
const parsers = source('parsers', 'parsers', figures.parsers, ({ parsers: { all } }) =>
  [number(all.random + all.listed), 'cases,', all.failures, 'failures'].join(' '),
)

/** What shows each property. */
const properties: readonly (readonly [id: string, promise: string, shownBy: readonly Source[]])[] = [
  ['P1', 'no referral is lost', [worlds, matrix, ...deaths]],
  [
    'P2',
    'nothing is made twice',
    [worlds, matrix, ...deaths, tests('torn-log', 'a torn log'), tests('backup', 'a backup brought back')],
  ],
  [
    'P3',
    'no decision is wrong',
    [worlds, matrix, tests('decision-codes', 'every code, every label with two edits')],
  ],
  ['P4', 'nothing is written to another child', [worlds, tests('matching', 'children alike')]],
  ['P5', 'nothing leaves without consent', [worlds, tests('consent', 'consent of every kind')]],
  ['P6', 'a later decision is never overwritten by an earlier one', [worlds]],
  ['P7', 'one bad record delays no other', [tests('isolation', 'one bad record among 1 000, and slow ones')]],
  ['P8', 'all settles two rounds after the last fault', [worlds]],
  ['P9', 'confirmed means read back', [worlds, matrix]],
  ['P10', 'found is what is accounted for', [worlds]],
  ['P11, P12', 'nothing personal is left behind', [scan, worlds, matrix]],
  [
    'P13',
    'nothing is sent or asked for that no flow needs',
    [tests('minimised', 'recorded traffic against the deployment')],
  ],
  ['P14', 'a system that is down is left alone', [tests('down', 'six hours down, then back')]],
  ['P15', 'nothing leaves a paused flow', [worlds, tests('paused', 'paused in mid-run')]],
  ['P16', 'pressing twice does nothing twice', [worlds]],
  ['P17', 'a dead process works again within 10 s', deaths],
  [
    'P18',
    'a torn log opens',
    [tests('torn-log', 'a log cut at every byte of its last 64 kB, and other harm')],
  ],
  ['P19', "yesterday's backup is safe to bring back", [worlds, tests('backup', 'a backup brought back')]],
  ['P20', 'an older ledger is taken up, and given back', [tests('migrations', 'migrations there and back')]],
  ['P21', 'tampering with the history is found', [tests('tampering', 'every entry dropped, altered, moved')]],
  ['P22', 'a dry run writes nothing', [worlds, tests('dry-run', 'dry runs of every flow')]],
  ['P23', 'on OpenFn both systems end as with the service', [tests('openfn', 'equal worlds through both')]],
  ['P24', 'nothing that a system answers breaks the reading', [parsers]],
]

/** A line for each property and what shows it. */
export function propertyRows(): readonly string[] {
  return [
    row('', 'promise', 'shown by', 'figures', 'run as', 'date', 'commit', ''),
    row(...Array.from({ length: 8 }, () => '---')),
    ...properties.flatMap(([id, promise, shownBy]) =>
      shownBy.map(({ words, kept, inShort }, at) => {
        const which = [id, at === 0 ? promise : ''] as const
        if (kept === null) return row(...which, words, '–', '', '', '', 'not run yet')
        const end = kept.passed ? 'passed' : '**FAILED**'
        return row(...which, words, inShort, `\`${kept.command}\``, kept.date, kept.commit, end)
      }),
    ),
  ]
}
