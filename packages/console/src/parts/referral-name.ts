import { html, raw } from 'hono/html'
import { itemNumber } from '@ping-primero/core/ledger/item.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { Say } from '../words/say.ts'
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

/** A referral by its name, with its case beside it. */
export function namedReferral({ number, caseNumber, key }: ReferralName, address: string, say: Say): Html {
  const ofCase = (className: string): Html =>
    html`<span class="${className}"
      >${say.html('referral.case', { number: recordNumber(caseNumber ?? '') })}</span
    >`
  if (number !== null) {
    const beside = caseNumber === null ? raw('') : html` ${ofCase('xs')}`
    return html`<a href="${address}">${recordNumber(number)}</a>${beside}`
  }
  return html`<a href="${address}">${caseNumber === null ? recordNumber(key) : ofCase('dim')}</a>`
}
