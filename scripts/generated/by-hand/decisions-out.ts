import type { ByHand } from './case.ts'

const before = 'A service of UNHCR stands undecided at {desk.caseworker} (1.1-01).'
const look = '{flow.1.2}.'

/** Flow 1.2. */
export const decisionsOut: Readonly<Record<string, ByHand>> = {
  '1.2-01': {
    about: 'accepted',
    press: [before, '{desk.accept}.', look],
    see: ['The officer reads {decided.accepted}.'],
  },
  '1.2-02': {
    about: 'rejected with a reason',
    press: [before, '{desk.reject} {desk.why}: {desk.reason.no-place}, {desk.reject.do}.', look],
    see: ['The officer reads {decided.rejected} and below it {desk.reason.no-place}.'],
  },
  '1.2-03': {
    about: 'rejected without a reason',
    press: [before, '{desk.reject} {desk.why}: {desk.reason.none}, {desk.reject.do}.', look],
    see: ['The officer reads {decided.rejected}, and nothing below it.'],
  },
  '1.2-04': { about: 'the case is edited afterwards', why: 'The desk edits no other field of a case.' },
  '1.2-05': {
    about: 'decided otherwise',
    press: [
      before,
      '{desk.accept}. {flow.1.2}.',
      '{desk.change} {desk.reason.moved}, {desk.reject.do}. {flow.1.2}.',
    ],
    see: [
      'The officer reads {decided.accepted} after the first look, and {decided.rejected} after the second.',
    ],
  },
  '1.2-06': {
    about: 'not decided yet',
    press: [before, look],
    see: ['The officer still reads {desk.transfer.arrived}.'],
  },
  '1.2-07': { about: 'return addresses of earlier years', why: 'Rows of that kind are not made at a desk.' },
  '1.2-08': {
    about: 'a decision between partners on the same case',
    why: 'The desk decides on what UNHCR asked for alone.',
  },
  '1.2-09': { about: '1,500 changed cases', why: 'Nobody presses that often.' },
  '1.2-10': { about: 'one bad among good ones', why: 'A desk states nothing that PING would refuse.' },
  '1.2-11': {
    about: 'several services of one case, decided differently',
    press: ['1.1-05.', '{desk.accept} on the one, {desk.reject} on the other.', look],
    see: ['The officer reads {decided.accepted} on the one and {decided.rejected} on the other.'],
  },
  '1.2-12': {
    about: 'PING is down for the answer',
    press: [
      before,
      'On {start.story}: PING, {trouble.do.down}.',
      '{desk.accept}. {flow.1.2}.',
      '{trouble.do.up}, {flow.1.2}.',
    ],
    see: [
      'While it is down the console says: {reason.ping-unavailable}',
      'Then the officer reads {decided.accepted}.',
    ],
  },
}
