import { expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import type { LedgerEvent, LedgerItem } from '@ping-primero/core/ledger/ledger.ts'
import type { DecisionMeaning, ValueMaps } from '@ping-primero/core/mapping/value-map.ts'
import { eventWith, itemWith } from '../../ledger/item.fixture.ts'
import { folded } from '../../words/folded.ts'
import { releaseOf } from '@ping-primero/core/story/release.ts'
import { standingOf, type Holds } from './standing.ts'
import { strandsOf } from '@ping-primero/core/story/strand.ts'
import { timelineOf } from './timeline.ts'
import { storyWords, type ToldStory } from './words.ts'

const accepted: readonly [string, DecisionMeaning][] = [['accepted', 'accepted']]
const statuses: readonly [string, DecisionMeaning][] = [
  ['125080001', 'accepted'],
  ['125080002', 'rejected'],
]
const valueMaps: ValueMaps = {
  maps: new Map(),
  decisionCodes: new Map([
    ['unhcr-referral-status', new Map(accepted)],
    ['referral-status', new Map(statuses)],
  ]),
}
const hash = '0123456789abcdef'

/** Items of every flow as they are when all is well. */
const well: Readonly<Record<Flow, Partial<LedgerItem>>> = {
  '1.1': { key: 'i', numbers: { interventionGuid: 'i', interventionNumber: '803-26-PRTITV-1000001' } },
  '1.2': { key: 'i', numbers: { interventionGuid: 'i' }, version: `accepted ${hash}` },
  '2.1': { key: 'r', numbers: { referralId: 'r', serviceUniqueId: 's' } },
  '2.2': {
    key: 'f',
    numbers: { refIopGuid: 'f', referralId: 'r', serviceUniqueId: 's' },
    version: `125080002 - ${hash}`,
  },
}

type Given = Partial<LedgerItem> & { readonly flow: Flow; readonly history?: readonly Partial<LedgerEvent>[] }

function storyOf(
  given: readonly Given[],
  zone: string | null = null,
  holds: Holds = {},
  nextRuns: ToldStory['nextRuns'] = {},
): readonly string[] {
  const items = given.map(({ history = [], ...one }) => {
    const item = itemWith({ state: 'confirmed', reason: null, ...well[one.flow], ...one })
    const events = history.map((event) => eventWith({ flow: item.flow, key: item.key, ...event }))
    return { item, history: events, released: releaseOf(item, events) }
  })
  const standings = strandsOf(items).map((strand) => standingOf(strand, valueMaps, holds))
  const timeline = timelineOf(items)
  return storyWords({ deployment: 'sandbox', zone, items, timeline, standings, nextRuns }).split('\n')
}

/** Where a story stands, on one line. */
function stands(given: readonly Given[], holds: Holds = {}): string {
  const lines = storyOf(given, null, holds)
  const below = lines.slice(lines.indexOf('  Where it stands:') + 1)
  return below.join(' ').replaceAll(/\s+/g, ' ').trim()
}

const toCase = "The child's case in Primero has the service, and proGres knows."
const inProgres = 'proGres has the referral.'
const caseworkers = "Whose move: the caseworker. The caseworker's answer is awaited."
const unhcrs = "Whose move: UNHCR. UNHCR's answer is awaited."
const nobodys = "Whose move: nobody's. Nothing more is to be done."

test.each<[string, readonly Given[], string]>([
  ['a referral that arrived', [{ flow: '1.1' }], `${toCase} ${caseworkers}`],
  [
    'a decision that arrived',
    [{ flow: '1.1' }, { flow: '1.2' }],
    `${toCase} The caseworker accepted it, and proGres was told so. ${nobodys}`,
  ],
  [
    'a decision in a code that the mapping no longer lists',
    [{ flow: '1.2', version: `later ${hash}` }],
    `The caseworker decided with the code later, and proGres was told so. ${nobodys}`,
  ],
  [
    'a decision that was taken back after another had been told',
    [{ flow: '1.1' }, { flow: '1.2', state: 'withdrawn', sentAt: '2026-03-01T00:00:00.000Z' }],
    `${toCase} The caseworker took the decision back. An earlier one had been carried over. ${caseworkers}`,
  ],
  [
    'an intervention that was taken back',
    [{ flow: '1.1', state: 'withdrawn' }],
    `UNHCR took the referral back before Primero had it. ${nobodys}`,
  ],
  [
    'a referral in proGres',
    [{ flow: '2.1', numbers: { referralId: 'r', refIopNumber: 'REF-IOP-DAD-000000001' } }],
    `proGres has the referral as REF-IOP-DAD-000000001. ${unhcrs}`,
  ],
  [
    "UNHCR's decision",
    [{ flow: '2.1' }, { flow: '2.2' }],
    `${inProgres} UNHCR rejected it (125080002), and Primero shows it. ${nobodys}`,
  ],
  [
    'a decision of which only the end is known',
    [{ flow: '2.2', version: null }],
    `UNHCR decided, and Primero shows it. ${nobodys}`,
  ],
  [
    'a decision that was opened again',
    [{ flow: '2.1' }, { flow: '2.2', state: 'withdrawn' }],
    `${inProgres} UNHCR took the decision back. ${unhcrs}`,
  ],
  [
    'a referral that ended unsent',
    [{ flow: '2.1', state: 'withdrawn' }],
    `The referral ended in Primero before anything was sent. ${nobodys}`,
  ],
  [
    'a referral that a person settled',
    [{ flow: '2.1', state: 'handled', history: [{ what: 'handled', by: 'A. Operator', why: 'by phone' }] }],
    `A. Operator settled the referral outside: by phone. ${nobodys}`,
  ],
  [
    'a decision that Primero has and of which proGres does not know',
    [
      {
        flow: '2.2',
        state: 'waiting',
        reason: 'ping-unavailable',
        step: 'delivered',
        nextTry: '2026-03-01T01:00:00.000Z',
      },
    ],
    'UNHCR rejected it (125080002); Primero shows it, and proGres is not yet known to have been told so. ' +
      'The decision waits since 2026-03-01 00:00 UTC: PING did not answer, or answered with trouble of its own. (ping-unavailable) ' +
      'Whose move: nobody, it goes on by itself. Next: It is tried again by itself. If it lasts for hours, ask the UNHCR service desk about PING. ' +
      'Next try: 2026-03-01 01:00 UTC.',
  ],
  [
    'a decision that nobody has made out',
    [
      { flow: '1.1' },
      {
        flow: '1.2',
        state: 'attention',
        reason: 'decision-code-unknown',
        about: ['later'],
        version: `${hash} ${hash}`,
      },
    ],
    `${toCase} The decision needs attention since 2026-03-01 00:00 UTC: The decision stands in a code that the mapping does not list. [later] (decision-code-unknown) ` +
      'Whose move: the owner of the mapping. Next: Find out what the named code means and add it to decision-codes.csv. Nothing was written.',
  ],
])('%s', (_, items, expected) => {
  expect(stands(items)).toBe(expected)
})

const uncertain = { flow: '2.1', state: 'attention', reason: 'outcome-unknown', step: 'intended' } as const

test('what was let go needs nobody, and what a person had to clear up is not said to stand', () => {
  const released = {
    ...uncertain,
    releasedAt: '2026-03-02T00:00:00.000Z',
    history: [{ what: 'released', by: 'A. Operator', at: '2026-03-02T00:00:00.000Z' }],
  } as const
  const text = stands([released])
  expect(text).toMatch(/^The referral waits for the next run\. What it was let go from: The connection broke/)
  expect(text).toMatch(
    /Whose move: nobody, it was let go by A\. Operator, 2026-03-02 00:00 UTC\. Next: The next run of 2\.1 sends it to UNHCR again\.$/,
  )
  expect(text).not.toMatch(/attention|Whose move: UNHCR/)
})

test('what waits for a paused flow is the move of whoever resumes it; what waits for a person is theirs', () => {
  const held = 'Flow 2.1 is paused by A. Operator (review); it goes on once the flow is resumed.'
  const holds = { '2.1': held, '2.2': held }
  expect(stands([{ flow: '2.1', state: 'waiting', reason: 'not-yet-tried' }], holds)).toMatch(
    /Whose move: the administrator\. Next: Flow 2\.1 is paused by A\. Operator/,
  )
  expect(stands([uncertain], holds)).toMatch(/Whose move: UNHCR\. Next: Runs look for it/)
  expect(stands([{ flow: '2.1' }], holds)).toBe(`${inProgres} ${unhcrs} ${held}`)
})

test('when the flow runs next that looks at it is told where its schedule is known and nothing keeps it', () => {
  const nextRuns = { '2.1': '2026-03-01T01:20:00.000Z', '2.2': '2026-03-01T21:40:00.000Z' }
  const last = (given: Given, holds: Holds = {}): string | undefined =>
    storyOf([given], 'Africa/Nairobi', holds, nextRuns).at(-1)
  expect(last({ flow: '2.1' })).toBe('    Flow 2.2 runs next at 2026-03-02 00:40 +03:00.')
  expect(last(uncertain)).toBe('    Flow 2.1 runs next at 2026-03-01 04:20 +03:00.')
  expect(last({ flow: '2.1' }, { '2.2': 'Flow 2.2 is paused.' })).toBe(
    "    Whose move: UNHCR. UNHCR's answer is awaited. Flow 2.2 is paused.",
  )
  expect(last({ flow: '2.2' })).toBe("    Whose move: nobody's. Nothing more is to be done.")
  expect(last({ flow: '1.1' })).toBe("    Whose move: the caseworker. The caseworker's answer is awaited.")
})

test('what needs a person is the next move, also where something else waits by itself', () => {
  const [standing] = strandsOf(
    [
      itemWith({ flow: '2.1', key: 'r' }),
      itemWith({ ...well['2.2'], flow: '2.2', state: 'attention', reason: 'consent-withdrawn' }),
    ].map((item) => ({ item, history: [], released: null })),
  ).map((strand) => standingOf(strand, valueMaps, {}))
  expect(standing?.awaits.owner).toBe('caseworker')
  expect(standing?.open.map(({ awaits }) => awaits.owner)).toEqual(['nobody', 'caseworker'])
})

test('a row that was referred twice is one story in which each referral stands for itself', () => {
  const lines = storyOf([
    { flow: '2.1', numbers: { referralId: 'r', refIopGuid: 'f', serviceUniqueId: 's' } },
    { flow: '2.1', key: 'q', numbers: { referralId: 'q', serviceUniqueId: 's' } },
    { flow: '2.2' },
  ])
  expect(lines.slice(0, 2)).toEqual([
    'Referral r (sandbox): a caseworker asks UNHCR for a service.',
    'Referral q (sandbox): a caseworker asks UNHCR for a service.',
  ])
  expect(lines.slice(lines.indexOf('  Where it stands:'))).toEqual([
    '  Where it stands:',
    '    referral r:',
    '      proGres has the referral.',
    '      UNHCR rejected it (125080002), and Primero shows it.',
    "      Whose move: nobody's. Nothing more is to be done.",
    '    referral q:',
    '      proGres has the referral.',
    "      Whose move: UNHCR. UNHCR's answer is awaited.",
  ])
})

test('what persons leave in words is told with who they are', () => {
  const by = 'A. Operator'
  const told = storyOf([
    {
      flow: '2.1',
      history: [
        { what: 'noted', by, why: 'The supervisor asks UNHCR this week' },
        { what: 'released', by, why: 'The assessment is there.' },
        { what: 'released', by },
      ],
    },
  ])
  expect(told.slice(told.indexOf('  What happened:') + 1, -3).map((line) => line.slice(26))).toEqual([
    'A. Operator noted: The supervisor asks UNHCR this week.',
    'A. Operator let the referral go: The assessment is there.',
    'A. Operator let the referral go.',
  ])
})

test('what happened is told in order of time over all items, by the clocks of the zone, and breaks below itself', () => {
  const told = storyOf(
    [
      {
        flow: '2.1',
        history: [
          { what: 'found' },
          { what: 'send-intended', at: '2026-03-01T00:01:00.000Z' },
          {
            what: 'state-changed',
            state: 'attention',
            reason: 'outcome-unknown',
            at: '2026-03-01T00:02:00.000Z',
          },
          { what: 'retried', by: 'A. Operator', at: '2026-03-01T00:03:00.000Z' },
          { what: 'referral-sent', at: '2026-03-03T00:00:00.000Z' },
          {
            what: 'state-changed',
            state: 'waiting',
            reason: 'ping-processing',
            at: '2026-03-03T00:00:00.000Z',
          },
        ],
      },
      {
        flow: '2.2',
        history: [
          { what: 'found', at: '2026-03-02T00:00:00.000Z' },
          { what: 'sync-reported', at: '2026-03-04T00:00:00.000Z' },
          { what: 'state-changed', state: 'confirmed', at: '2026-03-04T00:00:00.000Z' },
        ],
      },
    ],
    'Africa/Nairobi',
  )
  const lines = folded(told.join('\n'), 80).split('\n')
  const begin = lines.indexOf('  What happened:')
  expect(lines.slice(begin + 1, lines.indexOf('  Where it stands:'))).toEqual([
    "    2026-03-01 03:00 +03:00  Primero showed the caseworker's referral to UNHCR",
    '                             for the first time.',
    '    2026-03-01 03:01 +03:00  The referral was about to be sent to UNHCR.',
    '    2026-03-01 03:02 +03:00  The referral needed attention: The connection broke',
    '                             while the referral was sent, or the ledger was',
    '                             restored since: nobody knows whether proGres has',
    '                             it. (outcome-unknown)',
    '    2026-03-01 03:03 +03:00  A. Operator asked for the referral to be tried',
    '                             again.',
    "    2026-03-02 03:00 +03:00  proGres showed UNHCR's decision.",
    '    2026-03-03 03:00 +03:00  PING took the referral.',
    '    2026-03-04 03:00 +03:00  proGres was told that Primero has the decision.',
  ])
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
})
