import type { Sabotage } from '../sabotage-of.ts'

const flows = 'packages/core/src/flows'

/** What all flows share: runs, trouble, pauses, the log. */
export const inCommon: readonly Sabotage[] = [
  {
    name: 'pause ignored by the requests of a run',
    breaks: 'A flow is paused because something is wrong, and what is on its way is still written.',
    property: 'P15',
    file: `${flows}/systems.ts`,
    find: 'halted: () => (host.halted?.() ?? null) !== null,',
    replace: 'halted: () => false,',
    noticedBy: {
      file: 'test/cross-cutting/interrupted.test.ts',
      test: '(P15) flow 1.1, told to end in mid-run, sends nothing more and goes on where it was in the next run',
    },
  },
  {
    name: 'pause not looked for while a run goes on',
    breaks: 'A flow is paused because something is wrong, and the run under way goes on to its end.',
    property: 'P15',
    file: 'packages/service/src/commands/run/halt-watch.ts',
    find: '      (pause) => pause !== null,',
    replace: '      () => false,',
    noticedBy: {
      file: 'test/cross-cutting/paused.test.ts',
      test: 'P15 a flow that a person pauses in mid-run writes nothing from the next look on',
    },
  },
  {
    name: 'defect in one record ends the run',
    breaks: 'One odd record, and no referral of the whole country gets through.',
    property: 'P7',
    file: `${flows}/context.ts`,
    find: 'if (error instanceof LedgerFailure) throw error',
    replace: 'if (error instanceof Error) throw error',
    noticedBy: {
      file: 'test/decisions-out/left-over.test.ts',
      test: 'a defect in one item touches no other and is never a green run',
    },
  },
  {
    name: 'what enters a run not counted',
    breaks: 'The figures of a run do not add up, so that nobody would see that a referral is missing.',
    property: 'P10',
    file: `${flows}/context.ts`,
    find: '        if (entered) notes.entered += 1\n',
    replace: '',
    noticedBy: {
      file: 'test/cross-cutting/trace.test.ts',
      test: 'found equals the sum of all states in every run, whatever happens between',
    },
  },
  {
    name: 'system that is down asked on and on',
    breaks: 'PING is down, and the exchange knocks once for each referral instead of once a minute.',
    property: 'P14',
    file: 'packages/core/src/http/system.ts',
    find: 'const troublesUntilDown = 5',
    replace: 'const troublesUntilDown = 5_000',
    noticedBy: {
      file: 'packages/core/src/http/system.test.ts',
      test: 'five troubles in a row, and nothing more is sent; a good answer between counts them anew',
    },
  },
  {
    name: 'pause after trouble a thousand times as long',
    breaks: 'PING was down for a minute, and the referral waits for the better part of a day.',
    property: 'P8',
    file: 'packages/core/src/ledger/item.ts',
    find: 'const pause = Math.min(60, 2 ** Math.min(attempts, 6)) * 60_000',
    replace: 'const pause = Math.min(60, 2 ** Math.min(attempts, 6)) * 60_000_000',
    noticedBy: {
      file: 'test/decisions-out/trouble.test.ts',
      test: 'an item in trouble waits longer each time, up to an hour, and is not asked for before',
    },
  },
  {
    name: 'log event that carries a name',
    breaks: 'The name of the child stands in the log files of the exchange.',
    property: 'P11',
    file: `${flows}/referrals-in/plan.ts`,
    find: `  run.warn(mapped.service)
`,
    replace: `  run.warn(mapped.service)
  const numbers = { ...item.numbers, caseIdDisplay: String(mapped.case.fields['name_first']) }
  run.host.log({ event: 'item', flow: run.flow, state: item.state, numbers })
`,
    noticedBy: {
      file: 'test/referrals-in/privacy.test.ts',
      test: '(hazard 30) leaves no word of a child in events, report or ledger, whatever goes wrong',
    },
  },
  {
    name: 'individual number kept as it is',
    breaks: 'Whoever gets hold of the ledger reads which refugee children are in protection.',
    property: 'P12',
    file: 'packages/core/src/privacy/pseudonym.ts',
    find: 'return keyedHash(keys.current, individualText(deployment, individualNumber))',
    replace: 'return keys.current === "" ? "" : individualText(deployment, individualNumber)',
    noticedBy: {
      file: 'test/referrals-in/privacy.test.ts',
      test: '(hazard 30) leaves no word of a child in events, report or ledger, whatever goes wrong',
    },
  },
]
