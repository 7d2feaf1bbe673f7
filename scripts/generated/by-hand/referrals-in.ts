import type { ByHand } from './case.ts'

const refer = (child: string): string =>
  `At {desk.officer}: {${child}}, an agreed type, {desk.officer.refer.do}.`
const look = '{flow.1.1}.'
const details = 'What proGres holds beside the child and the type is not entered at the desk.'

/** Flow 1.1. */
export const referralsIn: Readonly<Record<string, ByHand>> = {
  '1.1-01': {
    about: 'a child whom Primero does not know',
    press: [refer('desk.kind.unknown'), look],
    see: [
      'The officer reads {desk.transfer.arrived}, with a case number.',
      '{desk.caseworker} shows one service on that case.',
    ],
  },
  '1.1-02': {
    about: 'a child who has a case',
    press: [refer('desk.kind.known'), look],
    see: ['{desk.caseworker} shows the service on the case that was there; no second case.'],
  },
  '1.1-03': {
    about: 'listed again after it arrived',
    press: ['One that reads {desk.transfer.arrived}: {desk.officer.do.send-again}.', look],
    see: ['It still reads {desk.transfer.arrived}, and {desk.caseworker} shows it once.'],
  },
  '1.1-04': {
    about: 'listed again after the answer',
    press: [
      'At {desk.caseworker}: {desk.accept} on a service of UNHCR. {flow.1.2}.',
      'At {desk.officer}, the same one: {desk.officer.do.send-again}. {flow.1.1}.',
    ],
    see: ['It still reads {decided.accepted}.'],
  },
  '1.1-05': {
    about: 'two interventions of one child in one look',
    press: [
      refer('desk.kind.unknown'),
      'At once {desk.kind.before}, another type, {desk.officer.refer.do}.',
      look,
    ],
    see: ['Both have the same case number; {desk.caseworker} shows two services on it.'],
  },
  '1.1-06': { about: 'several languages and needs', why: details },
  '1.1-07': {
    about: 'a type that nobody agreed on',
    press: ['At {desk.officer}: any child, “Recreation”, {desk.officer.refer.do}.', look],
    see: [
      'The officer reads {desk.transfer.undelivered}, with the number and the type.',
      '{page.attention} says: {reason.service-type-unmapped} Primero has nothing of it.',
    ],
  },
  '1.1-08': {
    about: 'no date of birth',
    press: [refer('desk.kind.no-birth-date'), refer('desk.kind.unknown'), look],
    see: [
      'The first reads {desk.transfer.undelivered} and names the field; the second reads {desk.transfer.arrived}.',
      'After {desk.officer.do.fill-in} and {flow.1.1} the first has arrived as well.',
    ],
  },
  '1.1-09': {
    about: 'no family name',
    press: [refer('desk.kind.no-family-name'), look],
    see: [
      '{desk.transfer.undelivered}, with the field. (Individual id and group cannot be left out at the desk.)',
    ],
  },
  '1.1-10': {
    about: 'sex not stated',
    press: [
      'At {desk.officer}: the child with {desk.child.unsaid}, an agreed type, {desk.officer.refer.do}.',
      look,
    ],
    see: ['{desk.transfer.arrived}.'],
  },
  '1.1-11': { about: 'no details in proGres', why: 'The desk refers no inactive individual.' },
  '1.1-12': {
    about: 'an empty list',
    press: ['{flow.1.1}, twice.'],
    see: ['{page.flows} says that the last look went well and found nothing.'],
  },
  '1.1-13': {
    about: 'several pages',
    why: 'The desk shows no pages of PING; `settings` of the sandbox sets their size.',
  },
  '1.1-14': {
    about: 'Primero is too busy for one',
    press: [
      'On {start.story}: Primero, {trouble.fault.busy}, {trouble.break.do}.',
      refer('desk.kind.unknown'),
      look,
    ],
    see: [
      'The officer reads {desk.transfer.to-be-taken}; the console says: {reason.primero-unavailable}',
      'After {trouble.do.end} and {flow.1.1} it has arrived, once.',
    ],
  },
  '1.1-15': {
    about: 'Primero did it, and the answer was lost',
    press: [
      'On {start.story}: Primero, {trouble.fault.answer-lost}, {trouble.break.do}.',
      refer('desk.kind.unknown'),
      look,
      '{trouble.do.end}, {flow.1.1}.',
    ],
    see: ['{desk.caseworker} shows one case with one service.'],
  },
  '1.1-16': {
    about: 'the word to proGres was lost after delivery',
    press: [
      'On {start.story}: PING, {trouble.fault.answer-lost}, {trouble.break.do}.',
      refer('desk.kind.unknown'),
      look,
      '{trouble.do.end}, {flow.1.1}.',
    ],
    see: ['One service at {desk.caseworker}; the officer reads {desk.transfer.arrived}.'],
  },
  '1.1-17': {
    about: 'two cases with one number',
    press: [refer('desk.kind.known-twice'), look],
    see: ['{page.attention} says: {reason.several-cases} Neither case has the service.'],
  },
  '1.1-18': {
    about: 'the case is closed',
    press: [refer('desk.kind.closed'), look],
    see: ['{page.attention} says: {reason.case-closed}'],
  },
  '1.1-19': { about: 'notes with tags and histories', why: details },
  '1.1-20': { about: 'an address of one line', why: details },
  '1.1-21': { about: 'numbers that begin alike', why: 'The desk gives numbers by itself.' },
  '1.1-22': { about: 'a language without a row', why: details },
  '1.1-23': { about: 'codes as text or number', why: details },
  '1.1-24': { about: 'an intervention named by its other column', why: details },
  '1.1-25': {
    about: 'whose case it becomes',
    why: 'The desk gives new cases to whoever sits there, as a focal point does.',
  },
  '1.1-26': {
    about: 'a state of yesterday',
    why: 'The exchange keeps no such state; there is nothing to press.',
  },
  '1.1-27': {
    about: 'the UNHCR office is missing',
    press: [refer('desk.kind.no-business-unit'), look],
    see: ['{desk.transfer.undelivered}; after {desk.officer.do.fill-in} and {flow.1.1} it has arrived.'],
  },
}
