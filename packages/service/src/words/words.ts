import type { Flow, ItemState, System } from '@ping-primero/core/domain/flow.ts'
import { minutesEastOf } from '@ping-primero/core/domain/time-zone.ts'
import type { EventCode, NumberKind } from '@ping-primero/core/ledger/ledger.ts'
import { ownerOf, reasons } from '@ping-primero/core/reasons/catalogue.ts'
import type { Owner, ReasonCode } from '@ping-primero/core/reasons/catalogue.ts'
import { paint } from './paint.ts'

/** What each flow carries, in the words of the field. */
export const flowWords: Readonly<Record<Flow, string>> = {
  '1.1': 'referrals from proGres to Primero',
  '1.2': 'decisions from Primero to proGres',
  '2.1': 'referrals from Primero to proGres',
  '2.2': 'decisions from proGres to Primero',
}

/** States as people say them. */
export const stateWords: Readonly<Record<ItemState, string>> = {
  confirmed: 'confirmed',
  waiting: 'waiting',
  attention: 'needs attention',
  withdrawn: 'withdrawn',
  handled: 'handled outside',
}

/** So many items in a state: `1 needs attention`, `3 need attention`, `2 waiting`. */
export function stateCount(count: number, state: ItemState): string {
  if (state !== 'attention') return `${count} ${stateWords[state]}`
  const words = count === 1 ? `${count} ${stateWords[state]}` : `${count} need attention`
  return count === 0 ? words : paint().attention(words)
}

/** So many of something: `1 entry`, `0 entries`. */
export function amount(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`
}

/** Whose move it is, as people say it. */
export const ownerWords: Readonly<Record<Owner, string>> = {
  nobody: 'nobody, it goes on by itself',
  caseworker: 'the caseworker',
  unhcr: 'UNHCR',
  'focal-point': 'the focal point',
  'mapping-owner': 'the owner of the mapping',
  administrator: 'the administrator',
  developer: 'the developers',
}

/** Kinds of number, as people say them. */
export const numberWords: Readonly<Record<NumberKind, string>> = {
  interventionNumber: 'intervention number',
  interventionGuid: 'intervention id',
  primeroId: 'Primero record id',
  caseId: 'case id',
  caseIdDisplay: 'case number',
  serviceUniqueId: 'service id',
  referralId: 'referral id',
  refIopNumber: 'REF-IOP number',
  refIopGuid: 'REF-IOP id',
  transactionId: 'PING transaction id',
}

/** What is searched when a person names a number. */
export const searchedNumbers = [...Object.values(numberWords), 'UNHCR individual number']

/** Events of the history, as people say them. */
export const eventWords: Readonly<Record<EventCode, string>> = {
  found: 'found',
  'listed-again': 'shown again by its source',
  'case-created': 'case created in Primero',
  'service-appended': 'service added to the case in Primero',
  'case-reopened': 'closed case reopened by the new service',
  'status-reported': 'transfer reported to proGres',
  'refusal-reported': 'reported to proGres what is missing',
  'referral-sent': 'referral taken by PING',
  'send-intended': 'about to be sent',
  'send-recovered': 'found in the journal of sends, forgotten by the ledger',
  'decision-sent': 'decision sent to proGres',
  'decision-applied': 'decision entered in Primero',
  'sync-reported': 'entry of the decision reported to proGres',
  'state-changed': 'looked at',
  retried: 'asked to be tried again',
  released: 'let go by a person',
  handled: 'settled outside',
  noted: 'note by a person',
  restored: 'ledger restored from a backup',
  paused: 'flow paused',
  'pause-why-changed': 'reason of the pause changed',
  resumed: 'flow resumed',
  exported: 'history taken as a file',
  'signed-in': 'signed in to the console',
  'signed-out': 'signed out of the console',
  'sign-in-refused': 'sign-in to the console refused',
  'access-refused': 'wanted in the console what their role does not include',
  'sessions-ended': 'sessions of an account ended',
  verified: 'history verified, and whole',
  'found-touched': 'history verified, and found touched',
  compared: 'both systems compared',
}

/** An ISO time for people: to the minute, in UTC, or by the clocks of a zone with how far they are from it. */
export function timeWords(iso: string, zone: string | null = null): string {
  const at = Date.parse(iso)
  const east = zone === null ? 0 : minutesEastOf(zone, at)
  const there = new Date(at + east * 60_000).toISOString()
  return `${there.slice(0, 10)} ${there.slice(11, 16)} ${zone === null ? 'UTC' : offsetWords(east)}`
}

/** `+03:00`: how far clocks are ahead of UTC. */
function offsetWords(minutesEast: number): string {
  const minutes = Math.abs(minutesEast)
  const two = (count: number): string => String(count).padStart(2, '0')
  return `${minutesEast < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Systems as people call them. */
export const systemWords: Readonly<Record<System, string>> = { ping: 'PING', primero: 'Primero' }

/** What stands under a reason in a flow, whose move it is and what to do. */
export function reasonLines(
  flow: Flow,
  reason: { readonly code: ReasonCode; readonly state: ItemState; readonly count: number },
): readonly string[] {
  const { sentence, nextStep } = reasons[reason.code]
  const count = reason.count === 0 ? '' : `${stateCount(reason.count, reason.state)}: `
  return [
    `  ${count}${sentence} (${reason.code})`,
    `    Whose move: ${ownerWords[ownerOf(reason.code, flow)]}. Next: ${nextStep}`,
  ]
}

/** Which ledger an answer is from, for people. */
export function ledgerWords(path: string | null, isNew = false): string {
  const begun = isNew ? ' It is new: nothing that was done before is known in it.' : ''
  return `Ledger: ${path ?? 'none on a disk'}.${begun}`
}
