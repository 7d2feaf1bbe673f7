import type { Sabotage } from '../sabotage-of.ts'

const flows = 'packages/core/src/flows'

/** What Primero sends to proGres: flows 1.2 and 2.1. */
export const outgoing: readonly Sabotage[] = [
  {
    name: 'cursor moved before the cases are in the ledger (1.2, 2.1)',
    breaks:
      'The exchange is cut off while it reads my case, and what I wrote there is never looked at again.',
    property: 'P1',
    file: `${flows}/changed-cases.ts`,
    find: '      const unread = await take(set)\n',
    replace: `      if (newest !== null) await ledger.saveCursor(flow, second(new Date(Date.parse(newest) - overlapMs).toISOString()))
      const unread = await take(set)
`,
    noticedBy: {
      file: 'test/referrals-out/killed.test.ts',
      test: 'P1 (hazard 16) a run killed while it reads changed cases passes none of them, however long ago it changed',
    },
  },
  {
    name: 'cursor passes a case that could not be read (2.1)',
    breaks: 'Primero stumbles over my case once, and my referral never leaves.',
    property: 'P1',
    file: `${flows}/changed-cases.ts`,
    find: 'const reached = Math.min(readTo, unreadMs)',
    replace: 'const reached = Math.max(readTo, Math.min(readTo, unreadMs))',
    noticedBy: {
      file: 'test/referrals-out/rules.test.ts',
      test: 'the cursor does not pass a case whose referrals could not be read',
    },
  },
  {
    name: 'list of changed cases ended at a page that says more (1.2, 2.1)',
    breaks: 'Primero shows fewer cases than it says there are; the others are never looked at.',
    property: 'P1',
    file: 'packages/core/src/primero/changed.ts',
    find: 'if (held < perPage && held >= total) return',
    replace: 'if (held < perPage) return',
    noticedBy: {
      file: 'packages/core/src/primero/changed.test.ts',
      test: 'cases changed since a moment a total that is too large is list-incomplete, never silence',
    },
  },
  {
    name: 'decision sent again in every run (1.2)',
    breaks: 'UNHCR gets my answer on a referral again every hour, each time with a comment.',
    property: 'P2',
    file: `${flows}/decisions-out/flow.ts`,
    find: `        { state: 'confirmed' },
        {
          step: 'confirmed',
          deliveredVersion: work.item.version,
`,
    replace: `        { state: 'waiting', reason: 'not-yet-tried', nextTry: null },
        {
          step: 'confirmed',
          deliveredVersion: null,
`,
    noticedBy: {
      file: 'test/decisions-out/cursor.test.ts',
      test: '1.2-04 (hazard 12) a second run over unchanged cases sends nothing and asks for one short list',
    },
  },
  {
    name: 'decision sent again whenever its case is saved (1.2)',
    breaks: 'I correct a telephone number in the case, and UNHCR gets my old answer once more.',
    property: 'P2',
    file: `${flows}/decisions-out/stated.ts`,
    find: '`reason:${reason}`',
    replace: '`reason:${reason}${found.lastUpdatedAt}`',
    noticedBy: {
      file: 'test/decisions-out/decisions.test.ts',
      test: 'decisions out 1.2-04 sends nothing for an unrelated edit of a case whose decision was sent',
    },
  },
  {
    name: 'unlisted word of a caseworker sent as acceptance (1.2)',
    breaks: 'A word that nobody has agreed on is told to UNHCR as my yes.',
    property: 'P3',
    file: `${flows}/decisions-out/stated.ts`,
    find: '        decision: means,',
    replace: "        decision: means === 'unlisted' ? 'accepted' : means,",
    noticedBy: {
      file: 'test/decisions-out/held.test.ts',
      test: 'what is not clear a code outside the mapping is never sent; listed in the mapping, it is',
    },
  },
  {
    name: 'consent not asked (2.1)',
    breaks: 'The family said no, and its data go to UNHCR all the same.',
    property: 'P5',
    file: `${flows}/referrals-out/assess.ts`,
    find: `  if (!isAgreed(outgoing)) return attention('consent-missing')
`,
    replace: '',
    noticedBy: {
      file: 'test/referrals-out/holding.test.ts',
      test: '2.1-04 sends nothing without consent for sharing with others, and sends when it is given',
    },
  },
  {
    name: 'category of need shared unasked (2.1)',
    breaks: 'What happened to the child is told to UNHCR though the two organisations agreed not to.',
    property: 'P13',
    file: `${flows}/referrals-out/map.ts`,
    find: 'if (map === undefined || deployment.policies.shareProtectionConcern) return map',
    replace: 'if (deployment !== undefined) return map',
    noticedBy: {
      file: 'test/referrals-out/fields.test.ts',
      test: 'no category of need leaves unless the deployment says so',
    },
  },
  {
    name: 'intent written after the send (2.1)',
    breaks: 'The exchange is cut off after sending, remembers nothing, and UNHCR gets the child twice.',
    property: 'P2',
    file: `${flows}/referrals-out/send.ts`,
    find: `  await run.each(works, async (work) => {
    const fingerprint = batch.find((one) => one.work === work)?.fingerprint ?? null
    const intentAt = work.item.intentAt ?? run.startedAt
    await run.change(work, { step: 'intended', fingerprint, intentAt, sentAt: run.now() }, ['send-intended'])
  })
  const ready = batch.filter(({ work }) => work.open)
  if (ready.length === 0) return
  const purpose = { name: 'send-referral', ...soleNumbers(ready.map(({ work }) => work.item)) }
  const answer = await run.ping.create(
    ready.map(({ item }) => item),
    purpose,
  )
`,
    replace: `  const ready = batch.filter(({ work }) => work.open)
  if (ready.length === 0) return
  const purpose = { name: 'send-referral', ...soleNumbers(ready.map(({ work }) => work.item)) }
  const answer = await run.ping.create(
    ready.map(({ item }) => item),
    purpose,
  )
  await run.each(works, async (work) => {
    const fingerprint = batch.find((one) => one.work === work)?.fingerprint ?? null
    const intentAt = work.item.intentAt ?? run.startedAt
    await run.change(work, { step: 'intended', fingerprint, intentAt, sentAt: run.now() }, ['send-intended'])
  })
`,
    noticedBy: {
      file: 'test/referrals-out/killed.test.ts',
      test: '2.1-14 a run killed before it heard the answer to a send finds the referral and never sends it again',
    },
  },
  {
    name: 'uncertain send repeated by itself (2.1)',
    breaks:
      'Nobody knows whether UNHCR got the referral, so it is sent again, and UNHCR has the child twice.',
    property: 'P2',
    file: `${flows}/referrals-out/assess.ts`,
    find: "return isUncertain(item) && releasedAt !== null && releasedAt >= since && releasedAt > (sentAt ?? '')",
    replace: "return isUncertain(item) && (releasedAt ?? since) >= (sentAt ?? '')",
    noticedBy: {
      file: 'test/referrals-out/killed.test.ts',
      test: 'a run killed before a send reached PING holds it, and makes it once when a person lets it go',
    },
  },
  {
    name: 'second referral of one service sent (2.1)',
    breaks: 'I referred the same service twice by mistake, and UNHCR works on both.',
    property: 'P2',
    file: `${flows}/referrals-out/assess.ts`,
    find: `  if (repeated && !released) return attention('referral-repeated')
`,
    replace: '',
    noticedBy: {
      file: 'test/referrals-out/repeated.test.ts',
      test: '(hazard 35) sends the first of two referrals of one service and holds the second',
    },
  },
  {
    name: 'dry run that sends (2.1)',
    breaks: 'Somebody only wanted to see what would go out, and it went out.',
    property: 'P22',
    file: `${flows}/referrals-out/flow.ts`,
    find: `  if (run.dryRun) return run.wouldWrite(work, [{ record: '2.1-referral', mapped }])
`,
    replace: '',
    noticedBy: {
      file: 'test/referrals-out/privacy.test.ts',
      test: 'a dry run writes nothing anywhere and shows no personal value',
    },
  },
]
