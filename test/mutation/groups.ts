/** Where a slip would cost a child most, by group: each group is to reach the score on its own. */
export const groups = [
  {
    name: 'mapping',
    files: ['packages/core/src/mapping/**/*.ts'],
  },
  {
    name: 'decisions',
    files: [
      'packages/core/src/flows/decisions-in/decide.ts',
      'packages/core/src/flows/decisions-in/progres-referral.ts',
      'packages/core/src/flows/decisions-out/stated.ts',
      'packages/core/src/flows/decisions-out/binding.ts',
      'packages/core/src/flows/decisions-out/plan.ts',
    ],
  },
  {
    name: 'lifecycle',
    files: [
      'packages/core/src/flows/referrals-out/assess.ts',
      'packages/core/src/flows/held.ts',
      'packages/core/src/flows/resend.ts',
      'packages/core/src/flows/listed-again.ts',
      'packages/core/src/flows/record.ts',
      'packages/core/src/ledger/item.ts',
    ],
  },
] as const
