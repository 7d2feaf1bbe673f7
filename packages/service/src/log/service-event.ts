/** What the service may log, as schemas; the log uses their types alone. */
import { z } from 'zod'
import type { AnswerOf } from '@ping-primero/core/answers/answer-of.ts'
import { entryRefusals } from '@ping-primero/console/entry/refusals.ts'
import { requestRefusals } from '@ping-primero/console/refusals.ts'
import { Count, DeploymentName, FlowName, IsoTime } from '@ping-primero/core/answers/parts.ts'
import { eventOf, LogEvent } from '@ping-primero/core/log-event.ts'
import { RefusalName } from '../refusals/answer.ts'

const deployments = z.array(z.string()).describe('Names of the deployments that are served.')
const directory = z.string().describe('The folder.')
const running = Count.describe('Runs under way.')
const refused = { code: RefusalName, message: z.string().describe('What is the matter, in words.') }

const ServiceEvent = z.discriminatedUnion('event', [
  ...LogEvent.options,
  eventOf('serving', 'The service is up.', {
    deployments,
    ledger: z.string().nullable().describe("Whole path of the ledger's file; null = on no disk."),
  }),
  eventOf('ledger-created', 'There was no ledger here: what was done before is not known in it.', {
    path: z.string().describe('Whole path of its file.'),
  }),
  eventOf('folder-passed-over', 'A folder beside the deployments is not served.', {
    directory,
    why: z.enum(['sandbox', 'no-deployment']).describe('It is the sandbox, or holds no deployment.yaml.'),
  }),
  eventOf('schedule-never', 'A flow is on and never runs by itself.', { flow: FlowName }),
  eventOf('alive', 'The service is well; every five minutes.', {
    uptimeSeconds: Count.describe('For how long, in seconds.'),
    running,
  }),
  eventOf('stopping', 'The service was told to stop.', { running }),
  eventOf('reloaded', 'The deployments were read anew.', { deployments }),
  eventOf('reload-refused', 'The deployments could not be read anew: everything goes on as before.', refused),
  eventOf('run-refused', 'A run was refused.', { flow: FlowName, ...refused }),
  eventOf('act-refused', 'What somebody asked for from the console could not be done.', {
    act: z
      .enum(['verify', 'compare', 'check', 'look'])
      .describe('Verify the history, compare or check both systems, look at one referral in both.'),
    ...refused,
  }),
  eventOf('deployment-refused', 'A deployment is not served.', { directory, ...refused }),
  eventOf('console-open', 'The console answers.', {
    at: z.string().describe('The address by which people open it.'),
    listensAt: z.string().describe('Host and port at which this process answers.'),
  }),
  eventOf('page-failed', 'A page of the console could not be made.', {
    mark: z.string().describe('Stands on the page that was shown instead.'),
    fingerprint: z.string().describe('Of the defect: the same for each time that it happens.'),
  }),
  eventOf('request-refused', 'The console refused a request. A minute has one line at most of each kind.', {
    why: z
      .enum(requestRefusals)
      .describe(
        'Not over TLS; sent by no page of the console; longer than any form; a form of an earlier session; a deployment that is not there for whoever asked; more than their role includes; too many sign-ins. More may be added.',
      ),
    count: Count.describe('How many of the kind since its line before, with the one of this line.'),
  }),
  eventOf('sign-in-refused', 'Somebody who signed in at an organisation was not let in to the console.', {
    provider: z.string().describe('Name of the organisation in console.yaml.'),
    why: z.enum(entryRefusals).describe('Why. More may be added.'),
    said: z
      .string()
      .nullable()
      .describe('The code by which the organisation, or what speaks with it, calls it; null = none.'),
    subject: z
      .string()
      .nullable()
      .describe('Id of the account at the organisation, by which only the organisation knows whose it is.'),
  }),
  eventOf('sends-recovered', 'The journal shows referrals as sent that the ledger had forgotten.', {
    flow: FlowName,
    count: Count.describe('How many.'),
  }),
  eventOf(
    'journal-lost',
    'The journal of sends is gone: referrals made until now are held, as they may have been sent.',
    { flow: FlowName },
  ),
  eventOf('tick-failed', 'What was due could not be looked up; it is tried again.', refused),
])
/** What the service itself may log, beside what the flows do: codes, names of deployments, counts. */
export type ServiceEvent = AnswerOf<typeof ServiceEvent>

const events: readonly z.ZodObject[] = ServiceEvent.options

/** One line of the log: an event, when it was, how grave it is and of which deployment. */
export const LogLine = z.union(
  events.map((event): z.ZodObject =>
    z.object({
      level: z.enum(['debug', 'info', 'warn', 'error']).describe('How grave it is.'),
      time: IsoTime.describe('When.'),
      deployment: DeploymentName.exactOptional(),
      ...event.shape,
    }),
  ),
)
