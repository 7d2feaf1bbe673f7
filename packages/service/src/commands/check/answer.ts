/** What `check` answers, as a schema; the command uses its type alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count } from '@ping-primero/core/answers/parts.ts'
import { CheckReport } from '@ping-primero/core/check/report.ts'

const CheckSummary = z.object({
  stops: Count.describe('Findings that stop a flow.'),
  holds: Count.describe('Findings that hold referrals or decisions.'),
  notes: Count.describe('Notes.'),
})
export type CheckSummary = AnswerOf<typeof CheckSummary>

export const CheckAnswer = CheckReport.extend({
  summary: CheckSummary.describe('How many findings there are of each severity.'),
})
export type CheckAnswer = AnswerOf<typeof CheckAnswer>
