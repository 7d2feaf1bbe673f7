import type { Sabotage } from '../sabotage-of.ts'

const flows = 'packages/core/src/flows'

/** What whole worlds must notice, whatever single tests say: an oracle that misses one of these is blind. */
export const seenByWorlds: readonly Sabotage[] = [
  {
    name: 'every decision held as ambiguous (2.2, worlds)',
    breaks: 'UNHCR has decided, and I go on waiting: somebody is asked about what is quite clear.',
    property: 'P1',
    file: `${flows}/decisions-in/bind.ts`,
    find: '  await keepApart(run, bound)\n',
    replace: '  await run.each(bound, async (answer) => ambiguous(run, answer))\n',
    noticedBy: 'worlds',
  },
  {
    name: 'first of several cases taken (1.1, worlds)',
    breaks: 'A child stands twice in Primero, and the service is put into whichever case comes first.',
    property: 'P4',
    file: `${flows}/referrals-in/find.ts`,
    find: "  if (enabled.length > 1) return held('several-cases')\n",
    replace: '',
    noticedBy: 'worlds',
  },
  {
    name: 'unknown outcomes never looked for (2.1, worlds)',
    breaks: 'UNHCR has my referral, and a person is asked to find out whether it has.',
    property: 'P1',
    file: `${flows}/referrals-out/unknown-outcomes.ts`,
    find: '  if (run.dryRun || run.stopped() !== null) return\n',
    replace: '  if (run.startedAt !== null) return\n',
    noticedBy: 'worlds',
  },
  {
    name: 'turn given to everybody, and its fence not checked (worlds)',
    breaks: 'Two runs work on the same children at the same time, and one save erases the other.',
    property: 'P16',
    file: 'packages/service/src/ledger/turn.ts',
    find: '    if (!free) return held\n',
    replace: '',
    also: [
      {
        find: '  return lease?.token === token\n',
        replace: '  return lease?.token !== undefined\n',
      },
    ],
    noticedBy: 'worlds',
  },
  {
    name: 'text that is no UTF-8 read as it looks (worlds)',
    breaks: 'A gateway tells names in Latin-1, and the child is called by a broken one from then on.',
    property: 'P4',
    file: 'packages/core/src/http/system.ts',
    find: "answer.isGarbled === true ? 'unreadable' : parsed",
    replace: 'parsed',
    noticedBy: 'worlds',
  },
  {
    name: 'pages of a list in a circle asked for on and on (worlds)',
    breaks: 'A list of PING leads back to its first page, and is asked for thousands of times in every run.',
    property: 'P14',
    file: 'packages/core/src/ping/client.ts',
    find: ' || again >= mostAgain)',
    replace: ' || again >= mostPages)',
    noticedBy: 'worlds',
  },
]
