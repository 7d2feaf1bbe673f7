import type { LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { FoundItem } from '../../ledger/find.ts'
import { numberKinds } from '../../ledger/row.ts'
import type { Operators } from '../../ledger/operators.ts'
import { eventWords, flowWords, numberWords, ownerWords, stateWords, timeWords } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { afterRelease, releaseOf, releaseWords } from '../release.ts'
import { chosenDeployment, itemsOfNumber, withLedger } from '../with-ledger.ts'
import type { ExplainOptions } from './command.ts'

async function explained({ deployment, item }: FoundItem, operators: Operators) {
  const { reason } = item
  const history = await operators.history(deployment, item.flow, item.key)
  return {
    deployment,
    flow: item.flow,
    numbers: item.numbers,
    state: item.state,
    reason,
    about: item.about,
    owner: reason === null ? null : ownerOf(reason, item.flow),
    nextStep: reason === null ? null : reasons[reason].nextStep,
    since: item.since,
    nextTry: item.nextTry,
    released: releaseOf(item, history),
    history: history.map(({ flow: _flow, key: _key, ...event }) => event),
  }
}

type Explained = Awaited<ReturnType<typeof explained>>

function historyLine(event: Explained['history'][number] | LedgerEvent): string {
  const became = event.state === undefined ? '' : `: ${stateWords[event.state]}`
  const reason = event.reason === undefined ? '' : ` (${event.reason})`
  const by = event.by === undefined ? '' : `, by ${event.by}`
  const why = event.why === undefined ? '' : `: ${event.why}`
  return `    ${timeWords(event.at)}  ${eventWords[event.what]}${became}${reason}${by}${why}`
}

function itemLines(item: Explained): readonly string[] {
  const lines = [
    `${item.flow} ${flowWords[item.flow]}, ${item.deployment}: ${stateWords[item.state]} since ${timeWords(item.since)}.`,
  ]
  if (item.reason !== null && item.owner !== null) {
    const about = item.about.length === 0 ? '' : ` [${item.about.join(', ')}]`
    lines.push(`  ${reasons[item.reason].sentence}${about} (${item.reason})`)
    lines.push(
      item.released === null
        ? `  Whose move: ${ownerWords[item.owner]}. Next: ${reasons[item.reason].nextStep}`
        : `  Whose move: nobody, it was let go ${releaseWords(item.released)}. Next: ${afterRelease(item.flow, item.reason)}.`,
    )
  }
  if (item.nextTry !== null) lines.push(`  Next try: ${timeWords(item.nextTry)}.`)
  for (const kind of numberKinds) {
    const number = item.numbers[kind]
    if (number !== undefined) lines.push(`  ${numberWords[kind]}: ${number}`)
  }
  if (item.history.length > 0) lines.push('  History:', ...item.history.map(historyLine))
  return lines
}

/** `explain`: every item that carries a number, with its history (`interface.md`, Answers). */
export async function explain(
  options: ExplainOptions & { readonly number: string },
  context: Context,
): Promise<Outcome> {
  return withLedger(context, async (store) => {
    const { operators } = store
    let names = await operators.deployments()
    if (options.deployment !== undefined) {
      const chosen = await chosenDeployment(context, store, options.deployment)
      if (!chosen.ok) return chosen
      names = [chosen.value]
    }
    const found = await itemsOfNumber(context, store, names, options.number)
    if (!found.ok) return found
    const items: Explained[] = []
    for (const item of found.value) items.push(await explained(item, operators))
    return {
      ok: true,
      value: {
        json: { number: options.number, items },
        text: items.map((item) => itemLines(item).join('\n')).join('\n'),
        exit: 0,
      },
    }
  })
}
