/** What flows may log, as schemas; runs use their types alone. */
import { z } from 'zod'
import type { AnswerOf } from './answers/answer-of.ts'
import {
  About,
  Count,
  FlowName,
  IsoTime,
  ItemNumbers,
  ReasonName,
  RequestCounts,
  State,
  StateCounts,
  SystemName,
} from './answers/parts.ts'
import { Skipped } from './flows/run-report.ts'

/** An event by its name, with what it says and its members. */
export function eventOf<Name extends string, Members extends z.ZodRawShape>(
  name: Name,
  says: string,
  members: Members,
) {
  return z.object({ event: z.literal(name).describe(says), ...members })
}

const runId = z.string().describe('Of the run, in all of its events.')
const durationMs = Count.describe('How long it took, in milliseconds.')

export const LogEvent = z.discriminatedUnion('event', [
  eventOf('run-started', 'A run began.', {
    flow: FlowName,
    runId,
    dryRun: z.boolean().describe('It only reads.'),
  }),
  eventOf('run-finished', 'A run ended.', {
    flow: FlowName,
    runId,
    counts: StateCounts,
    found: Count.describe('Every unsettled referral or decision of the flow, and those settled in this run.'),
    requests: RequestCounts,
    durationMs,
  }),
  eventOf('run-skipped', 'A run did not take place.', { flow: FlowName, why: Skipped }),
  eventOf('request', 'A request was answered, or was not; only with `--verbose`.', {
    system: SystemName,
    purpose: z.string().describe('What was asked for.'),
    answer: z
      .union([z.int(), z.enum(['refused', 'dns', 'timeout', 'reset', 'tls'])])
      .describe('HTTP status, or why there was none.'),
    durationMs,
    transactionId: z.string().exactOptional().describe("PING's `SPHTransactionId`."),
    numbers: ItemNumbers.exactOptional(),
  }),
  eventOf('item', 'A referral or decision came to stand so.', {
    flow: FlowName,
    state: State,
    reason: ReasonName.exactOptional(),
    numbers: ItemNumbers,
  }),
  eventOf('case-reopened', 'A new service reopened a case that was closed.', {
    flow: FlowName,
    numbers: ItemNumbers,
  }),
  eventOf('system-down', 'A system does not answer and is left alone.', {
    system: SystemName,
    nextProbe: IsoTime.describe('When it is asked again at the earliest.'),
  }),
  eventOf('system-up', 'A system that did not answer does again.', { system: SystemName }),
  eventOf('flow-stopped', 'A flow ended before its work: its configuration, a person or a signal.', {
    flow: FlowName,
    reason: ReasonName,
    about: About,
    since: IsoTime.exactOptional().describe(
      'When the credential was refused for which nothing was asked now.',
    ),
    nextTry: IsoTime.exactOptional().describe('When that credential is tried again at the earliest.'),
  }),
  eventOf('list-incomplete', 'A list could not be read to its end.', { flow: FlowName, system: SystemName }),
  eventOf(
    'list-shrunk',
    'A list lost most of what was pending; nothing is withdrawn before the next run reads the same.',
    {
      flow: FlowName,
      pending: Count.describe('How many were pending.'),
      missing: Count.describe('How many of these the list no longer shows.'),
    },
  ),
  eventOf('record-unreadable', 'Rows of a list cannot be read, and are no items for want of a key.', {
    flow: FlowName,
    system: SystemName,
    count: Count.describe('How many.'),
    numbers: ItemNumbers.exactOptional(),
  }),
  eventOf('conservation-broken', 'More or less was counted than was found: a defect.', {
    flow: FlowName,
    found: Count.describe('How many there should be.'),
    counted: Count.describe('How many there are.'),
  }),
  eventOf('defect', 'The program failed on one of them; the others go on.', {
    flow: FlowName,
    fingerprint: z
      .string()
      .describe("Name of the error's class and where in our code it was thrown; never its message."),
    numbers: ItemNumbers.exactOptional(),
  }),
])
/**
 * Everything that may be logged (`architecture.md`, privacy by construction): codes, ids, counts, durations. There is
 * no free text, so nothing of a payload and no message of a library can get in.
 */
export type LogEvent = AnswerOf<typeof LogEvent>
