import { expect, test } from 'vitest'
import { itemWith } from '../../ledger/item.fixture.ts'
import { readDeploymentFolder } from '../../../../../test/support/world.ts'
import { listWords } from './words.ts'
import type { ListView, ShownGroup } from './words.ts'

const view: ListView = {
  now: '2026-03-02T08:00:00.000Z',
  zone: 'Africa/Nairobi',
  valueMaps: null,
  undecided: false,
}
const unmapped = { state: 'attention', reason: 'service-type-unmapped' } as const
const down = { state: 'waiting', reason: 'primero-unavailable' } as const

test('each reason is told with its count, whose move it is and what to do, then its items by the clocks of the deployment', () => {
  const groups: readonly ShownGroup[] = [
    {
      flow: '1.1',
      ...unmapped,
      count: 1,
      shown: [
        itemWith({
          ...unmapped,
          about: ['progres_interventiontype'],
          numbers: { interventionNumber: 'N-1' },
        }),
      ],
    },
    {
      flow: '1.1',
      ...down,
      count: 2,
      shown: [
        itemWith({
          ...down,
          numbers: { interventionNumber: 'N-2' },
          since: '2026-03-02T07:00:00.000Z',
          nextTry: '2026-03-02T08:20:00.000Z',
        }),
        itemWith({ ...down, numbers: { interventionNumber: 'N-3' }, nextTry: '2026-03-02T07:59:00.000Z' }),
      ],
    },
  ]
  expect(listWords({ deployment: 'sandbox', flow: '1.1', groups }, view).split('\n')).toEqual([
    '1.1 referrals from proGres to Primero, sandbox',
    '  1 needs attention: The type of service is not in the mapping. (service-type-unmapped)',
    expect.stringMatching(/^ {4}Whose move: the owner of the mapping\. Next: Add the service type/),
    '    N-1 [progres_interventiontype] since 2026-03-01 03:00 +03:00',
    expect.stringMatching(/^ {2}2 waiting: .* \(primero-unavailable\)$/),
    expect.stringMatching(/^ {4}Whose move: nobody, it goes on by itself\. Next: /),
    '    N-2 since 2026-03-02 10:00 +03:00, next try: 2026-03-02 11:20 +03:00',
    '    N-3 since 2026-03-01 03:00 +03:00, next try: the next run',
  ])
})

test('of many items the longest are shown, and it is said how many more there are', () => {
  const group = { flow: '1.1', ...down, count: 100_000, shown: [itemWith({ ...down, key: 'one' })] } as const
  const words = listWords({ deployment: 'sandbox', flow: '1.1', groups: [group] }, { ...view, zone: null })
  expect(words.split('\n').slice(3)).toEqual([
    '    one since 2026-03-01 00:00 UTC, next try: the next run',
    '    and 99999 more; --csv and --json list them all.',
  ])
})

test('what a person let go is told to go on with the next run, and what is settled has no reason', () => {
  const held = { state: 'attention', reason: 'outcome-unknown' } as const
  const released = itemWith({
    ...held,
    flow: '2.1',
    numbers: { referralId: 'R-1' },
    releasedAt: '2026-03-02T00:00:00.000Z',
  })
  const words = listWords(
    { deployment: 'sandbox', flow: '2.1', groups: [{ flow: '2.1', ...held, count: 1, shown: [released] }] },
    view,
  )
  expect(words).toMatch(/R-1 since .*, let go by a person: the next run of 2\.1 sends it to UNHCR again$/)
  const done = itemWith({ state: 'handled', reason: null, numbers: { interventionNumber: 'N-9' } })
  const group = { flow: '1.1', state: 'handled', reason: null, count: 1, shown: [done] } as const
  expect(
    listWords({ deployment: 'sandbox', flow: '1.1', groups: [group] }, view)
      .split('\n')
      .slice(1),
  ).toEqual(['  1 handled outside', '    N-9 since 2026-03-01 03:00 +03:00'])
})

test('of a decision it is told what it says, where the mapping is at hand', () => {
  const { valueMaps } = readDeploymentFolder('sandbox')
  const item = itemWith({
    flow: '1.2',
    state: 'confirmed',
    reason: null,
    version: 'rejected 0123456789abcdef',
    numbers: { interventionNumber: 'N-1' },
  })
  const group = { flow: '1.2', state: 'confirmed', reason: null, count: 1, shown: [item] } as const
  const last = (maps: ListView['valueMaps']) =>
    listWords({ deployment: 'sandbox', flow: '1.2', groups: [group] }, { ...view, valueMaps: maps })
      .split('\n')
      .at(-1)
  expect(last(valueMaps)).toBe('    N-1 rejected, since 2026-03-01 03:00 +03:00')
  expect(last(null)).toBe('    N-1 since 2026-03-01 03:00 +03:00')
})

test.each([
  ['1.1', 'the caseworker', 'Primero'],
  ['2.1', 'UNHCR', 'proGres'],
] as const)('a referral of %s without a decision waits for %s, who answers in %s', (flow, who, where) => {
  const shown = [itemWith({ flow, state: 'confirmed', reason: null, numbers: { referralId: 'R-1' } })]
  const group = { flow, state: 'confirmed', reason: null, count: 1, shown } as const
  const words = listWords({ deployment: 'sandbox', flow, groups: [group] }, { ...view, undecided: true })
  expect(words.split('\n').slice(1, 3)).toEqual([
    '  1 without an answer',
    expect.stringContaining(`Whose move: ${who}. Next: Answer in ${where};`),
  ])
})

test('beside the number stands that of the case, by which people find it in Primero', () => {
  const numbers = { referralId: 'R-1', caseIdDisplay: 'cb49df2' }
  const shown = [itemWith({ flow: '2.1', state: 'attention', reason: 'consent-missing', numbers })]
  const group = { flow: '2.1', state: 'attention', reason: 'consent-missing', count: 1, shown } as const
  expect(listWords({ deployment: 'sandbox', flow: '2.1', groups: [group] }, view)).toContain(
    '\n    R-1 (case cb49df2) since 2026-03-01 03:00 +03:00',
  )
})
