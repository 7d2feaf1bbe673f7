import { html } from 'hono/html'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import type { Html } from '../../parts/html.ts'
import { recordNumber } from '../../parts/number.ts'
import type { ReferralName } from '../../parts/referral-name.ts'
import { operators } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { noticePath } from '../addresses.ts'
import type { Reading } from '../reading.ts'
import { noticeReasons } from './model.ts'

/** The way to the notice of a referral, for those who may print it; nothing where none is due. */
export function noticeLink(reason: ReasonCode, { key }: ReferralName, reading: Reading): Html {
  const { role, say, deployment } = reading
  if (!operators.includes(role) || !noticeReasons.some((one) => one === reason)) return nothing
  const address = `/d/${deployment.name}${noticePath}?${new URLSearchParams({ number: key }).toString()}`
  return html`<br /><a href="${address}"
      >${say('notice.link')}<span class="vh">: ${recordNumber(key)}</span></a
    >`
}
