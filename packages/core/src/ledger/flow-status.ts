/** How flows stand in a ledger, as schemas; the ledger uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'
import { Count, FlowName, IsoTime, OpenState, ReasonName, StateCounts } from '../answers/parts.ts'

export const FlowPause = z
  .object({
    at: IsoTime.describe('Since when.'),
    by: z.string().describe('Who paused it.'),
    why: z.string().describe('The reason they gave.'),
  })
  .meta({ id: 'pause', description: 'Of a paused flow: who, when, why.' })
/** A paused flow: who, when, why. */
export type FlowPause = AnswerOf<typeof FlowPause>

const StandingReason = z.object({
  code: ReasonName,
  state: OpenState,
  count: Count.describe('How many stand under it.'),
})
/** So many unsettled items under a reason. */
export type StandingReason = AnswerOf<typeof StandingReason>

export const FlowStatus = z.object({
  flow: FlowName,
  pause: FlowPause.nullable().describe('null = not paused.'),
  lastRun: IsoTime.nullable().describe('When the last run ended; null before the first.'),
  lastSuccess: IsoTime.nullable().describe(
    'When the last run ended that did all of its work; null before the first.',
  ),
  stoppedBy: ReasonName.nullable().describe('What stopped the last run before its end; null = nothing.'),
  hinderedBy: ReasonName.nullable().describe(
    'The trouble of a system that kept the last run from doing all of its work; null = none.',
  ),
  hinderedSince: IsoTime.nullable().describe(
    'When the first run began of those that were stopped or hindered since the last success; null = none was.',
  ),
  counts: StateCounts.describe('Everything that the flow has ever found, settled too.'),
  oldest: IsoTime.nullable().describe('When the oldest unsettled one was found; null = none is unsettled.'),
  reasons: z
    .array(StandingReason)
    .describe('What stands under each reason; attention first, the most first.'),
})
/** How a flow of a deployment stands. */
export type FlowStatus = AnswerOf<typeof FlowStatus>
