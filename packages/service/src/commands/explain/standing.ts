import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { VersionDecision } from '@ping-primero/core/flows/decision-of-version.ts'
import type { LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { strandStanding, type Awaits, type Settled } from '@ping-primero/core/story/standing.ts'
import type { Side, Strand, ToldItem } from '@ping-primero/core/story/strand.ts'
import { afterRelease } from '../release.ts'
import type { Awaited, StatedDecision } from './answer.ts'
import { subjects } from './timeline.ts'

/** What keeps a flow from going on by itself, in a sentence without times; the flows that nothing keeps are left out. */
export type Holds = Readonly<Partial<Record<Flow, string>>>

/** An item that is not settled, and what settles it. */
export interface Open {
  readonly told: ToldItem
  readonly awaits: Awaited
}

/** Where a referral and the decisions on it stand. */
export interface Standing {
  readonly strand: Strand
  /** What is settled, in sentences without times. */
  readonly settled: readonly string[]
  readonly open: readonly Open[]
  readonly decision: StatedDecision | null
  readonly awaits: Awaited
  /** The flow whose next run looks at it; null where none does, or one that something keeps from running. */
  readonly nextFlow: Flow | null
}

const sideWords: Readonly<Record<Side, string>> = { unhcr: 'UNHCR', caseworker: 'The caseworker' }
const awaitedWords: Readonly<Record<Side, string>> = {
  unhcr: "UNHCR's answer is awaited.",
  caseworker: "The caseworker's answer is awaited.",
}

/** Where a strand stands, by the deployment's mapping where it is at hand. Pure. */
export function standingOf(strand: Strand, valueMaps: ValueMaps | null, holds: Holds): Standing {
  const { settled, open, awaits, ...rest } = strandStanding(
    strand,
    valueMaps,
    (flow) => holds[flow] !== undefined,
  )
  return {
    ...rest,
    settled: settled.map(settledSentence),
    open: open.map(({ told, awaits: next }) => ({ told, awaits: awaitedOf(next, holds) })),
    awaits: awaitedOf(awaits, holds),
  }
}

function awaitedOf(awaits: Awaits, holds: Holds): Awaited {
  return { owner: awaits.owner, words: awaitsSentence(awaits, holds) }
}

function awaitsSentence(awaits: Awaits, holds: Holds): string {
  if (awaits.kind === 'nothing') return 'Nothing more is to be done.'
  if (awaits.kind === 'run') return `The next run of ${awaits.flow} takes it.`
  if (awaits.kind === 'released') return sentence(afterRelease(awaits.flow, awaits.reason))
  if (awaits.kind === 'reason') return reasons[awaits.reason].nextStep
  const held = holds[awaits.flow] ?? ''
  if (awaits.kind === 'held') return held
  const words = awaitedWords[awaits.by]
  return awaits.isHeld ? `${words} ${held}` : words
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** That a person settled an item, with who and why. */
function settledOutside({ item, history }: ToldItem): string {
  const act = history.findLast(({ what }) => what === 'handled')
  const why = act?.why === undefined ? '' : `: ${act.why}`
  const words = `${act?.by ?? 'Somebody'} settled the ${subjects[item.flow]} outside${why}`
  return /[.!?]$/.test(words) ? words : `${words}.`
}

function arrived({ flow, numbers }: LedgerItem): string {
  if (flow === '1.1') return "The child's case in Primero has the service, and proGres knows."
  const number = numbers.refIopNumber === undefined ? '' : ` as ${numbers.refIopNumber}`
  return `proGres has the referral${number}.`
}

function settledSentence(settled: Settled): string {
  const { told } = settled
  const { item } = told
  if (settled.kind === 'outside') return settledOutside(told)
  if (settled.kind === 'arrived') return arrived(item)
  if (settled.kind === 'withdrawn') {
    return item.flow === '1.1'
      ? 'UNHCR took the referral back before Primero had it.'
      : 'The referral ended in Primero before anything was sent.'
  }
  const who = sideWords[settled.by]
  if (settled.kind === 'taken-back') {
    const before = item.sentAt === null ? '' : ' An earlier one had been carried over.'
    return `${who} took the decision back.${before}`
  }
  const decided = settled.decision === null ? 'decided' : decisionWords(settled.decision)
  if (settled.kind === 'carried') return `${who} ${decided}, and ${whereConfirmed(item)}.`
  return `${who} ${decided}; ${howFar(item)}.`
}

/** `accepted it (125080001)`; what a mapping does not say is not guessed. */
function decisionWords({ codes, means }: VersionDecision): string {
  const distinct = [...new Set(codes)]
  const named = distinct.join(', ')
  if (means === null) return `decided with the ${distinct.length === 1 ? 'code' : 'codes'} ${named}`
  return named === means ? `${means} it` : `${means} it (${named})`
}

function whereConfirmed({ flow }: LedgerItem): string {
  return flow === '1.2' ? 'proGres was told so' : 'Primero shows it'
}

function howFar({ flow, step }: LedgerItem): string {
  if (flow === '1.2') return 'it is not yet known that proGres has that'
  if (step === 'delivered') return 'Primero shows it, and proGres is not yet known to have been told so'
  return 'it is not yet known that Primero has that'
}
