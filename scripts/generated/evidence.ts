import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { listedFaults } from '../../test/worlds/faults.ts'
import { cell } from './test-names.ts'

const count = z.number().int().min(0)
const counts = z.record(z.string(), z.number())

const figures = {
  worlds: z.object({
    seed: count,
    tookSeconds: count,
    worlds: count,
    runs: count,
    requests: count,
    strikes: count,
    items: counts,
    fired: counts,
    failures: z.array(z.unknown()),
  }),
  'crash-matrix': z.object({
    tookSeconds: count,
    violations: count,
    rows: z.array(
      z.object({
        flow: z.string(),
        effects: count,
        places: count,
        cells: count,
        deaths: count,
        released: count,
        atPoint: counts,
      }),
    ),
  }),
  kills: z.object({
    seed: count,
    tookSeconds: count,
    processesDied: count,
    recordsJudged: count,
    restartMs: z.object({ median: count.nullable(), worst: count.nullable() }),
    violations: counts,
    repairsByHand: count,
    releasedByAPerson: count,
    toldAgain: count,
  }),
  'privacy-scan': z.object({
    seed: count,
    tookSeconds: count,
    commands: count,
    files: count,
    bytes: count,
    canaries: count,
    patterns: count,
    hits: count,
  }),
  parsers: z.object({
    tookSeconds: count,
    parsers: z.object({ all: z.object({ listed: count, random: count, failures: count }) }),
  }),
  mutation: z.object({
    groups: z.array(
      z.object({ name: z.string(), killed: count, survived: count, score: z.number().nullable() }),
    ),
  }),
  sabotage: z.object({
    rows: z.array(
      z.object({ sabotage: z.string(), breaks: z.string(), caught: z.boolean(), test: z.string() }),
    ),
  }),
} as const

/** What one command has left, and where and when it ran. */
interface Part<Figures> {
  readonly command: string
  readonly date: string
  readonly commit: string
  readonly passed: boolean
  readonly figures: Figures
}

/** What a command has left in `docs/evidence/`; null where it has not been run. */
function read<Schema extends z.ZodType>(name: string, schema: Schema): Part<z.output<Schema>> | null {
  const path = fileURLToPath(new URL(`../../docs/evidence/${name}.json`, import.meta.url))
  if (!existsSync(path)) return null
  const kept = z.object({
    command: z.string(),
    date: z.string(),
    commit: z.string(),
    passed: z.boolean(),
    figures: z.unknown(),
  })
  const { figures, ...rest } = kept.parse(JSON.parse(readFileSync(path, 'utf8')))
  return { ...rest, figures: schema.parse(figures) }
}

function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.map((one) => cell(String(one))).join(' | ')} |`
}

function number(value: number): string {
  return value.toLocaleString('en').replaceAll(',', ' ')
}

/** What the faults that were asked for at least so often must have struck. */
const enough = 100

function faultRows(fired: Readonly<Record<string, number>>): readonly string[] {
  return listedFaults.map(({ id, words, elsewhere }) => {
    const struck = fired[id] ?? 0
    const why = elsewhere === undefined ? '' : `Not made in worlds: ${elsewhere}.`
    return row(
      id,
      words,
      struck === 0 ? '–' : number(struck),
      struck < enough && why === '' ? 'fewer than 100' : why,
    )
  })
}

/** Where and when figures are from. */
function source(part: Omit<Part<unknown>, 'figures'> | null): string {
  return part === null ? 'Not run yet.' : `\`${part.command}\`, ${part.date}, commit ${part.commit}`
}

function worldsSection(): readonly string[] {
  const part = read('worlds', figures.worlds)
  if (part === null) return ['## Worlds', '', source(part)]
  const { worlds, runs, requests, strikes, items, seed, tookSeconds, failures, fired } = part.figures
  const settled = Object.entries(items).map(([state, many]) => `${number(many)} ${state}`)
  return [
    '## Worlds',
    '',
    `One seed makes one world: people, what they do, what breaks, crashes; time, ids, network and disk are the world's. ${source(part)}.`,
    '',
    `**${number(worlds)} worlds** from seed ${seed}, ${number(runs)} runs, ${number(requests)} requests, ${number(strikes)} faults struck, ${number(tookSeconds)} s. At the end: ${settled.join(', ')}. **Worlds in which anything was lost, doubled, wrong, sent against consent or left behind: ${failures.length}.**`,
    '',
    'To see one world, step by step: `npm run worlds -- --story --seed N`.',
    '',
    '### How often each fault struck',
    '',
    '| | fault | struck | |',
    '| --- | --- | --- | --- |',
    ...faultRows(fired),
  ]
}

function matrixSection(): readonly string[] {
  const part = read('crash-matrix', figures['crash-matrix'])
  if (part === null) return ['## Crash matrix', '', source(part)]
  const { rows, violations, tookSeconds } = part.figures
  const points = Object.keys(rows[0]?.atPoint ?? {})
  return [
    '## Crash matrix',
    '',
    `Every request and every commit of every flow, at every point around it, once and twice in a row; then the flow goes on. ${source(part)}, ${tookSeconds} s. **Violations: ${violations}.**`,
    '',
    row('flow', 'effects', 'places', 'cells', 'deaths', ...points, 'let go by a person'),
    row(...Array.from({ length: points.length + 6 }, () => '---')),
    ...rows.map(({ flow, effects, places, cells, deaths, released, atPoint }) =>
      row(flow, effects, places, cells, deaths, ...points.map((point) => atPoint[point] ?? 0), released),
    ),
  ]
}

function killsSection(): readonly string[] {
  const parts = [read('kills', figures.kills), read('out-of-memory', figures.kills)]
  return [
    '## Deaths of the real process',
    '',
    'Killed by SIGKILL at chosen and at random moments under load, started again; or dead for want of memory.',
    '',
    '| what ran | deaths | records judged | violations | start to first request, median and worst | repairs by hand | let go by a person |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...parts.map((part) => {
      if (part === null) return row(source(part), '', '', '', '', '', '')
      const { processesDied, recordsJudged, violations, restartMs, repairsByHand, releasedByAPerson } =
        part.figures
      const wrong = Object.values(violations).reduce((sum, many) => sum + many, 0)
      const start = `${restartMs.median ?? '–'} ms, ${restartMs.worst ?? '–'} ms`
      return row(
        source(part),
        number(processesDied),
        number(recordsJudged),
        wrong,
        start,
        repairsByHand,
        releasedByAPerson,
      )
    }),
  ]
}

function otherSections(): readonly string[] {
  const privacy = read('privacy-scan', figures['privacy-scan'])
  const parsers = read('parsers', figures.parsers)
  const mutation = read('mutation', figures.mutation)
  const sabotage = read('sabotage', figures.sabotage)
  return [
    '## Privacy scan',
    '',
    privacy === null
      ? source(privacy)
      : `${number(privacy.figures.commands)} commands under every kind of trouble left ${number(privacy.figures.files)} files, ${number(privacy.figures.bytes)} bytes; ${number(privacy.figures.canaries)} markers were looked for in ${number(privacy.figures.patterns)} forms. **Found: ${privacy.figures.hits}.** ${source(privacy)}.`,
    '',
    '## Parsers',
    '',
    parsers === null
      ? source(parsers)
      : `${number(parsers.figures.parsers.all.random)} random cases and ${number(parsers.figures.parsers.all.listed)} listed ones; **failures: ${parsers.figures.parsers.all.failures}**. ${source(parsers)}.`,
    '',
    '## Breaking it on purpose',
    '',
    mutation === null
      ? source(mutation)
      : `Small changes of the source, one at a time (${source(mutation)}):`,
    '',
    ...(mutation === null
      ? []
      : [
          '| part | noticed | not noticed | score |',
          '| --- | --- | --- | --- |',
          ...mutation.figures.groups.map(({ name, killed, survived, score }) =>
            row(name, killed, survived, score === null ? '–' : `${score} %`),
          ),
          '',
        ]),
    sabotage === null ? source(sabotage) : `Sabotages by hand (${source(sabotage)}):`,
    '',
    ...(sabotage === null
      ? []
      : [
          '| sabotage | what it breaks | caught by |',
          '| --- | --- | --- |',
          ...sabotage.figures.rows.map(({ sabotage: name, breaks, caught, test }) =>
            row(name, breaks, caught ? test : '**not caught**'),
          ),
        ]),
  ]
}

const worlds = 'worlds'
const matrix = 'crash matrix'
const deaths = 'deaths of the real process'

/** What shows each property. */
const properties: readonly (readonly [id: string, promise: string, shownBy: string])[] = [
  ['P1', 'no referral is lost', `${worlds}, ${matrix}, ${deaths}`],
  ['P2', 'nothing is made twice', `${worlds}, ${matrix}, ${deaths}, \`test/storage\``],
  [
    'P3',
    'no decision is wrong',
    `${worlds}, ${matrix}, \`test/parsers/decisions.test.ts\` (every code, every label with two edits)`,
  ],
  ['P4', 'nothing is written to another child', `${worlds}, \`test/referrals-in/matching.test.ts\``],
  ['P5', 'nothing leaves without consent', `${worlds}, \`test/referrals-out/rules.test.ts\``],
  ['P6', 'a later decision is never overwritten by an earlier one', worlds],
  ['P7', 'one bad record delays no other', '`test/manners/isolation.test.ts`'],
  ['P8', 'all settles two rounds after the last fault', worlds],
  ['P9', 'confirmed means read back', `${worlds}, ${matrix}`],
  ['P10', 'found is what is accounted for', `${worlds}, every run by itself`],
  ['P11, P12', 'nothing personal is left behind', `privacy scan, ${worlds}, ${matrix}`],
  ['P13', 'nothing is sent or asked for that no flow needs', '`test/cross-cutting/minimised.test.ts`'],
  ['P14', 'a system that is down is left alone', '`test/manners/down.test.ts`'],
  ['P15', 'nothing leaves a paused flow', `${worlds}, \`test/cross-cutting/interrupted.test.ts\``],
  ['P16', 'pressing twice does nothing twice', worlds],
  ['P17', 'a dead process works again within 10 s', deaths],
  ['P18', 'a torn log opens', '`test/storage/torn-log.test.ts` (every byte with `LEDGER_CUTS=all`)'],
  [
    'P19',
    "yesterday's backup is safe to bring back",
    `${worlds}, \`test/storage\`, the drill in [backup](backup.md)`,
  ],
  ['P20', 'an older ledger is taken up, and given back', '`test/storage/migrations.test.ts`'],
  ['P21', 'tampering with the history is found', '`test/audit/tampering.test.ts`'],
  ['P22', 'a dry run writes nothing', worlds],
  ['P23', 'on OpenFn both systems end as with the service', '`test/openfn/same-end.test.ts`'],
  ['P24', 'nothing that a system answers breaks the reading', 'parsers'],
]

/** The page of evidence, made from what the commands have left. */
export function evidencePage(): string {
  return [
    '# Evidence',
    '',
    'What shows that the promise holds, with figures as measured. Made from `docs/evidence/`, which `npm run evidence` fills;',
    'each line names the command that made it, so that anybody can make it again. `npm test` plays new worlds each time.',
    '',
    '| property | promise | shown by |',
    '| --- | --- | --- |',
    ...properties.map(([id, promise, shownBy]) => row(id, promise, shownBy)),
    '',
    ...worldsSection(),
    '',
    ...matrixSection(),
    '',
    ...killsSection(),
    '',
    ...otherSections(),
    '',
  ].join('\n')
}
