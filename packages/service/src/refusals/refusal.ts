import { TurnLost } from '../ledger/turn.ts'
import { fingerprintOf } from '@ping-primero/core/flows/defect.ts'
import type { ExitCode } from '@ping-primero/core/flows/report.ts'
import { LedgerContradiction } from '@ping-primero/core/ledger/failure.ts'
import { LedgerUnavailable, storageTrouble, systemCode } from '../ledger/unavailable.ts'
import { ProxyUnclear } from '../http/proxies.ts'
import { refusals } from './catalogue.ts'
import type { RefusalCode } from './catalogue.ts'
import type { Refusal } from './answer.ts'

export type { Refusal } from './answer.ts'

/** What something came to, or why it was refused. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal }

/** A refusal of the catalogue with what was found: names, places and codes, never a value of a record or secret. */
export function refusal(code: RefusalCode, found: string): Refusal {
  const { sentence, owner, nextStep } = refusals[code]
  return { code, message: found === '' ? sentence : `${sentence} ${found}`, owner, nextStep }
}

/** The same as the answer of a function. */
export function refused(code: RefusalCode, found: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: refusal(code, found) }
}

/** The exit code of a refusal: 2, and 1 for a defect. */
export function exitOfRefusal({ code }: Refusal): ExitCode {
  return code === 'defect' ? 1 : 2
}

/** What stopped a command that threw. Of a defect only its fingerprint is told: its message may hold anything. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof ProxyUnclear) return refusal('setting-unclear', `${error.found}.`)
  if (error instanceof TurnLost) return refusal('turn-lost', '')
  const trouble = error instanceof Error && 'errcode' in error ? storageTrouble(error) : error
  if (trouble instanceof LedgerUnavailable) return refusal(trouble.trouble, trouble.found)
  if (trouble instanceof LedgerContradiction) return refusal('ledger-damaged', trouble.message)
  const code = error instanceof Error && 'errcode' in error ? systemCode(error) : null
  if (code !== null) return refusal('ledger-unavailable', `The database says: ${code}.`)
  return refusal('defect', `Fingerprint: ${fingerprintOf(error)}.`)
}
