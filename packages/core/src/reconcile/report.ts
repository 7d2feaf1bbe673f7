/** The answer of a comparison, as a schema; comparisons use its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'
import {
  About,
  codesOf,
  Count,
  DeploymentName,
  FlowName,
  IsoTime,
  ItemNumbers,
  NextStep,
  OpenState,
  OwnerName,
  ReasonName,
  RequestCounts,
  State,
  SystemName,
} from '../answers/parts.ts'
import { differenceKinds } from './catalogue.ts'

const DifferenceName = z.enum(codesOf(differenceKinds)).meta({
  id: 'difference',
  description: 'Kind of a difference; docs/differences.md says what each means. More may be added.',
})

export const Difference = z.object({
  code: DifferenceName,
  flow: FlowName,
  numbers: ItemNumbers,
  progres: z
    .string()
    .nullable()
    .describe('What proGres shows, as a code of its own; null = nothing, or it was not asked.'),
  primero: z
    .string()
    .nullable()
    .describe('What Primero shows, as a code of its own; null = nothing, or it was not asked.'),
  ledger: State.nullable().describe('How it stands in the ledger; null = it is not there.'),
  owner: OwnerName,
  nextStep: NextStep,
  notYetRun: z.boolean().describe("The flow that settles it has not had its turn: nobody's move."),
})
/** One difference between ledger, proGres and Primero. Holds numbers and codes; never a name or a text of a record. */
export type Difference = AnswerOf<typeof Difference>

const DifferenceCount = z.object({
  flow: FlowName,
  code: DifferenceName,
  count: Count.describe('How many there are, those beyond the listed ones included.'),
  notYetRun: Count.describe('Of these, so many wait for the next run.'),
})
/** How many differences of one kind there are, those beyond the listed ones included. */
export type DifferenceCount = AnswerOf<typeof DifferenceCount>

const OpenCount = z.object({
  flow: FlowName,
  code: ReasonName,
  state: OpenState,
  count: Count.describe('How many stand under this reason.'),
  items: z.array(z.string()).max(100).describe('At most 100 of their numbers, as in the answer of a run.'),
})
/** What stands open in the ledger under one reason: known, so no difference. */
export type OpenCount = AnswerOf<typeof OpenCount>

const ComparedCount = z.object({
  compared: Count.describe('Referrals or decisions held against the other side.'),
  withoutDetail: Count.describe(
    'Of which one side shows nothing to compare with: proGres has no details of an inactive individual.',
  ),
  moving: Count.describe('Left out because a flow worked on them meanwhile.'),
})
/** What was compared in one flow. */
export type ComparedCount = AnswerOf<typeof ComparedCount>

const UnreadPart = z.enum([
  'account',
  'pending-referrals',
  'referral-details',
  'interoperability-referrals',
  'decision-details',
  'changed-cases',
  'cases',
  'service-rows',
  'referrals-of-cases',
])
/** The parts of a comparison that can fail by themselves. */
export type UnreadPart = AnswerOf<typeof UnreadPart>

export const Unread = z.object({
  system: SystemName,
  what: UnreadPart.describe('What was asked for.'),
  code: ReasonName,
  about: About,
  count: Count.describe('How often.'),
})
/** What could not be read; nothing was concluded from it. */
export type Unread = AnswerOf<typeof Unread>

export const ReconcileReport = z.object({
  deployment: DeploymentName,
  from: IsoTime.describe('What changed since then was compared.'),
  to: IsoTime.describe('What came later was left out.'),
  complete: z.boolean().describe('Every side could be read to its end.'),
  requests: RequestCounts,
  compared: z
    .object({
      '1.1': ComparedCount.exactOptional().describe('Of flow 1.1.'),
      '1.2': ComparedCount.exactOptional().describe('Of flow 1.2.'),
      '2.1': ComparedCount.exactOptional().describe('Of flow 2.1.'),
      '2.2': ComparedCount.exactOptional().describe('Of flow 2.2.'),
    })
    .describe('How much was compared; only of the flows that were asked for.'),
  open: z.array(OpenCount).describe('What is open in the ledger: known, so no difference.'),
  counts: z.array(DifferenceCount).describe('How many differences there are, by flow and kind.'),
  differences: z.array(Difference).describe('At most 1,000 of each kind and flow.'),
  unread: z.array(Unread).describe('What could not be read; nothing was concluded from it.'),
})
/** The answer of `reconcile --json`. */
export type ReconcileReport = AnswerOf<typeof ReconcileReport>
