import type { Reason } from './reason.ts'

/** What passes by itself: the item waits, or its list was not believed. */
export const troubleReasons = {
  'not-yet-tried': {
    class: 'trouble',
    sentence: 'Found, and not yet looked at.',
    owner: 'nobody',
    nextStep: 'The next run takes it.',
  },
  'ping-unavailable': {
    class: 'trouble',
    sentence: 'PING did not answer, or answered with trouble of its own.',
    owner: 'nobody',
    nextStep: 'It is tried again by itself. If it lasts for hours, ask the UNHCR service desk about PING.',
  },
  'primero-unavailable': {
    class: 'trouble',
    sentence: 'Primero did not answer, or answered with trouble of its own.',
    owner: 'nobody',
    nextStep: 'It is tried again by itself. If it lasts for hours, ask the Primero administrator.',
  },
  'ping-processing': {
    class: 'trouble',
    sentence: 'PING has taken the referral and has not yet said whether proGres accepted it.',
    owner: 'nobody',
    nextStep: 'Every run asks again; after 24 hours it needs attention.',
  },
  'progres-not-looked-through': {
    class: 'trouble',
    sentence:
      'This ledger is new, and what proGres holds already could not be read whole yet. Nothing is sent before, so that nothing is sent twice.',
    owner: 'nobody',
    nextStep: 'Every run reads on. If it lasts for hours, ask the UNHCR service desk about PING.',
  },
  'flow-stopped': {
    class: 'trouble',
    sentence: 'The flow stopped before this one was reached.',
    owner: 'administrator',
    nextStep: 'Mend what stopped the flow, if anything has to be; the next run goes on from here.',
  },
  'run-interrupted': {
    class: 'trouble',
    sentence:
      'The run was ended in between: its time was up, the flow was paused or the service told to stop.',
    owner: 'nobody',
    nextStep:
      'Nothing is lost: the next run goes on from here, once the flow is resumed or the service runs again.',
  },
  'dry-run': {
    class: 'trouble',
    sentence: 'This was a dry run: it would be written now.',
    owner: 'nobody',
    nextStep: 'Run the flow without --dry-run.',
  },
  'list-incomplete': {
    class: 'trouble',
    sentence: 'The list says that there is more than it gives.',
    owner: 'administrator',
    nextStep:
      'If it lasts, compare the paging setting of the deployment, and the counts, with what PING or Primero answers.',
  },
  'list-shrunk': {
    class: 'trouble',
    sentence: 'The list of proGres no longer shows most of what was pending.',
    owner: 'nobody',
    nextStep:
      'Nothing is withdrawn before the next run reads the same. If nobody took so much back, ask the UNHCR service desk what the list shows.',
  },
} as const satisfies Record<string, Reason>
