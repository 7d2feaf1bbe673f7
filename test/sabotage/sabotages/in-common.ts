import type { Sabotage } from '../sabotage-of.ts'

const flows = 'packages/core/src/flows'

/** What all flows share: runs, trouble, pauses, the log. */
export const inCommon: readonly Sabotage[] = [
  {
    name: 'pause ignored by the requests of a run',
    breaks: 'A flow is paused because something is wrong, and what is on its way is still written.',
    property: 'P15',
    file: 'packages/core/src/http/system.ts',
    find: "if (options.halted()) return unasked('halted')",
    replace: '',
    noticedBy: {
      file: 'packages/core/src/http/system.test.ts',
      test: 'a run that is to end sends nothing more, and that is no trouble of the system',
    },
  },
  {
    name: 'pause not looked for while a run goes on',
    breaks: 'A flow is paused because something is wrong, and the run under way goes on to its end.',
    property: 'P15',
    file: 'packages/service/src/commands/run/halt-watch.ts',
    find: "(await signs.paused()) ? 'paused' : ",
    replace: '',
    noticedBy: {
      file: 'test/cross-cutting/paused.test.ts',
      test: 'P15 a flow that a person pauses in mid-run sends nothing from the next look on, and goes on when resumed',
    },
  },
  {
    name: 'pause not looked for when a run gets its turn',
    breaks: 'A flow is paused while its run waits for another one, and then it begins all the same.',
    property: 'P15',
    file: 'packages/service/src/commands/run/run-once.ts',
    find: "    if (await paused()) return skip('paused')\n",
    replace: '',
    noticedBy: {
      file: 'test/cross-cutting/paused.test.ts',
      test: 'P15 a flow that is paused when its run gets the turn does not begin',
    },
  },
  {
    name: 'one bad record stops the flow (1.1)',
    breaks: 'One child without a date of birth, and no referral of the whole country gets through.',
    property: 'P7',
    file: `${flows}/referrals-in/plan.ts`,
    find: `  run.warn(mapped.case)
`,
    replace: `  if (referral.refusal !== null) run.stop({ kind: 'stop', reason: referral.refusal.reason, about: [] })
  run.warn(mapped.case)
`,
    noticedBy: {
      file: 'test/referrals-in/refusals.test.ts',
      test: '1.1-08 (hazard 2) refuses a child without date of birth by the name of the field; the others succeed',
    },
  },
  {
    name: 'what enters a run not counted',
    breaks: 'The figures of a run do not add up, so that nobody would see that a referral is missing.',
    property: 'P10',
    file: `${flows}/context.ts`,
    find: '      notes.entered += entered\n',
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
    name: 'what needs a person never looked at again',
    breaks: 'I have mended the case as I was asked to, and the referral stays where it was for ever.',
    property: 'P8',
    file: 'packages/core/src/ledger/item.ts',
    find: "if (item.state === 'attention') return true",
    replace: "if (item.state === 'attention') return item.nextTry !== null",
    noticedBy: {
      file: 'test/referrals-in/matching.test.ts',
      test: '1.1-17 goes on by itself once the focal point has disabled the wrong case',
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
    find: 'return keyedHash(keys.current, individualText(deployment, plainNumber(individualNumber)))',
    replace: 'return keys.current && individualText(deployment, plainNumber(individualNumber))',
    noticedBy: {
      file: 'test/referrals-in/privacy.test.ts',
      test: '(hazard 30) leaves no word of a child in events, report or ledger, whatever goes wrong',
    },
  },
  {
    name: 'own pause kept after an outage',
    breaks:
      'PING is back and somebody runs the flow, and the decisions that waited for it wait another hour.',
    property: 'P8',
    file: `${flows}/systems.ts`,
    find: "return pause !== null && isOutage(pause) && systems[name].health() !== 'down'",
    replace: 'return pause === null',
    noticedBy: {
      file: 'test/cross-cutting/trouble.test.ts',
      test: 'a system that is down is probed before an item is due by its own pause, once a minute at most, and is back for all of its items',
    },
  },
  {
    name: 'end of an outage kept to the flow that saw it',
    breaks: 'The nightly lists have shown that PING is back, and the hourly flows wait on.',
    property: 'P8',
    file: 'packages/service/src/ledger/deployment-ledger.ts',
    find: '.set({ next_try: null })',
    replace: ".set({ state: 'waiting' })",
    noticedBy: {
      file: 'test/cross-cutting/trouble.test.ts',
      test: 'a system that is down is back for all flows once one of them has heard of it',
    },
  },
]
