import { guid } from '../../domain/ids.ts'
import { ok, type Failure, type Result } from '../../http/failure.ts'
import type { ItemNumbers } from '../../ledger/ledger.ts'
import type { ListIncomplete } from '../../ping/client.ts'
import { isBlank, type PingRow } from '../../ping/envelope.ts'
import type { RunContext } from '../context.ts'
import { decide } from '../decisions-in/decide.ts'
import { readDecision, type ProgresReferral } from '../decisions-in/progres-referral.ts'

/** Characters of a service's id that the old form of a return address keeps. */
export const endOfId = 12
const emptyShelf = 'unbound referrals without details'

type ReadFailure = Failure | ListIncomplete

/** A record of proGres that says which service it is of, as a list or its details show it. */
export interface ShownRecord extends Pick<ProgresReferral, 'refIopGuid' | 'refIopNumber' | 'caseId'> {
  readonly serviceUniqueId: string
  /** Nobody has decided on it. */
  readonly isOpen: boolean
}

/** What a record shows by which it can be known; null where it names no service, as rows of lists may not. */
export function shownRecord(run: RunContext, record: ProgresReferral): ShownRecord | null {
  const { refIopGuid, refIopNumber, caseId, serviceUniqueId } = record
  if (serviceUniqueId === null) return null
  const isOpen = decide(record, run.deployment.valueMaps).kind === 'open'
  return { refIopGuid, refIopNumber, caseId, serviceUniqueId, isOpen }
}

/** The same of a row of the list (SHP-2795). */
export function shownInList(run: RunContext, refIopGuid: string, row: PingRow): ShownRecord | null {
  // Read no further where the list names no service at all, as it does by the contract.
  const record = isBlank(row['progres_orgreferralid']) ? null : readDecision([row], refIopGuid)
  return record === null ? null : shownRecord(run, record)
}

/** What a list of them showed. */
interface ListedRecords {
  readonly guids: readonly string[]
  /** What it says of their services, where it does; none of a list that was not whole. */
  readonly shown: readonly ShownRecord[]
  readonly failure: ReadFailure | null
}

/**
 * Lists every interoperability referral that proGres holds (SHP-2795). A list that ends early is told; what it showed until
 * then is given all the same. A row that names no record makes it incomplete as well.
 */
export async function listRecords(run: RunContext): Promise<ListedRecords> {
  const guids: string[] = []
  const shown: ShownRecord[] = []
  let failure: ReadFailure | null = null
  for await (const page of run.ping.retrieve('listDecisions', null, { name: 'list-decisions' })) {
    if (!page.ok) {
      run.listFailed(page.failure, 'ping')
      return { guids, shown: [], failure: page.failure }
    }
    const named = page.value.flatMap((row) => {
      const refIopGuid = guid(row['progres_interoperabilityreferralid'])
      return refIopGuid === null ? [] : [{ refIopGuid, row }]
    })
    if (named.length < page.value.length) failure = { kind: 'list-incomplete' }
    guids.push(...named.map(({ refIopGuid }) => refIopGuid))
    shown.push(...named.flatMap(({ refIopGuid, row }) => shownInList(run, refIopGuid, row) ?? []))
  }
  return { guids, shown: failure === null ? shown : [], failure }
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
