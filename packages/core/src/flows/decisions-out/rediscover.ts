import { returnAddress, serviceRowId, type ReturnAddress } from '../../domain/ids.ts'
import { newItem, type Finding } from '../../ledger/item.ts'
import type { LedgerEvent, LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'

interface OwnRow {
  readonly found: PrimeroCase
  readonly row: ServiceRow
  readonly address: ReturnAddress
}

/**
 * Rows that flow 1.1 wrote, and of which a ledger that was set back no longer knows, come into it as begun: the next run
 * of 1.1 reads them there, tells proGres what it does not show, and confirms (`docs/backup.md`). Items that it does not know
 * at all enter only where it is known to have been set back: another deployment may write into the same Primero.
 */
export async function rediscover(run: RunContext, cases: readonly PrimeroCase[]): Promise<void> {
  const rows = cases.flatMap((found) =>
    found.services.flatMap((row): readonly OwnRow[] => {
      const address = returnAddress(row.returnAddress)
      const isOurs = address !== null && row.uniqueId.toLowerCase() === serviceRowId(address.interventionGuid)
      return isOurs ? [{ found, row, address }] : []
    }),
  )
  const keys = rows.map(({ address }) => address.interventionGuid)
  if (keys.length === 0) return
  const wasSetBack = (await run.ledger.doubt()).tellings !== null
  const known = new Map((await run.ledger.get('1.1', keys)).map((item) => [item.key, item]))
  const items = rows
    .filter(({ address }) => wasSetBack || known.has(address.interventionGuid))
    .map((row) => begun(run, row, known.get(row.address.interventionGuid)))
    .filter((item) => item !== null)
    .filter(run.matches)
  if (items.length === 0) return
  const events = items.map((item) => found(run, item))
  const { conflicts } = await run.ledger.save(items, events)
  // What a person did meanwhile is read, and counts.
  if (conflicts.length > 0) await rediscover(run, cases)
}

/** The item as begun; null where the ledger knows that it wrote the row, or that a person settled it. */
function begun(run: RunContext, own: OwnRow, item: LedgerItem | undefined): LedgerItem | null {
  const fresh = newItem(findingOf(run, own), run.runId, run.now(), run.deployment.timezone)
  if (item === undefined) return { ...fresh, step: 'intended' }
  if (item.step !== 'none' || item.sentAt !== null || item.state === 'handled') return null
  const numbers = { ...item.numbers, ...fresh.numbers }
  // Withdrawn because proGres no longer lists it: it does not, for it was delivered.
  const { state, reason, about, since, nextTry } = item.state === 'withdrawn' ? fresh : item
  return { ...item, numbers, state, reason, about, since, nextTry, step: 'intended' }
}

function findingOf(run: RunContext, { found, row, address }: OwnRow): Finding {
  const { interventionGuid, interventionNumber } = address
  const { caseId, caseIdDisplay, individualNumber } = found
  const individual =
    individualNumber === null
      ? null
      : individualPseudonym(run.host.keys, run.deployment.name, individualNumber)
  const numbers = {
    interventionGuid,
    interventionNumber,
    primeroId: found.id,
    serviceUniqueId: row.uniqueId,
    ...(caseId === null ? {} : { caseId }),
    ...(caseIdDisplay === null ? {} : { caseIdDisplay }),
  }
  return { flow: '1.1', key: interventionGuid, version: null, individual, numbers }
}

function found(run: RunContext, { key, state, reason }: LedgerItem): LedgerEvent {
  return { at: run.now(), flow: '1.1', key, what: 'found', state, ...(reason === null ? {} : { reason }) }
}
