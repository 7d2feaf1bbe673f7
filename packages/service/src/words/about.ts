import { isReasonCode, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'

/** What a reason is about, for people: ` [name_first]`; what stopped the flow with its sentence, nothing where nothing is named. */
export function aboutWords(reason: ReasonCode | null, about: readonly string[]): string {
  if (about.length === 0) return ''
  const said = about.map((one) =>
    reason === 'flow-stopped' && isReasonCode(one) ? `${reasons[one].sentence} (${one})` : one,
  )
  return ` [${said.join(', ')}]`
}
