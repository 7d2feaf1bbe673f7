import type { Sabotage } from '../sabotage-of.ts'

const numbers = 'test/decisions-in/numbers.test.ts'
const learning = 'packages/core/src/flows/referrals-out/learn-numbers.ts'

/** What an operator is told of a referral, and by which numbers it is found. */
export const told: readonly Sabotage[] = [
  {
    name: 'decisions not told with their referral (explain)',
    breaks: 'I ask where the referral of a child is, and am not told that its decision came weeks ago.',
    property: 'P10',
    file: 'packages/service/src/commands/explain/story.ts',
    find: '  while (newest.length > 0) {\n',
    replace: '  while (newest.length > seeds.length) {\n',
    noticedBy: {
      file: 'packages/service/src/commands/explain/story.test.ts',
      test: 'a story is whole from any of its items, and holds no other of its case, child or transaction',
    },
  },
  {
    name: 'REF-IOP number of a list not learnt (2.1)',
    breaks: 'UNHCR asks me about a REF-IOP number that it has not decided on, and nobody here can find it.',
    property: 'P10',
    file: learning,
    find: 'if (run.dryRun || run.stopped() !== null) return',
    replace: 'if (!run.dryRun || run.stopped() !== null) return',
    noticedBy: {
      file: numbers,
      test: 'a REF-IOP number is learnt before the decision where the list shows it, and nothing is asked for it',
    },
  },
  {
    name: 'first of several REF-IOP numbers learnt (2.1)',
    breaks: 'I tell UNHCR the number of another referral, and it answers on that one.',
    property: 'P4',
    file: learning,
    find: 'if (record === undefined || another !== undefined) return',
    replace: 'if (record === undefined || another === record) return',
    noticedBy: {
      file: numbers,
      test: 'of two records of one row neither is taken for the only referral of it',
    },
  },
]
