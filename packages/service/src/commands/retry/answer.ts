/** What `retry` answers, as schemas; the command uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { Count, FlowName, IsoTime } from '@ping-primero/core/answers/parts.ts'
import { FlowPause } from '@ping-primero/core/ledger/flow-status.ts'
import { Release } from '../answer-parts.ts'
import { SeveralRuns } from '../run/answer.ts'

const NextTurn = z.object({
  flow: FlowName,
  enabled: z.boolean().nullable().describe('null where its configuration is not at hand.'),
  pause: FlowPause.nullable().describe('null = not paused.'),
  nextRun: IsoTime.nullable().describe(
    'By its schedule; null where it does not run by itself, or its schedule is not known here.',
  ),
})
/** When a flow takes by itself what is due in it. */
export type NextTurn = AnswerOf<typeof NextTurn>

const MadeDue = z.object({
  madeDue: Count.describe('How many are due now.'),
  items: z.array(z.string()).max(100).describe('At most 100 of their numbers.'),
  held: Count.describe(
    'Of these, so many wait for a person to let each of them go; runs only look whether they still do.',
  ),
})
export type MadeDue = AnswerOf<typeof MadeDue>

const LetGo = MadeDue.omit({ held: true }).extend({
  released: Release.nullable().describe(
    'The release that stands, also of somebody before; null = it does not wait for a person any more.',
  ),
})
export type LetGo = AnswerOf<typeof LetGo>

const nextRuns = z.array(NextTurn).describe('When the flows that have something to take run next.')
const runs = SeveralRuns.describe(
  'The runs that were made at once, one for each flow that has something to take.',
)

export const RetryAnswer = MadeDue.extend({ nextRuns })
export const RetryNowAnswer = MadeDue.extend({ runs })
export const ReleaseAnswer = LetGo.extend({ nextRuns })
export const ReleaseNowAnswer = LetGo.extend({ runs })
