import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { amount, systemWords } from '../words/words.ts'

const carried: Readonly<Record<Flow, readonly [one: string, several: string]>> = {
  '1.1': ['referral', 'referrals'],
  '1.2': ['decision', 'decisions'],
  '2.1': ['referral', 'referrals'],
  '2.2': ['decision', 'decisions'],
}

const compares: Readonly<Partial<Record<Progress['part'], string>>> = {
  records: 'reading the referrals in proGres',
  delivered: 'comparing referrals from proGres',
  changed: 'comparing changed cases',
  sent: 'comparing referrals to proGres',
}

function awaitedWords({ awaits }: Progress): string {
  return awaits === null ? '' : `, waiting for ${systemWords[awaits]}`
}

function runPart(flow: Flow, { part, done, of }: Progress): string {
  const [one, several] = carried[flow]
  if (part === 'cases')
    return of === null || of === 0 ? 'looking for changed cases' : `${done} of ${of} changed cases`
  if (part === 'list') return `looking for ${several}${done === 0 ? '' : `, ${done} so far`}`
  return of === null ? `${amount(done, one, several)} so far` : `${done} of ${amount(of, one, several)}`
}

/** How far a run is; null = it waits for its turn. */
export function runProgress(flow: Flow, deployment: string, progress: Progress | null): string {
  const where = `${flow} in ${deployment}`
  if (progress === null) return `${where}: waiting until another flow of it has run`
  return `${where}: ${runPart(flow, progress)}${awaitedWords(progress)}`
}

/** How far a check is. */
export function checkProgress(deployment: string, progress: Progress | null): string {
  const asked =
    progress === null
      ? ''
      : `: ${amount(progress.done, 'request', 'requests')} so far${awaitedWords(progress)}`
  return `check of ${deployment}${asked}`
}

/** How far a comparison is. */
export function reconcileProgress(deployment: string, progress: Progress | null): string {
  const about = `reconcile of ${deployment}`
  if (progress === null) return about
  const { part, done } = progress
  return `${about}: ${compares[part] ?? 'comparing'}, ${done} compared so far${awaitedWords(progress)}`
}

/** How far a look at the referrals of a number is. */
export function lookProgress(
  deployment: string,
  place: number,
  of: number,
  progress: Progress | null,
): string {
  const which = of === 1 ? 'one referral' : `referral ${place} of ${of}`
  return `reconcile of ${which} in ${deployment}${progress === null ? '' : awaitedWords(progress)}`
}
