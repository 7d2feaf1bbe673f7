/**
 * What several answers have in common, as schemas. Runs use their types alone: nothing that a run loads may import these
 * values.
 */
import { z } from 'zod'
import { flows, itemStates, systems } from '../domain/flow.ts'
import { reasons } from '../reasons/catalogue.ts'
import { owners } from '../reasons/reason.ts'
import type { AnswerOf } from './answer-of.ts'

/** The codes of a catalogue, in its order. */
export function codesOf<Code extends string>(catalogue: Readonly<Record<Code, unknown>>): Code[] {
  return Object.keys(catalogue).filter((code): code is Code => Object.hasOwn(catalogue, code))
}

export const IsoTime = z.iso.datetime()

export const Count = z.int().nonnegative()

export const DeploymentName = z.string().describe('Name of the deployment, as deployment.yaml says it.')

export const FlowName = z.enum(flows).meta({
  id: 'flow',
  description: 'A flow: 1.1 and 1.2 carry what UNHCR asks, 2.1 and 2.2 what a caseworker asks.',
})

export const SystemName = z
  .enum(systems)
  .meta({ id: 'system', description: 'One of the two systems; proGres is reached through PING.' })

export const State = z.enum(itemStates).meta({
  id: 'state',
  description:
    'Where a referral or decision stands; waiting and attention are unsettled, the others settled.',
})

export const OpenState = z.enum(['waiting', 'attention']).meta({
  id: 'open-state',
  description: 'waiting = it goes on by itself; attention = somebody has to act.',
})

export const ReasonName = z.enum(codesOf(reasons)).meta({
  id: 'reason',
  description: 'Code of a reason; docs/reasons.md says what each means. More may be added.',
})

export const OwnerName = z.enum(owners).meta({ id: 'owner', description: 'Whose move it is.' })

export const NextStep = z.string().describe('What they do, in a sentence.')

export const About = z
  .array(z.string())
  .describe(
    'What the reason is about: names of fields or settings, codes, an HTTP status; never a value of a record.',
  )

export const StateCounts = z
  .object({
    confirmed: Count.describe('Written and read back; the source system knows.'),
    waiting: Count.describe('Going on by themselves.'),
    attention: Count.describe('Needing somebody.'),
    withdrawn: Count.describe('Taken back by their source.'),
    handled: Count.describe('Settled outside by a person.'),
  })
  .meta({ id: 'state-counts', description: 'Referrals or decisions, counted by state.' })
/** Items of one flow, counted. */
export type StateCounts = AnswerOf<typeof StateCounts>

export const RequestCounts = z
  .object({ ping: Count.describe('To PING.'), primero: Count.describe('To Primero.') })
  .meta({ id: 'request-counts', description: 'HTTP requests sent, by system.' })

export const ItemNumbers = z
  .object({
    interventionNumber: z
      .string()
      .exactOptional()
      .describe('proGres intervention number, `803-26-PRTITV-1000004`.'),
    interventionGuid: z.string().exactOptional().describe('proGres intervention GUID, lower case.'),
    primeroId: z.string().exactOptional().describe("Primero's record id of the case, as used in addresses."),
    caseId: z.string().exactOptional().describe('`case_id` of the case.'),
    caseIdDisplay: z.string().exactOptional().describe('`case_id_display` of the case, what people read.'),
    serviceUniqueId: z.string().exactOptional().describe('`unique_id` of the service row.'),
    referralId: z.string().exactOptional().describe('Id of the Primero referral.'),
    refIopNumber: z.string().exactOptional().describe('`REF-IOP-…` number of the interoperability referral.'),
    refIopGuid: z.string().exactOptional().describe('GUID of the interoperability referral, lower case.'),
    transactionId: z.string().exactOptional().describe("PING's `SPHTransactionId` of the last send."),
  })
  .meta({ id: 'numbers', description: 'The numbers that are known of a referral or decision, by kind.' })
/**
 * The system ids that an item may keep in clear (`architecture.md`, the ledger). Nothing else of a record is ever
 * kept: no name, no date, no text, no user name.
 */
export type ItemNumbers = AnswerOf<typeof ItemNumbers>

export const SystemPause = z.object({
  system: SystemName,
  since: IsoTime.describe(
    'Since when it did not answer; the same as `nextProbe` where it may be the trouble of one request.',
  ),
  nextProbe: IsoTime.describe('When it may be asked again.'),
})
/** A system that did not answer: when it may be probed again. `since` = `nextProbe` where it may be one request's trouble. */
export type SystemPause = AnswerOf<typeof SystemPause>
