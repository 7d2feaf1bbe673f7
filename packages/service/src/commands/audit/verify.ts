import type { HistoryCheck } from '../../ledger/history-check.ts'
import { headOf, headText } from '../../ledger/history-head.ts'
import type { HistoryHead } from '../../ledger/history-head.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import { amount, ownerWords } from '../../words/words.ts'
import type { Context, Outcome } from '../command.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { VerifyOptions } from './command.ts'
import { historyFaults } from './faults.ts'

function headsOf(texts: readonly string[]): Result<readonly HistoryHead[]> {
  const heads: HistoryHead[] = []
  for (const text of texts) {
    const head = headOf(text)
    if (head === null) {
      return refused('arguments-invalid', '--head takes POSITION:HASH as `audit verify` prints it.')
    }
    heads.push(head)
  }
  return { ok: true, value: heads }
}

/** The deployments to verify; a head is of one, so with heads it must be clear which. */
async function deploymentsOf(
  context: Context,
  store: LedgerStore,
  directory: string | undefined,
  heads: readonly HistoryHead[],
): Promise<Result<readonly string[]>> {
  const recorded = await store.operators.recorded()
  if (directory === undefined && (heads.length === 0 || recorded.length === 1)) {
    return { ok: true, value: recorded }
  }
  const chosen = await chosenDeployment(context, store, directory)
  return chosen.ok ? { ok: true, value: [chosen.value] } : chosen
}

function verified(deployment: string, check: HistoryCheck) {
  if (check.whole) {
    const head = check.head === null ? null : headText(check.head)
    return { deployment, ok: true as const, entries: check.entries, head }
  }
  const { code, position, item } = check
  const { sentence, owner, nextStep } = historyFaults[code]
  return {
    deployment,
    ok: false as const,
    fault: { code, position, item, message: sentence, owner, nextStep },
  }
}

type Verified = ReturnType<typeof verified>

function verifiedWords(answer: Verified): string {
  const { deployment } = answer
  if (answer.ok) {
    if (answer.head === null) return `${deployment}: no entries yet.`
    return `${deployment}: whole and unaltered, ${amount(answer.entries, 'entry', 'entries')}.\n  Head, to be kept elsewhere: ${answer.head}`
  }
  const { code, position, item, message, owner, nextStep } = answer.fault
  const where = [
    ...(position === null ? [] : [`entry ${position}`]),
    ...(item === null ? [] : [`${item.flow} ${item.number}`]),
  ]
  return [
    `${deployment}: TOUCHED, first at ${where.join(', ')}. ${message} (${code})`,
    `  Whose move: ${ownerWords[owner]}. Next: ${nextStep}`,
  ].join('\n')
}

/** `audit verify`: whether each history is as it was written (`docs/audit.md`). Changes nothing; exit code 0 or 3. */
export async function auditVerify(options: VerifyOptions, context: Context): Promise<Outcome> {
  const heads = headsOf(options.head)
  if (!heads.ok) return heads
  keepHeapSmall()
  return withLedger(context, async (store) => {
    const names = await deploymentsOf(context, store, options.deployment, heads.value)
    if (!names.ok) return names
    const deployments: Verified[] = []
    for (const name of names.value) {
      deployments.push(verified(name, await store.operators.verify(name, heads.value)))
    }
    const ok = deployments.every((answer) => answer.ok)
    const text = deployments.map(verifiedWords)
    return {
      ok: true,
      value: {
        json: { ok, deployments },
        text: text.length === 0 ? 'The ledger holds nothing yet.' : text.join('\n'),
        exit: ok ? 0 : 3,
      },
    }
  })
}
