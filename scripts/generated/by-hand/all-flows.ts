import type { ByHand } from './case.ts'

/** What all flows have in common. */
export const allFlows: Readonly<Record<string, ByHand>> = {
  'X-01': {
    about: 'no name anywhere',
    why: 'A hand finds only what it looks at; canaries in every field are looked for in all outputs by tests.',
  },
  'X-02': { about: 'errors without contents', why: 'As X-01.' },
  'X-03': {
    about: 'an account that is not let in',
    press: [
      'On {start.story}: a system, {trouble.fault.locked}, {trouble.break.do}.',
      'Refer at a desk, and have the exchange look.',
    ],
    see: [
      '{page.attention} or {page.flows} says that the account is not let in and whose move that is; looking again asks the system no second time.',
    ],
  },
  'X-04': {
    about: 'a token that ends on the way',
    why: '`end-tokens` of the sandbox does it; nothing is to be seen but that all goes on.',
  },
  'X-05': { about: 'a subscription key that is refused', why: 'The desk holds no key.' },
  'X-06': {
    about: 'asked to wait',
    press: [
      'On {start.story}: a system, {trouble.fault.too-many}, {trouble.break.do}.',
      'Refer at a desk, and have the exchange look.',
    ],
    see: ['It takes the two seconds, and everything goes through.'],
  },
  'X-07': { about: 'two services at once', why: 'There is one in the sandbox.' },
  'X-08': { about: 'production with ids of tests', why: 'The sandbox is no production.' },
  'X-09': {
    about: 'what both systems know beside the mapping',
    press: ['In the console: {page.going-live}, ask both systems.'],
    see: ['What does not fit is listed with whose move it is.'],
  },
  'X-10': {
    about: 'how each flow stands',
    press: ['In the console: {page.today}, {page.flows}.'],
    see: [
      'Found = confirmed + waiting + needs attention + withdrawn + settled outside, the oldest open one, and the last look that went well.',
    ],
  },
  'X-11': {
    about: 'the process is killed on the way',
    why: 'The sandbox is one process, and its page would go with it.',
  },
  'X-12': {
    about: 'one referral from end to end',
    press: ['In the console: any number of a referral, {app.find}.'],
    see: ['The whole story on both sides, by numbers alone.'],
  },
  'X-13': { about: 'names in other scripts', why: 'No name is shown at the desks.' },
}
