/** What `list` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import {
  About,
  DeploymentName,
  FlowName,
  IsoTime,
  ItemNumbers,
  NextStep,
  OwnerName,
  ReasonName,
  State,
} from '@ping-primero/core/answers/parts.ts'
import { LedgerPath } from '../answer-parts.ts'

export const ListedItem = z.object({
  deployment: DeploymentName,
  flow: FlowName,
  numbers: ItemNumbers,
  state: State,
  reason: ReasonName.nullable().describe('Why it waits or needs attention; null where it is settled.'),
  about: About,
  owner: OwnerName.nullable().describe('Whose move it is; null where it is settled.'),
  nextStep: NextStep.nullable().describe('What they do, in a sentence; null where it is settled.'),
  since: IsoTime.describe('Since when state and reason are what they are.'),
  nextTry: IsoTime.nullable().describe(
    'When it is tried again at the earliest; null = in the next run, or by nobody.',
  ),
})

const Row = ListedItem.extend({
  decision: z
    .enum(['accepted', 'rejected'])
    .nullable()
    .describe('What a decision says by the mapping; null where that is not known, and of referrals.'),
})
/** A referral or decision as `list --json` says it. */
export type ListRow = AnswerOf<typeof Row>

export const ListAnswer = z.object({
  items: z.array(Row).describe('By deployment, flow and state, the oldest found first.'),
  ledger: LedgerPath,
})
