import { headOf } from '../../ledger/history-head.ts'
import type { HistoryHead } from '../../ledger/history-head.ts'
import type { LedgerStore } from '../../ledger/store.ts'
import { keepHeapSmall } from '../../memory/keep-heap-small.ts'
import { refused } from '../../refusals/refusal.ts'
import type { Result } from '../../refusals/refusal.ts'
import type { Context, Outcome } from '../command.ts'
import { chosenDeployment, withLedger } from '../with-ledger.ts'
import type { Verified, VerifyAnswer } from './answer.ts'
import type { VerifyOptions } from './command.ts'
import { verified, verifiedWords } from './verified.ts'

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
        json: { ok, deployments } satisfies VerifyAnswer,
        text: text.length === 0 ? 'The ledger holds nothing yet.' : text.join('\n'),
        exit: ok ? 0 : 3,
      },
    }
  })
}
