import type { Sabotage } from '../sabotage-of.ts'

const core = 'packages/core/src'
const spellings = 'test/referrals-in/spellings.test.ts'

/** By which numbers children are known. */
export const numbers: readonly Sabotage[] = [
  {
    name: 'numbers that stand for nobody taken for numbers (1.1)',
    breaks:
      'Three children whose number nobody wrote down share one file, and each caseworker reads of the others.',
    property: 'P4',
    file: `${core}/domain/individual-number.ts`,
    find: '  if (!known || alike || several.test(plain) || powerOfTen.test(plain)) return true\n',
    replace: '  if (known && alike && several.test(plain) && powerOfTen.test(plain)) return true\n',
    noticedBy: {
      file: 'test/referrals-in/doubtful-numbers.test.ts',
      test: '1.1-08 (F73) three children whose number is Unknown are held, and none gets into the case of another',
    },
  },
  {
    name: 'numbers that stand for nobody taken for numbers (1.1, worlds)',
    breaks:
      'Three children whose number nobody wrote down share one file, and each caseworker reads of the others.',
    property: 'P4',
    file: `${core}/domain/individual-number.ts`,
    find: '  if (!known || alike || several.test(plain) || powerOfTen.test(plain)) return true\n',
    replace: '  if (known && alike && several.test(plain) && powerOfTen.test(plain)) return true\n',
    noticedBy: 'worlds',
  },
  {
    name: 'numbers with signs of doubt or of a wrong encoding taken for numbers (1.1)',
    breaks: 'A gateway spoilt the dash in the number, and the child has a second file.',
    property: 'P2',
    file: `${core}/domain/individual-number.ts`,
    find: '  if (isNoNumber(plain)) return true\n',
    replace: "  if (isNoNumber(plain)) return pattern === ''\n",
    noticedBy: {
      file: 'test/referrals-in/doubtful-numbers.test.ts',
      test: '(F73) "803&#8209;130000000" opens no case, and one that was corrected goes through',
    },
  },
  {
    name: 'the pattern of the deployment not looked at (1.1)',
    breaks: 'A telephone number in the wrong field opens a file that nobody finds again.',
    property: 'P4',
    file: `${core}/flows/referrals-in/plan.ts`,
    find: 'isDoubtful(number, deployment.progres.individualNumberPattern)',
    replace: 'isDoubtful(number, undefined)',
    noticedBy: {
      file: 'test/referrals-in/doubtful-numbers.test.ts',
      test: '(F73) a deployment may say what its numbers look like: a telephone number is none of them',
    },
  },
  {
    name: 'numbers compared as they are written (1.1)',
    breaks: 'A number that was pasted with a mark nobody sees gives a child a second file.',
    property: 'P2',
    file: `${core}/domain/individual-number.ts`,
    find: "    .replace(unseen, '')\n    .normalize('NFKC')\n",
    replace: '',
    noticedBy: {
      file: spellings,
      test: '1.1-02 (F75) a referral whose number has a soft hyphen inside goes to the case of the child',
    },
  },
  {
    name: 'letters that look alike taken for others (1.1)',
    breaks: 'I typed the number on a Russian keyboard: the child has two files.',
    property: 'P2',
    file: `${core}/domain/individual-number.ts`,
    find: 'return bare(inLatin(plain))',
    replace: 'return inLatin(plain) === plain ? bare(plain) : plain',
    noticedBy: {
      file: spellings,
      test: '(F75) a case in letters of a Russian keyboard is found whatever the letters of the referral',
    },
  },
  {
    name: 'a child new without a search (1.1)',
    breaks:
      'My colleague wrote the number with a long dash: the child has two files, and I see half of its services.',
    property: 'P2',
    file: `${core}/flows/referrals-in/find.ts`,
    find: 'spellings.find(unseen.filter(askable), ',
    replace: 'spellings.find([], ',
    noticedBy: {
      file: spellings,
      test: '1.1-02 (F75) a case whose number has an en dash is the case of the child',
    },
  },
  {
    name: 'a child new without a search (1.1, worlds)',
    breaks:
      'My colleague wrote the number with a long dash: the child has two files, and I see half of its services.',
    property: 'P2',
    file: `${core}/flows/referrals-in/find.ts`,
    find: 'spellings.find(unseen.filter(askable), ',
    replace: 'spellings.find([], ',
    noticedBy: 'worlds',
  },
  {
    name: 'a search that finds nothing believed (1.1)',
    breaks: 'On a bad day of Primero children get second files.',
    property: 'P2',
    file: `${core}/flows/referrals-in/other-spellings.ts`,
    find: "answer.value.cases.some(isIt) ? null : unreadable('primero')",
    replace: 'answer.value.cases.some(isIt) ? null : null',
    noticedBy: {
      file: spellings,
      test: '(P2, F75) while the search finds nothing no child counts as new',
    },
  },
  {
    name: 'a disabled case believed to be the only one (1.1)',
    breaks:
      'The referral waited for a file that I had closed for good, while the child has one that I work in.',
    property: 'P9',
    file: `${core}/flows/referrals-in/find.ts`,
    find: '.some(takesRows(closedCase))',
    replace: '.some(() => closedCase !== null)',
    noticedBy: {
      file: spellings,
      test: '1.1-17 (F75) beside a disabled case the enabled one takes the row, however its number is spelled',
    },
  },
]
