/** What `explain` answers, as a schema; the command uses its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import {
  codesOf,
  DeploymentName,
  FlowName,
  IsoTime,
  ItemNumbers,
  OwnerName,
  ReasonName,
  State,
} from '@ping-primero/core/answers/parts.ts'
import { EventName, Release } from '../answer-parts.ts'
import { ListedItem } from '../list/answer.ts'

const side = ['unhcr', 'caseworker'] as const

const Awaited = z
  .object({
    owner: OwnerName.nullable().describe('Whose move is next; null = nothing more is to be done.'),
    words: z.string().describe('What it is, in words.'),
  })
  .meta({ id: 'awaited', description: 'Whose move is next, and what it is.' })
/** Whose move is next, and what it is. */
export type Awaited = AnswerOf<typeof Awaited>

const HistoryEntry = z.object({
  at: IsoTime.describe('When.'),
  what: EventName,
  state: State.exactOptional(),
  reason: ReasonName.exactOptional(),
  transactionId: z.string().exactOptional().describe("PING's `SPHTransactionId` of what was sent."),
  by: z.string().exactOptional().describe('Who did it, where a person did.'),
  why: z.string().exactOptional().describe("The person's reason."),
})

const ItemAnswer = ListedItem.extend({
  released: Release.nullable().describe(
    'The release that stands and that no run has taken yet; null without one.',
  ),
  history: z.array(HistoryEntry).describe('What happened to it, oldest first.'),
})
export type ItemAnswer = AnswerOf<typeof ItemAnswer>

const TimelineEntry = z.object({
  at: IsoTime.describe('When.'),
  flow: FlowName,
  what: EventName,
  words: z.string().describe('The same as a sentence without times.'),
})
/** One thing that happened. */
export type TimelineEntry = AnswerOf<typeof TimelineEntry>

const StatedDecision = z.object({
  codes: z.array(z.string()).describe('The codes that state it, as their source has them.'),
  means: z
    .enum(['accepted', 'rejected'])
    .nullable()
    .describe(
      "What they mean by the deployment's mapping; null where it is not at hand, or lists none that decides.",
    ),
  by: z.enum(side).describe('Who decided.'),
  isCarried: z.boolean().describe('Confirmed in the system that it goes to.'),
})
/** A decision that was stated, and how far it has come. */
export type StatedDecision = AnswerOf<typeof StatedDecision>

const StandingAnswer = z.object({
  askedBy: z
    .enum(side)
    .describe('Who asks: UNHCR by an intervention (1.1, 1.2), or a caseworker by a referral (2.1, 2.2).'),
  settled: z.array(z.string()).describe('What is settled, in sentences without times.'),
  open: z
    .array(
      z.object({
        flow: FlowName,
        state: State,
        reason: ReasonName.nullable().describe('Why it waits or needs attention.'),
        awaits: Awaited,
      }),
    )
    .describe('What is not settled, and what settles it.'),
  decision: StatedDecision.nullable().describe(
    'The decision that was stated last; null = none that is known.',
  ),
  awaits: Awaited,
  nextRun: z
    .object({ flow: FlowName, at: IsoTime.describe('By its schedule.') })
    .nullable()
    .describe('The run that looks at it next; null where none does, or its schedule is not known here.'),
})
export type StandingAnswer = AnswerOf<typeof StandingAnswer>

const numbersOfKind = z.array(z.string()).exactOptional()

const StoryNumbers = z.object(
  Object.fromEntries(
    codesOf(ItemNumbers.shape).map((kind) => [
      kind,
      numbersOfKind.describe(ItemNumbers.shape[kind].description ?? ''),
    ]),
  ),
)

const StoryAnswer = z.object({
  deployment: DeploymentName,
  numbers: StoryNumbers.describe('All numbers that are known of it, by kind, each once.'),
  timeline: z.array(TimelineEntry).describe('What happened over all flows, oldest first.'),
  standings: z.array(StandingAnswer).describe('Where each referral of it stands, with the decisions on it.'),
  awaits: z.array(Awaited).describe('Of each standing, in the same order, whose move is next.'),
  items: z
    .array(ItemAnswer)
    .describe('The referrals and decisions that it is made of, by when they were found.'),
})
export type StoryAnswer = AnswerOf<typeof StoryAnswer>

export const ExplainAnswer = z.object({
  number: z.string().describe('The number as it was typed.'),
  items: z.array(ItemAnswer).describe('The referrals and decisions that carry the number.'),
  stories: z
    .array(StoryAnswer)
    .describe('Each of them with everything that belongs to it, over all flows; the oldest first.'),
})
export type ExplainAnswer = AnswerOf<typeof ExplainAnswer>
