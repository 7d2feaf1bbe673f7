/** What becomes of referrals whose case, or whose list of referrals, could not be read, or is gone. */
import type { Failure, Result } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext, Work } from '../context.ts'
import { awaitsWord } from './ask-status.ts'
import { maybeSent } from './referral.ts'

/** The referrals of a case could not be read: its unsent items say why, and the case is listed again. */
export async function failCase(
  run: RunContext,
  known: readonly LedgerItem[],
  caseId: string,
  answer: Result<{ readonly kind: 'found' | 'missing' | 'forbidden' }>,
): Promise<void> {
  if (!answer.ok) run.listFailed(answer.failure, 'primero')
  else if (answer.value.kind === 'forbidden') run.listFailed({ kind: 'list-incomplete' }, 'primero')
  const now = run.now()
  const items = known.filter(
    (item) =>
      item.numbers.primeroId === caseId && !run.taken(item) && !awaitsWord(item) && run.isReady(item, now),
  )
  await run.each(items.map(run.take), async (work) => {
    if (!answer.ok) return notRead(run, work, answer.failure)
    return answer.value.kind === 'forbidden' ? forbidden(run, work) : notRead(run, work, vanished)
  })
}

/** Shown a moment ago and not there now: one of the two answers is wrong, and the next reading tells which. */
const vanished: Failure = {
  kind: 'trouble',
  system: 'primero',
  cause: 404,
  retryAfterMs: null,
  mayHaveArrived: false,
}

/** A reading that failed says nothing of what UNHCR has, or may have: that stays as it is. */
export async function notRead(run: RunContext, work: Work, failure: Failure): Promise<void> {
  if (!maybeSent(work.item)) return run.fail(work, failure)
  if (failure.kind === 'stop') run.stop(failure)
  work.open = false
}

export async function forbidden(run: RunContext, work: Work): Promise<void> {
  if (!maybeSent(work.item)) return run.settle(work, { state: 'attention', reason: 'primero-forbidden' })
  work.open = false
}

/** The case is gone. What UNHCR may have is a person's to clear up; the rest went with its source. */
export async function gone(run: RunContext, work: Work): Promise<void> {
  if (maybeSent(work.item)) return run.settle(work, { state: 'attention', reason: 'referral-not-found' })
  return run.settle(work, { state: 'withdrawn' })
}
