import { html, raw } from 'hono/html'
import { storyNumbers } from '@ping-primero/core/story/link.ts'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import { referralAddress } from '../pages/addresses.ts'
import type { Reading } from '../pages/reading.ts'
import type { Html } from './html.ts'
import { recordNumber } from './number.ts'

/** What people call a referral: the number that both sides know where there is one, else that of its case. */
export interface ReferralName {
  readonly number: string | null
  /** The case, as caseworkers read it. */
  readonly caseNumber: string | null
  /** Finds it, whatever is shown. */
  readonly key: string
}

export function referralName(item: LedgerItem): ReferralName {
  const { interventionNumber, refIopNumber, caseIdDisplay } = item.numbers
  const isFromUnhcr = item.flow === '1.1' || item.flow === '1.2'
  const number = (isFromUnhcr ? interventionNumber : refIopNumber) ?? null
  return { number, caseNumber: caseIdDisplay ?? null, key: number ?? itemNumber(item) }
}

/** What a referral and the decisions on it are called: what one of the items lacks, another may have. null of no item. */
export function nameOfAll(items: readonly LedgerItem[]): ReferralName | null {
  const [first] = items
  if (first === undefined) return null
  const names = items.map(referralName)
  const number = names.find((name) => name.number !== null)?.number ?? null
  const caseNumber = names.find((name) => name.caseNumber !== null)?.caseNumber ?? null
  const [own] = storyNumbers.flatMap((kind) => items.flatMap(({ numbers }) => numbers[kind] ?? []))
  return { number, caseNumber, key: number ?? own ?? itemNumber(first) }
}

/** A referral by its name, with its case beside it. */
export function namedReferral({ number, caseNumber, key }: ReferralName, reading: Reading): Html {
  const ofCase = (className: string): Html => {
    const shown = recordNumber(caseNumber ?? '')
    return html`<span class="${className}">${reading.say.html('referral.case', { number: shown })}</span>`
  }
  const shown = number === null && caseNumber !== null ? ofCase('dim') : recordNumber(number ?? key)
  const beside = number !== null && caseNumber !== null ? html` ${ofCase('xs')}` : raw('')
  return html`<a href="${referralAddress(reading.deployment.name, key)}">${shown}</a>${beside}`
}
