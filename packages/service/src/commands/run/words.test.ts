import { expect, test } from 'vitest'
import type { RunReport } from '@ping-primero/core/flows/report.ts'
import { instantOf } from './handler.ts'
import { runWords } from './words.ts'

const report: RunReport = {
  deployment: 'sandbox',
  flow: '1.1',
  startedAt: '2026-03-01T00:00:00.000Z',
  finishedAt: '2026-03-01T00:00:01.000Z',
  dryRun: false,
  found: 4,
  confirmed: 2,
  waiting: 0,
  attention: 1,
  withdrawn: 1,
  handled: 0,
  requests: { ping: 1, primero: 2 },
  warnings: [{ code: 'value-unlisted', map: 'languages-in', count: 3 }],
  reasons: [
    { code: 'service-type-unmapped', state: 'attention', count: 1, items: ['803-26-PRTITV-1000004'] },
  ],
}

test('a run is told in plain words: counts, each reason with whose move it is, and the numbers', () => {
  expect(runWords(report).split('\n')).toEqual([
    '1.1 referrals from proGres to Primero, sandbox: 4 found, 2 confirmed, 0 waiting, 1 needs attention, 1 withdrawn.',
    '  1 needs attention: The type of service is not in the mapping. (service-type-unmapped)',
    '    Whose move: the owner of the mapping. Next: Add the service type to the mapping, or choose one of the agreed types at the source.',
    '    803-26-PRTITV-1000004',
    '  3 left out a field whose value is not in the mapping languages-in.',
  ])
})

test.each([
  [0, []],
  [1, ['Primero refused the user name']],
])('what stopped a flow is said once, and once more only with its items: %i', (count, again) => {
  const reason = 'primero-credentials-refused'
  const standing = { code: reason, state: 'attention', count, items: [] } as const
  const stopped = {
    ...report,
    stopped: { reason, about: ['PRIMERO_USERNAME'] },
    reasons: [standing],
  } as const
  const said = runWords(stopped).match(/Primero refused the user name/g)
  expect(said).toEqual(['Primero refused the user name', ...again])
})

test('a run that did not take place says why', () => {
  expect(runWords({ ...report, skipped: 'paused' })).toBe(
    '1.1 referrals from proGres to Primero, sandbox: nothing done, the flow is paused. ' +
      '`ping-primero status` says by whom and why.',
  )
})

test('a dry run shows each field with its rule', () => {
  const fields = [{ target: 'sex', source: 'progres.sex', transform: 'map:sex', shows: 'female' }]
  const dry = {
    ...report,
    dryRun: true,
    reasons: [],
    warnings: [],
    wouldWrite: [{ number: 'N-1', record: '1.1-case', fields }],
  }
  expect(runWords(dry).split('\n')).toEqual([
    '1.1 referrals from proGres to Primero, sandbox, dry run, nothing was written: 4 found, 2 confirmed, 0 waiting, 1 needs attention, 1 withdrawn.',
    '  Would write 1.1-case of N-1:',
    '    sex = female   (map:sex of progres.sex)',
  ])
})

test('a time is read only as ISO, and only if it exists', () => {
  expect(instantOf('2026-03-01')).toBe('2026-03-01T00:00:00.000Z')
  expect(instantOf('2026-03-01T03:00:00+03:00')).toBe('2026-03-01T00:00:00.000Z')
  for (const text of [
    '01.03.2026',
    '2026-02-31',
    '2026-03-01T00:00',
    '2026-13-01',
    '2026-03-01T25:00:00Z',
    '',
  ]) {
    expect(instantOf(text), text).toBeNull()
  }
})
