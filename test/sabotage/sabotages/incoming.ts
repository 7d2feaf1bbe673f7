import type { Sabotage } from '../sabotage-of.ts'

const flows = 'packages/core/src/flows'

/** What proGres sends to Primero: flows 1.1 and 2.2. */
export const incoming: readonly Sabotage[] = [
  {
    name: 'delivery confirmed without looking (1.1)',
    breaks: 'UNHCR is told that I have a referral, and I cannot find it in the case: another save erased it.',
    property: 'P9',
    file: `${flows}/referrals-in/write.ts`,
    find: `  if (!referral.open || written.kind === 'done') return
`,
    replace: `  if (!referral.open) return
  if (written.kind === 'done') return run.change(referral, { step: 'delivered', sentAt: run.now() })
`,
    noticedBy: {
      file: 'test/referrals-in/read-back.test.ts',
      test: '(hazard 32) writes a row once more that an overlapping save erased',
    },
  },
  {
    name: 'first of several cases taken (1.1)',
    breaks: 'A child stands twice in Primero, and the service is put into whichever case comes first.',
    property: 'P4',
    file: `${flows}/referrals-in/find.ts`,
    find: `  if (enabled.length > 1) return held('several-cases')
`,
    replace: '',
    noticedBy: {
      file: 'test/referrals-in/matching.test.ts',
      test: '1.1-17 (hazard 8) holds a child of two cases for the focal point and writes to neither',
    },
  },
  {
    name: 'unique_id of the row made at random (1.1)',
    breaks: 'One referral of UNHCR stands in the case as two services, and I answer the same thing twice.',
    property: 'P2',
    file: `${flows}/referrals-in/flow.ts`,
    find: 'const rowId = serviceRowId(item.key)',
    replace: 'const rowId: string = crypto.randomUUID()',
    noticedBy: {
      file: 'test/referrals-in/once.test.ts',
      test: 'P2 (hazard 6) two runs that both find no service of an intervention in the case write one',
    },
  },
  {
    name: 'id of a new case made at random (1.1)',
    breaks: 'A new child gets two cases, and two caseworkers begin with it.',
    property: 'P2',
    file: `${flows}/referrals-in/own-case.ts`,
    find: 'return caseIdFor(run.host.keys, run.deployment.name, referral.individualNumber)',
    replace: 'return caseIdFor(run.host.keys, crypto.randomUUID(), referral.individualNumber)',
    noticedBy: {
      file: 'test/referrals-in/once.test.ts',
      test: 'P2 (hazard 6) two runs that both find no case of a child make one',
    },
  },
  {
    name: 'status stepped back (1.1)',
    breaks: 'I have accepted a referral, and UNHCR sees it as pending again.',
    property: 'P6',
    file: `${flows}/referrals-in/report.ts`,
    find: `      shown === transferStatus.acknowledged ||
      shown === transferStatus.rejected ||
      decided.has(referral.item.key)
`,
    replace: `      decided.has(referral.item.key)
`,
    noticedBy: {
      file: 'test/referrals-in/listing.test.ts',
      test: '1.1-04 (hazard 11) does not step it back either when the ledger was lost',
    },
  },
  {
    name: 'withdrawn by a list that was not read to its end (1.1)',
    breaks: 'PING stumbles in the middle of its list, and referrals that UNHCR still waits for are given up.',
    property: 'P1',
    file: `${flows}/referrals-in/discover.ts`,
    find: 'if (whole && run.stopped() === null) await withdrawUnlisted(run)',
    replace: 'if (run.stopped() === null) await withdrawUnlisted(run)',
    noticedBy: {
      file: 'test/referrals-in/listing.test.ts',
      test: 'nothing is withdrawn by a list that was not read to its end',
    },
  },
  {
    name: 'list of proGres ended at a page that says more (1.1)',
    breaks: 'UNHCR refers more children than fit on a page; the others never arrive, and nobody is told.',
    property: 'P1',
    file: 'packages/core/src/ping/client.ts',
    find: `      if (!more && !isShort) return
`,
    replace: `      if (!more || rows.length < slice) return
`,
    noticedBy: {
      file: 'test/referrals-in/listing.test.ts',
      test: '1.1-13 (hazard 3) is loud when more is said to be there and does not come, and settles what it saw',
    },
  },
  {
    name: 'unlisted decision code accepted (2.2)',
    breaks: 'UNHCR answers with a code that nobody has agreed on, and I read that the child was accepted.',
    property: 'P3',
    file: `${flows}/decisions-in/decide.ts`,
    find: "return means === 'ignore' ? 'silent' : means",
    replace: "return means === 'ignore' ? 'silent' : means === 'unlisted' ? 'accepted' : means",
    noticedBy: {
      file: `${flows}/decisions-in/decide.test.ts`,
      test: 'what two codes say no number but the two of its list is ever a decision',
    },
  },
  {
    name: 'codes that contradict each other decided (2.2)',
    breaks: 'UNHCR states both yes and no, and one of the two is written on the referral of the child.',
    property: 'P3',
    file: `${flows}/decisions-in/decide.ts`,
    find: "(review === 'accepted' || review === 'rejected') && status !== review) {",
    replace: "(review === 'accepted' || review === 'rejected') && status === null) {",
    noticedBy: {
      file: 'test/decisions-in/decisions.test.ts',
      test: 'writes nothing when status and review decision disagree, and says decision-contradictory',
    },
  },
  {
    name: "referral changed through another case's address (2.2)",
    breaks: 'A decision about one child is written on the referral of another.',
    property: 'P4',
    file: `${flows}/decisions-in/bind.ts`,
    find: 'return all.filter((referral) => referral.recordId === primeroId)',
    replace: 'return all',
    noticedBy: {
      file: 'test/decisions-in/binding.test.ts',
      test: "a referral is written to only under its own case hazard 37: a referral of another case that a list shows among the case's own is not written to",
    },
  },
  {
    name: 'answer 200 without effect taken as applied (2.2)',
    breaks: 'UNHCR is told that I know its decision, and my referral shows none: it was revoked meanwhile.',
    property: 'P9',
    file: `${flows}/decisions-in/apply.ts`,
    find: 'return same && stands(answer, referral, mapped) ?',
    replace: 'return same ?',
    noticedBy: {
      file: 'test/decisions-in/binding.test.ts',
      test: 'a referral that is not in progress in Primero 2.2-05 (hazard 27) a referral revoked between reading and writing is not marked as synced',
    },
  },
  {
    name: 'one of several open referrals guessed (2.2)',
    breaks: 'I referred the same service twice; the decision is put on one of the two by luck.',
    property: 'P4',
    file: `${flows}/decisions-in/bind.ts`,
    find: "if (only === undefined || inProgress.length > 1) return 'several'",
    replace: "if (only === undefined) return 'several'",
    noticedBy: {
      file: 'test/decisions-in/several.test.ts',
      test: 'two referrals of one service 2.2-08 nothing is written when two referrals are in progress: decision-ambiguous',
    },
  },
]
