import type { Deployment } from '../../deployment/deployment.ts'
import type { Decision } from '../../domain/flow.ts'
import { returnAddress, sameAgency, type ReturnAddress } from '../../domain/ids.ts'
import type { Finding } from '../../ledger/item.ts'
import type { LedgerItem } from '../../ledger/ledger.ts'
import { decisionMeaning } from '../../mapping/value-map.ts'
import type { PrimeroCase, ServiceRow } from '../../primero/record.ts'
import { individualPseudonym, keyedHash, type LedgerKeys } from '../../privacy/pseudonym.ts'

/** A caseworker's decision on an intervention, as a service row states it. */
export interface StatedDecision {
  readonly case: PrimeroCase
  readonly row: ServiceRow
  /** `unlisted`: stated in a code that the mapping does not list. */
  readonly decision: Decision | 'unlisted'
  readonly address: ReturnAddress | null
  readonly finding: Finding
  /** Its version under each former key. */
  readonly formerVersions: readonly string[]
}

/** What marks a service that UNHCR asked for (primero-contract §8.3). */
const externalReferral = 'external_referral'

/** The decisions that a case states, tested row by row (`flows.md`, 1.2). Pure. */
export function statedDecisions(
  found: PrimeroCase,
  deployment: Deployment,
  keys: LedgerKeys,
): readonly StatedDecision[] {
  return found.services.flatMap((row) => {
    const code = row.decision?.trim() ?? ''
    if (code === '' || row.referral !== externalReferral) return []
    if (!sameAgency(row.requestAgency, deployment.primero.unhcr.agency)) return []
    const means = decisionMeaning(deployment.valueMaps, 'unhcr-referral-status', code)
    if (means === 'open' || means === 'synced' || means === 'ignore') return []
    const address = returnAddress(row.returnAddress)
    const reason = row.decisionReason?.reveal().trim() ?? ''
    const versionBy = (key: string): string => {
      const hash = (text: string): string => keyedHash(key, text).slice(0, 16)
      // What the mapping does not list may be any text in an older Primero: the ledger keeps no word of it.
      return `${means === 'unlisted' ? hash(`code:${code}`) : code} ${hash(`reason:${reason}`)}`
    }
    const version = versionBy(keys.current)
    return [
      {
        case: found,
        row,
        decision: means,
        address,
        formerVersions: keys.old.map(versionBy),
        finding: {
          ...finding(found, row, address, version, deployment, keys),
          decision: means === 'unlisted' ? null : means,
        },
      },
    ]
  })
}

/** A decision with the version under which the ledger knows it, where only the key has changed since. */
export function asKnown(stated: StatedDecision, item: LedgerItem | undefined): StatedDecision {
  const version = [item?.version, item?.deliveredVersion].find((one) =>
    stated.formerVersions.some((former) => former === one),
  )
  return version == null ? stated : { ...stated, finding: { ...stated.finding, version } }
}

function finding(
  found: PrimeroCase,
  row: ServiceRow,
  address: ReturnAddress | null,
  version: string,
  deployment: Deployment,
  keys: LedgerKeys,
): Finding {
  return {
    flow: '1.2',
    // A row without any id of its own is known by its case.
    key: address?.interventionGuid ?? (row.uniqueId === '' ? found.id : row.uniqueId),
    version,
    individual:
      found.individualNumber === null
        ? null
        : individualPseudonym(keys, deployment.name, found.individualNumber),
    numbers: {
      primeroId: found.id,
      ...(row.uniqueId === '' ? {} : { serviceUniqueId: row.uniqueId }),
      ...(found.caseId === null ? {} : { caseId: found.caseId }),
      ...(found.caseIdDisplay === null ? {} : { caseIdDisplay: found.caseIdDisplay }),
      ...(address === null
        ? {}
        : { interventionNumber: address.interventionNumber, interventionGuid: address.interventionGuid }),
    },
  }
}
