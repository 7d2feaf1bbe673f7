import { html } from 'hono/html'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { directionMark } from '../../../parts/direction.ts'
import type { Html } from '../../../parts/html.ts'
import { recordNumber } from '../../../parts/number.ts'
import type { ReferralName } from '../../../parts/referral-name.ts'
import { nothing } from '../../../words/say.ts'
import type { Reading } from '../../reading.ts'

/** A label and what it is. */
export function factOf(name: string, value: Html | string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`
}

/** A referral or the decision on it, by its name. */
export function namedFact(flow: Flow, name: ReferralName, { say }: Reading): Html {
  const isReferral = flow === '1.1' || flow === '2.1'
  const ofCase =
    name.caseNumber === null ? nothing : say.html('referral.case', { number: recordNumber(name.caseNumber) })
  const shown =
    name.number === null && name.caseNumber !== null
      ? ofCase
      : html`${recordNumber(name.number ?? name.key)} <span class="xs">${ofCase}</span>`
  return factOf(
    say(isReferral ? 'referral.turn.referral' : 'referral.turn.decision'),
    html`<span class="row">${directionMark(flow)}<span>${shown}</span></span>`,
  )
}

/** The way back to the story. */
export function backTo({ number, caseNumber, key }: ReferralName, address: string, { say }: Reading): Html {
  const shown = recordNumber(number ?? caseNumber ?? key)
  return html`<p class="eyebrow"><a href="${address}">${say.html('deeds.back', { number: shown })}</a></p>`
}
