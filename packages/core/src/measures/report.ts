/** The answer of a report, as a schema; reports use its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'
import { Count, DeploymentName, FlowName } from '../answers/parts.ts'

const Month = z.string().describe('A month, `2026-03`.')

const Number = Count.nullable()

const ReportRow = z.object({
  flow: FlowName,
  month: Month.nullable().describe('The month in which they were found; null = the whole period.'),
  received: Number.describe('Found.'),
  confirmed: Number.describe('Of these, written and read back.'),
  accepted: Number.describe('Of the confirmed ones: accepted, by the decision that stands.'),
  rejected: Number.describe('Of the confirmed ones: rejected.'),
  undecided: Number.describe('Of the confirmed ones: without a decision that says either.'),
  unconfirmed: Number.describe('Received and not confirmed: the four that follow.'),
  waiting: Number.describe('Going on by themselves.'),
  attention: Number.describe('Needing somebody.'),
  withdrawn: Number.describe('Taken back by their source.'),
  handled: Number.describe('Settled outside by a person.'),
  minutesToConfirmed: Number.describe(
    'Minutes from found to confirmed: where the class begins in which the middle value lies.',
  ),
  daysToDecided: Number.describe(
    'Days from confirmed to the decision: the middle value, of more than 30 the class in which it lies.',
  ),
})
/** The numbers of a flow in a time; null = left out. */
export type ReportRow = AnswerOf<typeof ReportRow>

export const ReportAnswer = z.object({
  deployment: DeploymentName,
  from: Month.describe('The first month.'),
  to: Month.describe('The last month.'),
  by: z.enum(['flow', 'month']).describe('What the rows are.'),
  recounted: z
    .object({ differed: Count.describe('How many counts were others than they had been counted.') })
    .nullable()
    .describe('With `--recount`; null without.'),
  rows: z
    .array(ReportRow)
    .describe(
      'By the day on which they were found, as they stand now. null = left out: small, or it would tell one that is.',
    ),
})
/** The answer of `report`. */
export type ReportAnswer = AnswerOf<typeof ReportAnswer>
