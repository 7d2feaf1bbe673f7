import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'

/**
 * The strand of an item by its own numbers: an intervention and the decision on it share its GUID, a referral in Primero
 * and UNHCR's decision on it the referral's id, in whatever case a person typed them. An item that names neither stands
 * by itself. Pure.
 */
export function ownStrand({ flow, key, numbers }: Pick<LedgerItem, 'flow' | 'key' | 'numbers'>): string {
  const isUnhcrs = flow === '1.1' || flow === '1.2'
  const shared = isUnhcrs ? numbers.interventionGuid : numbers.referralId
  if (shared === undefined) return `${flow} ${key}`
  return `${isUnhcrs ? 'unhcr' : 'caseworker'} ${shared.toLowerCase()}`
}
