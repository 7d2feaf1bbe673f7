import type { ByHand } from './case.ts'

const refer = (child: string, more = ''): string =>
  `At {desk.caseworker}: {${child}}, an agreed service${more}, {desk.caseworker.refer.do}.`
const look = '{flow.2.1}.'
const notEntered = 'The desk enters nothing of this kind.'

/** Flow 2.1. */
export const referralsOut: Readonly<Record<string, ByHand>> = {
  '2.1-01': {
    about: 'with consent',
    press: [refer('desk.case.one'), look],
    see: ['{desk.officer.asked} at {desk.officer} has one more; its story says that UNHCR has it.'],
  },
  '2.1-02': {
    about: 'two services',
    press: [refer('desk.case.two'), look],
    see: ['{desk.officer.asked} has two more.'],
  },
  '2.1-03': { about: 'an agency spelled otherwise', why: notEntered },
  '2.1-04': {
    about: 'without consent',
    press: [refer('desk.case.one'), 'Before any look: {desk.caseworker.do.take-consent}.', look],
    see: [
      'The officer has nothing of it; {page.attention} says: {reason.consent-missing}',
      'Where consent is missing from the start, Primero itself takes no referral: {desk.did.refused}.',
    ],
  },
  '2.1-05': {
    about: 'consent overridden',
    press: [refer('desk.case.one', ', one consent taken away, {desk.consent.overridden}'), look],
    see: [
      '{page.attention} says: {reason.consent-overridden} The officer has nothing of it.',
      'Once somebody releases it there, {flow.2.1} takes it to the officer.',
    ],
  },
  '2.1-06': {
    about: 'a service that nobody agreed on',
    press: ['At {desk.caseworker}: the service that nobody has agreed on, {desk.caseworker.refer.do}.', look],
    see: ['{page.attention} says: {reason.service-type-unmapped} The officer has nothing of it.'],
  },
  '2.1-07': { about: 'an owner without telephone and mail', why: notEntered },
  '2.1-08': {
    about: 'revoked before it is sent',
    press: [refer('desk.case.one'), '{desk.caseworker.do.revoke}.', look],
    see: ['The officer has nothing of it.'],
  },
  '2.1-09': {
    about: 'revoked after it was sent',
    press: [refer('desk.case.one'), look, '{desk.caseworker.do.revoke}. {flow.2.1}.'],
    see: ['{page.attention} says: {reason.revoked-after-sending} Its page leads to the notice for UNHCR.'],
  },
  '2.1-10': { about: 'a referral that names no service', why: notEntered },
  '2.1-11': {
    about: '25 changed cases',
    why: 'Nobody presses that often; `seed-outgoing` of the sandbox makes them.',
  },
  '2.1-12': { about: 'a case that is saved while it is read', why: 'No hand is so quick.' },
  '2.1-13': {
    about: 'PING is down',
    press: [
      'On {start.story}: PING, {trouble.do.down}.',
      refer('desk.case.one'),
      look,
      '{trouble.do.up}, {flow.2.1}.',
    ],
    see: ['While it is down the console says: {reason.ping-unavailable}', 'Then the officer has it, once.'],
  },
  '2.1-14': {
    about: 'PING took it, and the answer was lost',
    press: [
      'On {start.story}: PING, {trouble.fault.answer-lost}, {trouble.break.do}.',
      refer('desk.case.one'),
      look,
      '{trouble.do.end}, {flow.2.1}.',
    ],
    see: ['The officer has it once; its story says how it was found, or whose move it is.'],
  },
  '2.1-15': {
    about: 'sex not stated',
    press: [refer('desk.case.no-sex'), look],
    see: ['{desk.officer.asked} has it.'],
  },
  '2.1-16': {
    about: 'not registered with UNHCR',
    press: [refer('desk.case.no-number'), look],
    see: ['{desk.officer.asked} has it.'],
  },
  '2.1-17': { about: 'several concerns', why: notEntered },
  '2.1-18': { about: 'a concern without a row', why: notEntered },
  '2.1-19': {
    about: 'a status that cannot be parsed',
    why: 'The simulated PING says what the real one was seen to say; tests break it.',
  },
  '2.1-20': {
    about: 'PING reports a failure later',
    why: 'The simulated PING fails nothing later by itself; tests do that.',
  },
  '2.1-21': { about: 'no transaction id', why: 'The simulated PING always gives one; tests leave it out.' },
  '2.1-22': {
    about: 'referred once more after a rejection',
    press: ['2.2-02.', 'At {desk.caseworker}, the rejected one: {desk.caseworker.do.refer-again}.', look],
    see: ['{desk.officer.asked} has a second one of the same service, to be answered by itself.'],
  },
}
