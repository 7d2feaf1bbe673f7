import { listedFaults } from '../../test/worlds/faults.ts'
import { parts } from '../evidence-parts.ts'
import { figures, hasFailed, read } from './evidence-figures.ts'
import { propertyRows } from './evidence-properties.ts'
import { runRows, runs, worldsFailed } from './evidence-runs.ts'
import { number, row } from './evidence-words.ts'

/** What the faults that were asked for at least so often must have struck. */
const enough = 100

function faultRows(fired: Readonly<Record<string, number>>): readonly string[] {
  return listedFaults.map(({ id, words, elsewhere, apart }) => {
    const struck = fired[id]
    const notes = [
      ...(elsewhere === undefined ? [] : [`Not made in worlds: ${elsewhere}.`]),
      ...(elsewhere === undefined ? rareness(struck) : []),
      ...(apart === undefined ? [] : [`Not made of it: ${apart}.`]),
    ]
    return row(id, words, struck === undefined ? '–' : number(struck), notes.join(' '))
  })
}

function rareness(struck: number | undefined): readonly string[] {
  if (struck === undefined) return ['**Not in these worlds.**']
  return struck < enough ? ['**Fewer than 100.**'] : []
}

function worldsSection(): readonly string[] {
  const part = read('worlds', figures.worlds)
  if (part === null || part.figures === null) return []
  const { worlds, runs: flowRuns, requests, strikes, items, seed, fired } = part.figures
  const settled = Object.entries(items).map(([state, many]) => `${number(many)} ${state}`)
  return [
    '## Worlds',
    '',
    "One seed makes one world: people, what they do, what breaks, crashes; time, ids, network and disk are the world's. At the end an oracle that knows what people did in both systems says what must stand there and in the ledger.",
    '',
    `**${number(worlds)} worlds** from seed ${seed}: ${number(flowRuns)} runs of flows, ${number(requests)} requests, ${number(strikes)} faults that struck. Where the referrals and decisions stood at their end: ${settled.join(', ')}. **Worlds in which anything was lost, doubled, wrong, sent against consent or left behind: ${worldsFailed(part.figures)}.**`,
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
  if (part === null || part.figures === null) return []
  const { rows, violations } = part.figures
  const points = Object.keys(rows[0]?.atPoint ?? {})
  return [
    '## Crash matrix',
    '',
    `The program dies at every request and every save of a flow (*effects*), at every point around it (*places*), once or twice in a row (*cells*), and goes on. **Violations: ${violations}.** A second death is *not due* where the first one left nothing to be done again. *Let go by a person* are sends of which nobody can know whether they arrived: they are held until somebody has looked.`,
    '',
    row(
      'scene',
      'effects',
      'places',
      'cells',
      'second death not due',
      'deaths',
      ...points,
      'let go by a person',
    ),
    row(...Array.from({ length: points.length + 7 }, () => '---')),
    ...rows.map(({ flow, effects, places, cells, secondNotDue, deaths, released, atPoint }) =>
      row(
        flow,
        effects,
        places,
        cells,
        secondNotDue,
        deaths,
        ...points.map((point) => atPoint[point] ?? 0),
        released,
      ),
    ),
  ]
}

function killsSection(): readonly string[] {
  const parts = [runs.deaths, runs.memory].flatMap(({ name, kept }) => {
    const { data } = figures.kills.safeParse(kept?.figures)
    return data === undefined ? [] : [{ name, ...data }]
  })
  if (parts.length === 0) return []
  return [
    '## Deaths of the real process',
    '',
    'Killed by SIGKILL at chosen and at random moments under load, or dead for want of memory; started again, and in the end judged as worlds are.',
    '',
    '| | deaths at their moment | killed idle | records judged | violations | start to first request, median and worst | repairs by hand | let go by a person |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...parts.map((part) => {
      const wrong = Object.values(part.violations).reduce((sum, many) => sum + many, 0)
      return row(
        part.name,
        number(part.processesDied),
        number(part.killedIdle),
        number(part.recordsJudged),
        wrong,
        `${part.restartMs.median ?? '–'} ms, ${part.restartMs.worst ?? '–'} ms`,
        part.repairsByHand,
        part.releasedByAPerson,
      )
    }),
  ]
}

interface Score {
  readonly killed: number
  readonly survived: number
  readonly score: number | null
}

function scoreRow(name: string, { killed, survived, score }: Score): string {
  return row(name, killed, survived, score === null ? '–' : `${score} %`)
}

function mutationLines(): readonly string[] {
  const part = read('mutation', figures.mutation)
  if (part === null || part.figures === null) return []
  return [
    '**Small changes**, by where in `packages/core/src`:',
    '',
    '| part | noticed | not noticed | score |',
    '| --- | --- | --- | --- |',
    ...part.figures.groups.flatMap(({ files, name, ...all }) => [
      scoreRow(`**${name}**`, all),
      ...files.map(({ file, ...own }) => scoreRow(`\`${file.replace('packages/core/src/', '')}\``, own)),
    ]),
    '',
  ]
}

function sabotageLines(): readonly string[] {
  const part = read('sabotage', figures.sabotage)
  if (part === null || part.figures === null) return []
  return [
    '**Sabotages**, and what they would do to people:',
    '',
    '| sabotage | what it breaks | noticed by |',
    '| --- | --- | --- |',
    ...part.figures.rows.map(({ sabotage: name, breaks, caught, test }) =>
      row(name, breaks, caught ? test : '**not noticed**'),
    ),
    '',
  ]
}

/** The parts that failed when they ran last, before anything else. */
function failedParts(): readonly string[] {
  const failed = parts.map(({ name }) => name).filter(hasFailed)
  return failed.length === 0
    ? []
    : [`**FAILED: ${failed.join(', ')}.** The promise does not hold as it stands.`, '']
}

/** The page of evidence, made from what the commands have left. */
export function evidencePage(): string {
  return [
    '# Evidence',
    '',
    ...failedParts(),
    'What shows that [the promise](../README.md) holds: it was tried where it could break, with simulators of both systems and invented',
    'children, and this is what came of it.',
    '',
    '- **A violation** is anything that a promise below forbids: a referral lost or made twice, a decision on the wrong child, a name in',
    '  a log. Of 0 violations, none was seen in as many tries; that does not prove that there can be none.',
    '- **The commit** says which state of the program was tried; `git diff --stat COMMIT -- packages` shows what has changed since. Anybody',
    '  can run each command again, on any machine. `npm run evidence` runs all and keeps the figures in `docs/evidence/`, from which this page',
    '  is made; `npm test` tries the same in short, each time anew.',
    '',
    '## What was done',
    '',
    ...runRows(),
    '',
    '## What shows each promise',
    '',
    ...propertyRows(),
    '',
    ...[worldsSection(), matrixSection(), killsSection()].flatMap((lines) => [...lines, '']),
    '## Breaking it on purpose',
    '',
    'Tests that pass show little unless they fail when they should. So the program is broken, one place at a time.',
    '',
    ...mutationLines(),
    ...sabotageLines(),
  ].join('\n')
}
