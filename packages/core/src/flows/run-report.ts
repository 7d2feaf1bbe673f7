/** The answer of one run, as a schema; runs use its types alone. */
import { z } from 'zod'
import type { AnswerOf } from '../answers/answer-of.ts'
import {
  About,
  Count,
  DeploymentName,
  FlowName,
  IsoTime,
  OpenState,
  ReasonName,
  RequestCounts,
} from '../answers/parts.ts'
import { FieldTrace } from '../mapping/field-trace.ts'

export const Skipped = z
  .enum(['paused', 'disabled', 'under-way', 'no-turn', 'stopping'])
  .describe(
    'The run did not take place: the flow is paused, not enabled, or running already; another flow ran for as long as was waited; the process was told to stop.',
  )
/** Why a run did not take place. */
export type Skipped = AnswerOf<typeof Skipped>

const RunWarning = z.object({
  code: z.literal('value-unlisted').describe('A value outside a map, whose field was left out.'),
  map: z.string().describe('Name of the map, which is that of its table without `.csv`.'),
  count: Count.describe('How often.'),
})
/** A remark that holds nothing up, counted: a value outside a map whose field was left out. */
export type RunWarning = AnswerOf<typeof RunWarning>

const ReasonReport = z.object({
  code: ReasonName,
  state: OpenState,
  count: Count.describe('How many stand under it; 0 for a list that could not be read to its end.'),
  items: z
    .array(z.string())
    .max(100)
    .describe(
      'At most 100 of their numbers: of the intervention in 1.1 and 1.2, the referral id in 2.1, REF-IOP in 2.2; a GUID where there is none.',
    ),
})
/** What stands under one reason at the end of a run. */
export type ReasonReport = AnswerOf<typeof ReasonReport>

const WouldWrite = z.object({
  number: z.string().describe('Number of the referral or decision.'),
  record: z.string().describe('Name of the field map: which record would be written.'),
  fields: z.array(FieldTrace).describe('Field by field.'),
})
/** What a dry run would write for one item. */
export type WouldWrite = AnswerOf<typeof WouldWrite>

export const RunReport = z.object({
  deployment: DeploymentName,
  flow: FlowName,
  startedAt: IsoTime.describe('When the run began.'),
  finishedAt: IsoTime.describe('When it ended.'),
  dryRun: z.boolean().describe('Only read; neither systems nor ledger were written.'),
  skipped: Skipped.exactOptional(),
  found: Count.describe('Every unsettled referral or decision of the flow, and those settled in this run.'),
  confirmed: Count.describe('Of these, written and read back; the source system knows.'),
  waiting: Count.describe('Of these, going on by themselves.'),
  attention: Count.describe('Of these, needing somebody.'),
  withdrawn: Count.describe('Of these, taken back by their source.'),
  handled: Count.describe('Of these, settled outside by a person meanwhile.'),
  requests: RequestCounts,
  warnings: z.array(RunWarning).describe('What held nothing up.'),
  reasons: z.array(ReasonReport).describe('Under which reasons all that waits or needs attention stands.'),
  stopped: z
    .object({
      reason: ReasonName,
      about: About,
      since: IsoTime.exactOptional().describe(
        'When the credential was refused for which nothing was asked now.',
      ),
      nextTry: IsoTime.exactOptional().describe('When that credential is tried again at the earliest.'),
    })
    .exactOptional()
    .describe('Why the flow ended before its work: its configuration, a person or a signal.'),
  wouldWrite: z
    .array(WouldWrite)
    .exactOptional()
    .describe('In a dry run: what would be written, for each item.'),
})
/** The answer of `run --json`; stable, see `interface.md`. */
export type RunReport = AnswerOf<typeof RunReport>
