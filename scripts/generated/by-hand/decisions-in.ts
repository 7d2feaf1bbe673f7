import type { ByHand } from './case.ts'

const before = 'A referral of a caseworker stands undecided at {desk.officer} (2.1-01).'
const look = '{flow.2.2}.'
const codes = 'The desk states the agreed codes alone.'

/** Flow 2.2. */
export const decisionsIn: Readonly<Record<string, ByHand>> = {
  '2.2-01': {
    about: 'accepted',
    press: [before, '{desk.accept}.', look],
    see: ['{desk.caseworker} shows {decided.accepted}; the story says that UNHCR was told.'],
  },
  '2.2-02': {
    about: 'rejected with reason and comment',
    press: [
      before,
      '{desk.reject} {desk.why}: {desk.reason.not-applicable}, {desk.comment}: a few words, {desk.reject.do}.',
      look,
    ],
    see: ['{desk.caseworker} shows {decided.rejected}, the reason and the words.'],
  },
  '2.2-03': { about: 'a review without a status', why: codes },
  '2.2-04': { about: 'a code that nobody agreed on', why: codes },
  '2.2-05': {
    about: 'revoked meanwhile',
    press: [before, '{desk.accept}.', 'At {desk.caseworker}: {desk.caseworker.do.revoke}.', look],
    see: ['{page.attention} says: {reason.decision-not-applied} Primero still shows {desk.status.revoked}.'],
  },
  '2.2-06': { about: 'a case that nobody knows', why: 'Every record at the desk was referred from Primero.' },
  '2.2-07': { about: 'ids of earlier years', why: 'Records of that kind are not made at a desk.' },
  '2.2-08': {
    about: 'two referrals of one service',
    press: ['2.1-22.', 'At {desk.officer}, the second one: {desk.accept}.', look],
    see: ['{desk.caseworker}: the first stays {decided.rejected}, the second is {decided.accepted}.'],
  },
  '2.2-09': {
    about: 'the word to proGres was lost',
    press: [
      before,
      '{desk.accept}.',
      'On {start.story}: PING, {trouble.fault.answer-lost}, {trouble.break.do}.',
      look,
      '{trouble.do.end}, {flow.2.2}.',
    ],
    see: [
      '{desk.caseworker} shows {decided.accepted} after the first look and it stays; the story is confirmed after the second.',
    ],
  },
  '2.2-10': {
    about: 'nothing is there',
    press: ['{flow.2.2}, twice.'],
    see: ['{page.flows} says that the last look went well and found nothing.'],
  },
  '2.2-11': {
    about: 'nothing to mark',
    press: ['As 2.2-10.'],
    see: ['`/__sandbox/traffic` of PING counts no update of a status.'],
  },
  '2.2-12': {
    about: 'a role that sees too little',
    why: 'The account of the exchange is not changed at a desk; `check` is tested with such a role.',
  },
}
