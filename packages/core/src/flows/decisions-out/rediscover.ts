import { returnAddress, serviceRowId, type ReturnAddress } from '../../domain/ids.ts'
import { newItem } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { individualPseudonym } from '../../privacy/pseudonym.ts'
import type { RunContext } from '../context.ts'

interface OwnRow {
  readonly found: PrimeroCase
  readonly row: ServiceRow
  readonly address: ReturnAddress
}

/**
 * Rows that flow 1.1 wrote and that a ledger which was set back no longer knows come back into it as begun: the next run
 * of 1.1 reads them there, tells proGres what it does not show, and confirms (`docs/backup.md`). No other id of a row is
 * ours, so that nothing of anybody else enters.
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
  const known = new Set((await run.ledger.get('1.1', keys)).map(({ key }) => key))
  const items = rows
    .filter(({ address }) => !known.has(address.interventionGuid))
    .map((row) => forgotten(run, row))
    .filter(run.matches)
  if (items.length === 0) return
  const about = { state: 'waiting', reason: 'not-yet-tried' } as const
  const events = items.map(
    ({ key }) => ({ at: run.now(), flow: '1.1', key, what: 'found', ...about }) as const,
  )
  await run.ledger.save(items, events)
}

function forgotten(run: RunContext, { found, row, address }: OwnRow): LedgerItem {
  const { interventionGuid, interventionNumber } = address
  const { caseId, caseIdDisplay, individualNumber } = found
  const finding = {
    flow: '1.1',
    key: interventionGuid,
    version: null,
    individual:
      individualNumber === null
        ? null
        : individualPseudonym(run.host.keys, run.deployment.name, individualNumber),
    numbers: {
      interventionGuid,
      interventionNumber,
      primeroId: found.id,
      serviceUniqueId: row.uniqueId,
      ...(caseId === null ? {} : { caseId }),
      ...(caseIdDisplay === null ? {} : { caseIdDisplay }),
    },
  } as const
  return { ...newItem(finding, run.runId, run.now()), step: 'intended' }
}
