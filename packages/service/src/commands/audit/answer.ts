/** What `audit` answers, as schemas; the command uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import {
  codesOf,
  Count,
  DeploymentName,
  FlowName,
  IsoTime,
  NextStep,
  OwnerName,
  ReasonName,
  State,
} from '@ping-primero/core/answers/parts.ts'
import { noFlow } from '@ping-primero/core/ledger/whole-flow.ts'
import { EventName } from '../answer-parts.ts'
import { historyFaults } from './faults.ts'

const Head = z
  .string()
  .nullable()
  .describe('`POSITION:HASH` of the last entry, to be kept elsewhere; null where there is none.')

const Fault = z
  .object({
    code: z.enum(codesOf(historyFaults)).describe('What is wrong. More may be added.'),
    position: z.int().nullable().describe('The first entry concerned; null where none is.'),
    item: z
      .object({
        flow: FlowName,
        number: z.string().describe('Its number, of the kind that people use in that flow.'),
      })
      .nullable()
      .describe('The referral or decision that does not agree with its history; null where none is meant.'),
    message: z.string().describe('The same in words.'),
    owner: OwnerName,
    nextStep: NextStep,
  })
  .meta({ id: 'fault', description: 'The first thing that was touched behind the back of the program.' })

const Whole = z.object({
  deployment: DeploymentName,
  ok: z.literal(true).describe('Its history is as it was written, and its ledger is what it says.'),
  entries: Count.describe('How many entries there are.'),
  head: Head,
})

const Touched = z.object({
  deployment: DeploymentName,
  ok: z.literal(false).describe('Something was touched.'),
  fault: Fault,
})

const Verified = z.union([Whole, Touched])
/** What a check of a deployment's history came to. */
export type Verified = AnswerOf<typeof Verified>

export const VerifyAnswer = z.object({
  ok: z.boolean().describe('All of them are whole and unaltered.'),
  deployments: z.array(Verified).describe('The deployment that was named, or all in the ledger.'),
})
export type VerifyAnswer = AnswerOf<typeof VerifyAnswer>

const ExportedEntry = z
  .object({
    deployment: DeploymentName,
    position: z.int().describe('1, 2, 3 …'),
    at: IsoTime.describe('When it was written.'),
    flow: z
      .union([FlowName, z.literal(noFlow)])
      .describe('`*` = none of them: somebody entered the console, or left it.'),
    key: z.string().describe('Of the referral or decision within its flow; `*` = the whole flow, or none.'),
    what: EventName,
    state: State.exactOptional(),
    reason: ReasonName.exactOptional(),
    transaction_id: z.string().exactOptional().describe("PING's `SPHTransactionId` of what was sent."),
    by: z.string().exactOptional().describe('Who did it, where a person did.'),
    why: z.string().exactOptional().describe("The person's reason."),
    previous: z.string().describe('Hash of the entry before; empty before the first.'),
    hash: z.string().describe('Hash of this entry; docs/audit.md says how it is computed.'),
  })
  .meta({ id: 'entry', description: 'An entry of the history. One that was touched may hold anything.' })

export const ExportAnswer = z.object({
  deployment: DeploymentName,
  from: IsoTime.nullable().describe('Entries of this time and later; null = from the first.'),
  to: IsoTime.nullable().describe('Entries before this time; null = to the last.'),
  entries: z.array(ExportedEntry).describe('In their order.'),
  head: Head,
  ok: z.boolean().describe('The whole history is as it was written, whatever the period.'),
  fault: Fault.exactOptional().describe('What is wrong, where it is not.'),
})
