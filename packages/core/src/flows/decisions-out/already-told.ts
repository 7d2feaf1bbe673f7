import { serviceRowId } from '../../domain/ids.ts'
import { ok, type Result } from '../../http/failure.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { ServiceRow } from '../../primero/record.ts'
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
  row: ServiceRow,
  status: string,
  doubtUntil: string | null,
): Promise<Result<boolean>> {
  const { deliveredVersion, sentAt, numbers } = item
  // After trouble with PING it is told again without asking: a system in trouble gets one probe, not two requests.
  const cutOff = item.step === 'intended' && item.reason !== 'ping-unavailable'
  if (!cutOff && !mayBeForgotten(run, item, row, doubtUntil)) return ok(false)
  const showsInStatus =
    deliveredVersion === null ? sentAt === null : codeOf(deliveredVersion) !== codeOf(item.version)
  if (!showsInStatus || numbers.interventionGuid === undefined) return ok(false)
  const read = await readDetail(run, numbers.interventionGuid, numbers)
  if (read === 'incomplete') return ok(false)
  return read.ok ? ok(transferStatusOf(read.value) === status) : read
}

/**
 * Whether something was told of an intervention that the ledger does not know. When its case was last saved says nothing:
 * any edit of an old case moves that. Of rows that this project wrote the jobs before it have told nothing.
 */
function mayBeForgotten(
  { deployment }: RunContext,
  { key, sentAt }: LedgerItem,
  row: ServiceRow,
  doubtUntil: string | null,
): boolean {
  if (doubtUntil === null || (sentAt !== null && Date.parse(sentAt) > Date.parse(doubtUntil))) return false
  return doubtUntil !== deployment.takenOverAt || row.uniqueId.toLowerCase() !== serviceRowId(key)
}
