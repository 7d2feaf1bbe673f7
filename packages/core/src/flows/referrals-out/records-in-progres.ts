import { guid } from '../../domain/ids.ts'
import { ok, type Failure, type Result } from '../../http/failure.ts'
import type { ItemNumbers } from '../../ledger/ledger.ts'
import type { ListIncomplete } from '../../ping/client.ts'
import type { PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import { readDecision, type ProgresReferral } from '../decisions-in/progres-referral.ts'

/** Characters of a service's id that the old form of a return address keeps. */
export const endOfId = 12
const emptyShelf = 'unbound referrals without details'

type ReadFailure = Failure | ListIncomplete

/**
 * Lists every interoperability referral that proGres holds (SHP-2795). A list that ends early is told; what it showed until
 * then is given all the same. A row that names no record makes it incomplete as well.
 */
export async function listRecords(
  run: RunContext,
): Promise<{ readonly guids: readonly string[]; readonly failure: ReadFailure | null }> {
  const guids: string[] = []
  let failure: ReadFailure | null = null
  for await (const page of run.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      run.listFailed(page.failure, 'ping')
      return { guids, failure: page.failure }
    }
    const named = page.value.flatMap((row) => guid(row['progres_interoperabilityreferralid']) ?? [])
    if (named.length < page.value.length) failure = { kind: 'list-incomplete' }
    guids.push(...named)
  }
  return { guids, failure }
}

/** Reads one of them (SHP-2796): null when it has nothing to show, which is noted; a failure is told. */
export async function readRecord(
  run: RunContext,
  refIopGuid: string,
): Promise<Result<ProgresReferral | null, ReadFailure>> {
  const rows: PingRow[] = []
  const purpose = { name: 'read-decision', numbers: { refIopGuid } }
  for await (const page of run.ping.retrieve('decisionDetail', refIopGuid, purpose)) {
    if (!page.ok) {
      run.listFailed(page.failure, 'ping')
      return page
    }
    rows.push(...page.value)
  }
  const detail = rows.length === 0 ? null : readDecision(rows, refIopGuid)
  if (detail === null) await noteEmpty(run, refIopGuid)
  return ok(detail)
}

/** Notes a record that had nothing to show. */
async function noteEmpty(run: RunContext, refIopGuid: string): Promise<void> {
  await run.ledger.saveSeen(emptyShelf, [{ id: refIopGuid, version: run.now() }])
}

/** Those of some records that had nothing to show when they were last read. */
export async function emptyRecords(run: RunContext, guids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await run.ledger.seen(emptyShelf, guids)).map(({ id }) => id))
}

/** Whether a record names the service of these numbers, and its case where it names one. */
export function isRecordOf(
  { serviceUniqueId: shown, caseId }: Pick<ProgresReferral, 'serviceUniqueId' | 'caseId'>,
  numbers: Pick<ItemNumbers, 'serviceUniqueId' | 'caseId'>,
): boolean {
  const service = numbers.serviceUniqueId?.toLowerCase()
  if (shown === null || service === undefined) return false
  const sameCase = caseId?.toLowerCase() === numbers.caseId?.toLowerCase()
  // Records made before 2025 name the row by the end of its id, and always the case beside it (ping-contract §4.5).
  if (shown.length === endOfId) return caseId !== null && sameCase && service.endsWith(`-${shown}`)
  return shown === service && (caseId === null || sameCase)
}
