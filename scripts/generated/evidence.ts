import { listedFaults } from '../../test/worlds/faults.ts'
import { parts } from '../evidence-parts.ts'
import { figures, hasFailed, read } from './evidence-figures.ts'
import { propertyRows } from './evidence-properties.ts'
import { from, number, row } from './evidence-words.ts'

/** What the faults that were asked for at least so often must have struck. */
const enough = 100

function faultRows(fired: Readonly<Record<string, number>>): readonly string[] {
  return listedFaults.map(({ id, words, elsewhere, apart }) => {
    const struck = fired[id] ?? 0
    const notes = [
      ...(elsewhere === undefined ? [] : [`Not made in worlds: ${elsewhere}.`]),
      ...(elsewhere === undefined && struck < enough ? ['**Fewer than 100.**'] : []),
      ...(apart === undefined ? [] : [`Not made of it: ${apart}.`]),
    ]
    return row(id, words, struck === 0 ? '–' : number(struck), notes.join(' '))
  })
}

function worldsSection(): readonly string[] {
  const part = read('worlds', figures.worlds)
  if (part === null || part.figures === null) return ['## Worlds', '', from(part)]
  const { worlds, runs, requests, strikes, items, seed, tookSeconds, failures, failed, fired, again } =
    part.figures
  const playedAgain =
    again === undefined
      ? ''
      : ` In those the oracle was wrong; it alone was mended, and they were played again (commit ${again.commit}): **${again.failed}**.`
  const settled = Object.entries(items).map(([state, many]) => `${number(many)} ${state}`)
  return [
    '## Worlds',
    '',
    `One seed makes one world: people, what they do, what breaks, crashes; time, ids, network and disk are the world's. ${from(part)}.`,
    '',
    `**${number(worlds)} worlds** from seed ${seed}, ${number(runs)} runs, ${number(requests)} requests, ${number(strikes)} faults struck, ${number(tookSeconds)} s. At the end: ${settled.join(', ')}. **Worlds in which anything was lost, doubled, wrong, sent against consent or left behind: ${failed ?? failures.length}.**${playedAgain}`,
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
  if (part === null || part.figures === null) return ['## Crash matrix', '', from(part)]
  const { rows, violations, tookSeconds } = part.figures
  const points = Object.keys(rows[0]?.atPoint ?? {})
  return [
    '## Crash matrix',
    '',
    `Every request and every commit of every flow, at every point around it, once and twice in a row; then the flow goes on. ${from(part)}, ${tookSeconds} s. **Violations: ${violations}.**`,
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
  const parts = [read('kills', figures.kills), read('out-of-memory', figures.kills)]
  return [
    '## Deaths of the real process',
    '',
    'Killed by SIGKILL at chosen and at random moments under load, started again; or dead for want of memory.',
    '',
    '| what ran | deaths at their moment | killed idle | records judged | violations | start to first request, median and worst | repairs by hand | let go by a person |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...parts.map((part) => {
      if (part === null || part.figures === null) return row(from(part), '', '', '', '', '', '', '')
      const {
        processesDied,
        killedIdle,
        recordsJudged,
        violations,
        restartMs,
        repairsByHand,
        releasedByAPerson,
      } = part.figures
      const wrong = Object.values(violations).reduce((sum, many) => sum + many, 0)
      const start = `${restartMs.median ?? '–'} ms, ${restartMs.worst ?? '–'} ms`
      return row(
        from(part),
        number(processesDied),
        number(killedIdle),
        number(recordsJudged),
        wrong,
        start,
        repairsByHand,
        releasedByAPerson,
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

function otherSections(): readonly string[] {
  const privacy = read('privacy-scan', figures['privacy-scan'])
  const parsers = read('parsers', figures.parsers)
  const mutation = read('mutation', figures.mutation)
  const sabotage = read('sabotage', figures.sabotage)
  return [
    '## Privacy scan',
    '',
    privacy === null || privacy.figures === null
      ? from(privacy)
      : `${number(privacy.figures.commands)} commands under every kind of trouble left ${number(privacy.figures.files)} files, ${number(privacy.figures.bytes)} bytes; ${number(privacy.figures.canaries)} markers were looked for in ${number(privacy.figures.patterns)} forms. **Found: ${privacy.figures.hits}.** ${from(privacy)}.`,
    '',
    '## Parsers',
    '',
    parsers === null || parsers.figures === null
      ? from(parsers)
      : `${number(parsers.figures.parsers.all.random)} random cases and ${number(parsers.figures.parsers.all.listed)} listed ones; **failures: ${parsers.figures.parsers.all.failures}**. ${from(parsers)}.`,
    '',
    '## Breaking it on purpose',
    '',
    mutation === null || mutation.figures === null
      ? from(mutation)
      : `Small changes of the source, one at a time (${from(mutation)}):`,
    '',
    ...(mutation === null || mutation.figures === null
      ? []
      : [
          '| part | noticed | not noticed | score |',
          '| --- | --- | --- | --- |',
          ...mutation.figures.groups.flatMap(({ files, name, ...all }) => [
            scoreRow(`**${name}**`, all),
            ...files.map(({ file, ...own }) =>
              scoreRow(`\`${file.replace('packages/core/src/', '')}\``, own),
            ),
          ]),
          '',
        ]),
    sabotage === null ? from(sabotage) : `Sabotages by hand (${from(sabotage)}):`,
    '',
    ...(sabotage === null || sabotage.figures === null
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
    'What shows that the promise holds, with figures as measured. Made from `docs/evidence/`, which `npm run evidence` fills;',
    'each line names the command that made it, so that anybody can make it again. `npm test` plays new worlds each time.',
    '',
    ...propertyRows(),
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
