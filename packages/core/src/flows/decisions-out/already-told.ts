import { ok, type Result } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { RunContext } from '../context.ts'
import { readDetail } from '../referrals-in/read-details.ts'
import { transferStatusOf } from '../referrals-in/referral.ts'

/** A version is the code of the decision and a hash of its reason. */
function codeOf(version: string | null): string | undefined {
  return version?.split(' ', 1)[0]
}

/**
 * Whether proGres shows a decision already of which the ledger does not know that it was told: its telling was cut off,
 * or is forgotten by a ledger that was set back. A second telling would put a second comment before the people there.
 * Asked of proGres only in these cases, and only where the shown status can tell: another reason for the same decision
 * does not show, and is told again. `doubtUntil`: what was told before may be forgotten.
 */
export async function isAlreadyTold(
  run: RunContext,
  item: LedgerItem,
  status: string,
  doubtUntil: string | null,
): Promise<Result<boolean>> {
  const { deliveredVersion, sentAt, numbers } = item
  // After trouble with PING it is told again without asking: a system in trouble gets one probe, not two requests.
  const cutOff = item.step === 'intended' && item.reason !== 'ping-unavailable'
  if (!cutOff && !mayBeForgotten(item, doubtUntil)) return ok(false)
  const showsInStatus =
    deliveredVersion === null ? sentAt === null : codeOf(deliveredVersion) !== codeOf(item.version)
  if (!showsInStatus || numbers.interventionGuid === undefined) return ok(false)
  const read = await readDetail(run, numbers.interventionGuid, numbers)
  if (read === 'incomplete') return ok(false)
  return read.ok ? ok(transferStatusOf(read.value) === status) : read
}

/**
 * Whether something was told of an intervention that the ledger does not know. When its case was last saved says nothing:
 * any edit of an old case moves that. What was meant to be told since had been asked for before.
 */
function mayBeForgotten({ sentAt, intentAt }: LedgerItem, doubtUntil: string | null): boolean {
  if (doubtUntil === null || (sentAt !== null && isAfter(sentAt, doubtUntil))) return false
  return intentAt === null || !isAfter(intentAt, doubtUntil)
}

function isAfter(time: string, other: string): boolean {
  return Date.parse(time) >= Date.parse(other)
}

/**
 * Until when something may have been told of each of these interventions without the ledger's knowing; null = of none. A
 * row that flow 1.1 wrote after that time had no decision before: then proGres need not be asked.
 */
export async function doubtsOf(
  { ledger }: RunContext,
  interventions: readonly string[],
): Promise<(intervention: string) => string | null> {
  const { tellings } = await ledger.doubt()
  if (tellings === null) return () => null
  const own = (await ledger.get('1.1', interventions)).filter((item) => wasWrittenSince(item, tellings))
  const writtenSince = new Set(own.map(({ key }) => key))
  return (intervention) => (writtenSince.has(intervention) ? null : tellings)
}

/** Whether flow 1.1 wrote a row for the first time after a time: only who writes notes what, before it stands there. */
function wasWrittenSince({ fingerprint, intentAt, sentAt }: LedgerItem, time: string): boolean {
  if (fingerprint === null || intentAt === null || sentAt === null) return false
  return isAfter(intentAt, time)
}
