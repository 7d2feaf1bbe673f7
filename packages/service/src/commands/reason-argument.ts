import { isReasonCode, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { refused } from '../refusals/refusal.ts'
import type { Result } from '../refusals/refusal.ts'
import { nearest } from './nearest.ts'

/** A reason as a person names it on the command line; an unknown one is refused with those it may mean. */
export function reasonOf(typed: string): Result<ReasonCode> {
  if (isReasonCode(typed)) return { ok: true, value: typed }
  const near = nearest(typed, Object.keys(reasons)).filter(isReasonCode)
  const said = near.map((code) => `${code} (${reasons[code].sentence})`)
  const meant = near.length === 0 ? '' : ` Is it ${said.join(' or ')}?`
  return refused(
    'arguments-invalid',
    `--reason takes the code of a reason, and there is none of this name.${meant} All stand in docs/reasons.md; \`list\` and \`explain\` show those of your items.`,
  )
}
