import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { EventCode, HistoryEntry, LedgerEvent } from '@ping-primero/core/ledger/ledger.ts'
import { noFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { eventWords } from '../../words/words.ts'
import type { TimelineEntry } from './answer.ts'
import { inOrderOfTime, toldEvents } from '@ping-primero/core/story/history.ts'
import type { ToldItem } from '@ping-primero/core/story/strand.ts'

/** What an item of each flow is. */
export const subjects: Readonly<Record<Flow, string>> = {
  '1.1': 'referral',
  '1.2': 'decision',
  '2.1': 'referral',
  '2.2': 'decision',
}

type ByFlow = Readonly<Record<Flow, string>>

const found: ByFlow = {
  '1.1': "proGres showed UNHCR's referral for the first time.",
  '1.2': "Primero showed the caseworker's decision.",
  '2.1': "Primero showed the caseworker's referral to UNHCR for the first time.",
  '2.2': "proGres showed UNHCR's decision.",
}

const shownAgain: ByFlow = {
  '1.1': 'proGres showed the referral again.',
  '1.2': 'Primero showed a decision anew.',
  '2.1': 'Primero showed the referral again.',
  '2.2': 'proGres showed a decision anew.',
}

const confirmed: ByFlow = {
  '1.1': 'The referral was confirmed: Primero has it, and proGres knows.',
  '1.2': 'The decision was confirmed: proGres has it.',
  '2.1': 'The referral was confirmed: proGres has it.',
  '2.2': 'The decision was confirmed: Primero has it, and proGres knows.',
}

const withdrawn: ByFlow = {
  '1.1': 'UNHCR took the referral back.',
  '1.2': 'The caseworker took the decision back.',
  '2.1': 'The referral ended in Primero before anything was sent.',
  '2.2': 'UNHCR took the decision back.',
}

const effects: Partial<Readonly<Record<EventCode, string>>> = {
  'case-created': 'A case with the service was made in Primero.',
  'service-appended': "The service was added to the child's case in Primero.",
  'case-reopened': 'The new service reopened the case, which was closed.',
  'status-reported': 'proGres was told that Primero has the referral.',
  'refusal-reported': 'proGres was told what is missing.',
  'referral-sent': 'PING took the referral.',
  'send-intended': 'The referral was about to be sent to UNHCR.',
  'send-recovered': 'The journal of sends named a send that the ledger had forgotten.',
  'decision-sent': 'proGres was told the decision.',
  'decision-applied': 'The decision was entered in Primero.',
  'sync-reported': 'proGres was told that Primero has the decision.',
}

function changeWords({ flow, state, reason }: LedgerEvent): string {
  if (state === 'confirmed') return confirmed[flow]
  if (state === 'withdrawn') return withdrawn[flow]
  if (reason === undefined) return `The ${subjects[flow]} was looked at.`
  if (state === 'waiting' && reason === 'not-yet-tried') return `The ${subjects[flow]} was due again.`
  const became = state === 'attention' ? 'needed attention' : 'waited'
  return `The ${subjects[flow]} ${became}: ${reasons[reason].sentence} (${reason})`
}

/** Acts on a whole flow, or on the whole ledger. */
const actsOnFlows: Partial<Readonly<Record<EventCode, string>>> = {
  paused: 'paused the flow',
  'pause-why-changed': 'changed the reason of the pause',
  resumed: 'resumed the flow',
  restored: 'restored the ledger from a backup',
  exported: 'took the history as a file',
  verified: 'verified the history: it was whole',
  'found-touched': 'verified the history: it had been touched',
  compared: 'compared both systems',
}

/** What is about none of the flows. */
const actsOnConsole: Partial<Readonly<Record<EventCode, string>>> = {
  'signed-in': 'signed in to the console',
  'signed-out': 'signed out of the console',
  'sign-in-refused': 'was not let in to the console',
  'access-refused': 'wanted in the console what their role does not include',
  'sessions-ended': 'ended the sessions of an account',
}

/** What an entry of the history says, in a sentence. */
export function eventSentence({ flow, ...about }: HistoryEntry): string {
  if (flow !== noFlow) return flowSentence({ ...about, flow })
  const by = about.by ?? 'Somebody'
  const act = actsOnConsole[about.what]
  return act === undefined ? `The ledger says: ${eventWords[about.what]}.` : `${by} ${act}.`
}

function flowSentence(event: LedgerEvent): string {
  const { flow, what } = event
  const by = event.by ?? 'Somebody'
  const why = event.why === undefined ? '' : `: ${event.why}`
  if (what === 'found') return found[flow]
  if (what === 'listed-again') return shownAgain[flow]
  if (what === 'state-changed') return changeWords(event)
  if (what === 'retried') return `${by} asked for the ${subjects[flow]} to be tried again.`
  if (what === 'released') return `${by} let the ${subjects[flow]} go${ended(why)}`
  if (what === 'noted') return `${by} noted${ended(why)}`
  if (what === 'handled') return `${by} settled the ${subjects[flow]} outside${ended(why)}`
  const act = actsOnFlows[what]
  if (act !== undefined) return `${by} ${act}${ended(why)}`
  return effects[what] ?? `The ledger says: ${eventWords[what]}${ended(why)}`
}

/** A text as the end of a sentence. */
function ended(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

function entriesOf(told: ToldItem): readonly TimelineEntry[] {
  return toldEvents(told).map((event) => ({
    at: event.at,
    flow: event.flow,
    what: event.what,
    words: eventSentence(event),
  }))
}

/** What happened to the items of a story, in order of time. Pure. */
export function timelineOf(items: readonly ToldItem[]): readonly TimelineEntry[] {
  return inOrderOfTime(items.flatMap(entriesOf))
}
