import { flows } from '@ping-primero/core/domain/flow.ts'
import { exitOfItems, type ExitCode } from '@ping-primero/core/flows/report.ts'
import type { ListedGroup } from '@ping-primero/core/ledger/questions.ts'
import type { ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { readDeployment, usualDeployment } from '../../configuration/read-deployment.ts'
import type { Listed } from '../../ledger/listed.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import { ledgerWords } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { nothingMore, writeLongAnswer } from '../long-answer.ts'
import { withLedger } from '../with-ledger.ts'
import type { ListOptions } from './command.ts'
import { listHeader, listLine, listRow } from './forms.ts'
import { wantedOf } from './query.ts'
import type { Wanted } from './query.ts'
import { listWords, mostShown } from './words.ts'
import type { ListView, ShownFlow, ShownGroup } from './words.ts'

async function shownOf(
  listed: Listed,
  deployments: readonly string[],
  wanted: Wanted,
): Promise<readonly ShownFlow[]> {
  const shown: ShownFlow[] = []
  for (const deployment of deployments) {
    const groups: ShownGroup[] = []
    for (const group of await listed.groups({ ...wanted, deployment })) {
      const { flow, state, reason } = group
      const query = { ...wanted, deployment, flow, states: [state], reason }
      groups.push({ ...group, shown: await listed.longest(query, mostShown) })
    }
    for (const flow of flows) {
      const ofFlow = groups.filter((group) => group.flow === flow)
      if (ofFlow.length > 0) shown.push({ deployment, flow, groups: ofFlow })
    }
  }
  return shown
}

/** Whether only a part of what is in the ledger was asked for. */
function isPart({ deployment, state, reason, flow, olderThan, since, until }: ListOptions): boolean {
  return (
    state.length > 0 || [deployment, reason, flow, olderThan, since, until].some((one) => one !== undefined)
  )
}

function wordsOf(
  shown: readonly ShownFlow[],
  options: ListOptions,
  viewOf: (deployment: string) => ListView,
): readonly string[] {
  if (shown.length > 0) return shown.map((flow) => listWords(flow, viewOf(flow.deployment)))
  const ofIt = isPart(options) ? ' of it' : ''
  if (options.undecided === true) return [`No referral${ofIt} waits for an answer.`]
  if (options.settled === true) return [`Nothing${ofIt} was settled.`]
  return [`Nothing${ofIt} waits or needs attention.`]
}

/** The table, a page at a time. */
async function* tablePieces(
  listed: Listed,
  deployments: readonly string[],
  wanted: Wanted,
  valueMapsOf: (deployment: string) => ValueMaps | null,
): AsyncGenerator<string> {
  yield listHeader
  for (const deployment of deployments) {
    for await (const items of listed.pages({ ...wanted, deployment })) {
      yield items.map((item) => listLine(deployment, item, valueMapsOf(deployment))).join('')
    }
  }
}

/** The one JSON value, a page at a time. */
async function* jsonPieces(
  listed: Listed,
  deployments: readonly string[],
  wanted: Wanted,
  valueMapsOf: (deployment: string) => ValueMaps | null,
  ledger: string | null,
): AsyncGenerator<string> {
  let before = '{"items":['
  for (const deployment of deployments) {
    for await (const items of listed.pages({ ...wanted, deployment })) {
      yield (
        before +
        items.map((item) => JSON.stringify(listRow(deployment, item, valueMapsOf(deployment)))).join(',')
      )
      before = ','
    }
  }
  yield `${before === ',' ? '' : before}],"ledger":${JSON.stringify(ledger)}}\n`
}

/** The exit code that a run would answer with, were what is listed all it has. */
async function exitOfListed(
  listed: Listed,
  deployments: readonly string[],
  wanted: Wanted,
): Promise<ExitCode> {
  const groups: ListedGroup[] = []
  for (const deployment of deployments) groups.push(...(await listed.groups({ ...wanted, deployment })))
  return exitOfItems(groups)
}

/**
 * `list`: what waits or needs attention, or was settled, without acting; the exit code is that of a run. Table and JSON
 * value are written to stdout here, since they may be too long to hold.
 */
export async function list(options: ListOptions, context: Context): Promise<Outcome> {
  if (options.csv === true && context.json) {
    return refused('arguments-invalid', '--json and --csv are forms of one answer; choose one.')
  }
  const nowMs = context.clock.now()
  const wanted = wantedOf(options, nowMs)
  if (!wanted.ok) return wanted
  const read = options.deployment === undefined ? null : readDeployment(options.deployment, context.env)
  if (read?.ok === false) return read
  const deployment = read?.value.deployment ?? null
  keepHeapSmall()
  return withLedger(context, async ({ operators, path }) => {
    const names = deployment === null ? await operators.deployments() : [deployment.name]
    const { listed } = operators
    const known = new Map(names.map((name) => [name, deployment ?? usualDeployment(name, context.env)]))
    const valueMapsOf = (name: string): ValueMaps | null => known.get(name)?.valueMaps ?? null
    const exit = await exitOfListed(listed, names, wanted.value)
    if (options.csv === true) {
      await writeLongAnswer(tablePieces(listed, names, wanted.value, valueMapsOf))
      return nothingMore(exit)
    }
    if (context.json) {
      await writeLongAnswer(jsonPieces(listed, names, wanted.value, valueMapsOf, path))
      return nothingMore(exit)
    }
    const viewOf = (name: string): ListView => ({
      now: new Date(nowMs).toISOString(),
      zone: options.utc === true ? null : (known.get(name)?.timezone ?? null),
      valueMaps: valueMapsOf(name),
      undecided: options.undecided ?? false,
    })
    const shown = await shownOf(listed, names, wanted.value)
    const words = wordsOf(shown, options, viewOf)
    return { ok: true, value: { json: undefined, text: [...words, ledgerWords(path)].join('\n'), exit } }
  })
}
