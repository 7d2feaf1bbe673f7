import type { Sabotage } from '../sabotage-of.ts'

const measures = 'packages/core/src/measures'
const ledger = 'packages/service/src/ledger'

/** What reports tell, and what they leave out. */
export const ofReports: readonly Sabotage[] = [
  {
    name: 'small numbers left out without what protects them',
    breaks: 'What two months hide together follows from the total: three children.',
    property: 'P12',
    file: `${measures}/protect.ts`,
    find: 'while (isOpen(sum, cells, hidden) && hideBeside([...sum.parts, sum.total])) changed = true',
    replace: 'if (isOpen(sum, cells, new Set())) changed = true',
    noticedBy: {
      file: `${measures}/protect.test.ts`,
      test: '[1,2,9]: x x x 12, for two that make less than five do not',
    },
  },
  {
    name: 'periods that are not protected',
    breaks: 'Two filters subtracted tell that one referral of February was withdrawn.',
    property: 'P12',
    file: `${measures}/year-table.ts`,
    find: 'const shown = shownCells(cells, [...ofYear, ...ofRows], periods)',
    replace: 'const shown = shownCells(cells, ofYear, periods)',
    noticedBy: {
      file: `${measures}/referral-report.test.ts`,
      test: 'what two columns of a year would tell of some of its months is left out',
    },
  },
  {
    name: 'decisions told where they are left out of their referrals',
    breaks: 'The flow of decisions says how many were rejected, and so which two have no answer yet.',
    property: 'P12',
    file: `${measures}/referral-report.ts`,
    find: 'if (referrals === undefined) return true',
    replace: 'if (flow !== referrals) return true',
    noticedBy: {
      file: `${measures}/referral-report.test.ts`,
      test: 'the decisions on referrals are told only where they are told of the referrals else two that are undecided would be what is left of the confirmed',
    },
  },
  {
    name: 'a median of four',
    breaks: 'How long the four children of a camp waited is told, and with it what became of one of them.',
    property: 'P12',
    file: `${measures}/middle.ts`,
    find: 'if (all < smallestShown) return null',
    replace: 'if (all < 1) return null',
    noticedBy: {
      file: `${measures}/middle.test.ts`,
      test: 'the middle value of [{"least":0,"count":2},{"least":1,"count":2}] is null',
    },
  },
  {
    name: 'what was counted before left in the count',
    breaks:
      'A referral that waited and then came through counts twice, and the report says more than there are.',
    property: 'P10',
    file: `${ledger}/measures.ts`,
    find: 'tallies.add(before, -1)',
    replace: 'tallies.add([], -1)',
    noticedBy: {
      file: `${ledger}/measures.test.ts`,
      test: 'each item is counted under the day on which it was found, a referral with the decision that stands on it',
    },
  },
  {
    name: 'a decision counted where it was before it was bound',
    breaks: 'What UNHCR decided counts on no referral, and the report says that nobody has answered.',
    property: 'P10',
    file: `${ledger}/strands.ts`,
    find: 'return from === undefined ? item : { ...item, strand: from }',
    replace: 'return from === undefined ? item : item',
    noticedBy: {
      file: `${ledger}/measures.test.ts`,
      test: 'a decision that came before its referral was known counts on it from then on',
    },
  },
]
