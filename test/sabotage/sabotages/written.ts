import type { Sabotage } from '../sabotage-of.ts'

const flow = 'packages/core/src/flows/referrals-in'

/** What is read back of what was written, and what waits behind an answer that comes late. */
export const written: readonly Sabotage[] = [
  {
    name: 'what a new case must have not read back (1.1)',
    breaks:
      'UNHCR is told that a child has a case, and the case has neither name nor number: nobody finds it again.',
    property: 'P9',
    file: `${flow}/own-case.ts`,
    find: `  return neededFields(run.deployment).filter((field) => !isEmpty(sent[field]) && isEmpty(kept[field]))
`,
    replace: `  return neededFields(run.deployment).filter((field) => isEmpty(sent[field]) && isEmpty(kept[field]))
`,
    noticedBy: {
      file: 'test/referrals-in/dropped-fields.test.ts',
      test: '(hazard 10) stops at the first case whose identity Primero dropped, and tells proGres nothing',
    },
  },
  {
    name: 'a nameless case filled in over what its caseworker wrote (1.1)',
    breaks: 'I wrote down where the child lives now, and by the morning the old address stands there again.',
    property: 'P4',
    file: `${flow}/own-case.ts`,
    find: `    names.filter((field) => isEmpty(kept[field])),
`,
    replace: `    names.filter((field) => isEmpty(kept[numberField]) || isEmpty(kept[field])),
`,
    noticedBy: {
      file: 'test/referrals-in/dropped-fields.test.ts',
      test: 'once the role is mended the same case gets all that was left out of it, and nothing that a caseworker has filled in',
    },
  },
  {
    name: 'all new cases made at once before one came back whole (1.1)',
    breaks: 'One wrong tick in a role, and two hundred children lie nameless in Primero by the morning.',
    property: 'P9',
    file: `${flow}/write.ts`,
    find: `  return proof.record ? first : first.filter((referral) => referral === firstNew || !isNew(referral))
`,
    replace: `  return proof.record || firstNew !== undefined ? first : first.filter((referral) => !isNew(referral))
`,
    noticedBy: {
      file: 'test/referrals-in/dropped-fields.test.ts',
      test: 'beside known children one new case is made at most, whichever of them come first',
    },
  },
  {
    name: 'a number that a person took out put in again (1.1)',
    breaks: 'I took a wrong number out of a case, and the exchange wrote it back.',
    property: 'P4',
    file: `${flow}/own-case.ts`,
    find: `  return isNumberless(read) ? null : {}
`,
    replace: `  return isNumberless(read) ? emptyOf(record, read) : {}
`,
    noticedBy: {
      file: 'test/referrals-in/dropped-fields.test.ts',
      test: 'a number that a caseworker took out of a case of ours is not put in again',
    },
  },
  {
    name: 'what is behind a late write given up (1.1)',
    breaks:
      'Primero took three seconds over one case, and the second service of that child came a day later.',
    property: 'P9',
    file: `${flow}/write.ts`,
    find: `    if (behind.length > 0) run.afterLate(async () => again(behind))
`,
    replace: `    const gone = { kind: 'trouble', system: 'primero', cause: 'timeout', retryAfterMs: null } as const
    await run.each(behind, async (one) => run.fail(one, { ...gone, mayHaveArrived: false }))
`,
    noticedBy: {
      file: 'test/manners/behind.test.ts',
      test: '(F86) 1.1: what waits behind the write of its child, answered after 3000 ms, is written after it in the same run',
    },
  },
  {
    name: 'written behind a write that may still be on its way (1.1)',
    breaks: 'Two saves of one case overlapped; Primero kept one, and a service was gone.',
    property: 'P9',
    file: `${flow}/intend.ts`,
    find: `    if (unanswered !== undefined) return run.fail(referral, unanswered)
`,
    replace: '',
    noticedBy: {
      file: 'test/manners/behind.test.ts',
      test: '(F86) 1.1: behind a write that is never answered nothing is written to that case in this run',
    },
  },
  {
    name: 'referrals of a caseworker whose profile is late given up (2.1)',
    breaks: 'Primero was slow to say who I am, and my referrals to UNHCR waited for the next day.',
    property: 'P9',
    file: 'packages/core/src/flows/referrals-out/flow.ts',
    find: `  if (behind.length > 0) run.afterLate(async () => takeAndSend(run, behind))
`,
    replace: '',
    noticedBy: {
      file: 'test/manners/behind.test.ts',
      test: '(F86) 2.1: the referrals of a caseworker whose profile comes after 3000 ms go in the same run',
    },
  },
  {
    name: 'cases that an earlier ledger made not looked for (1.1)',
    breaks:
      'After the server was moved, the same request stood in two files of one child, and two of us went to the family.',
    property: 'P2',
    file: `${flow}/standing.ts`,
    find: `    if (where.kind === 'case' && where.found.id !== idOf(referral)) led.set(referral, where.found.id)
`,
    replace: `    if (where.kind === 'case' && where.found.id === idOf(referral)) led.set(referral, where.found.id)
`,
    noticedBy: {
      file: 'test/referrals-in/nameless-of-another-ledger.test.ts',
      test: '(P2, F89) a nameless case that another ledger made holds its referral back from the case that a person has opened',
    },
  },
]
