import { expect, test } from 'vitest'
import type { ReconcileReport } from '@ping-primero/core/reconcile/report.ts'
import { exitOfReconcile, reconcileWords } from './words.ts'

const none: ReconcileReport = {
  deployment: 'sandbox',
  from: '2026-01-01T00:00:00.000Z',
  to: '2026-03-01T06:00:00.000Z',
  complete: true,
  requests: { ping: 2, primero: 3 },
  compared: { '1.1': { compared: 4, withoutDetail: 0, moving: 0 } },
  open: [],
  counts: [],
  differences: [],
  unread: [],
}
const missing = {
  code: 'service-missing',
  flow: '1.1',
  numbers: { interventionNumber: '803-26-PRTITV-1000004', primeroId: 'a', caseIdDisplay: 'ab12cd3' },
  progres: '125080002',
  primero: null,
  ledger: 'confirmed',
  owner: 'focal-point',
  nextStep: 'Ask.',
  notYetRun: false,
} as const
const some: ReconcileReport = {
  ...none,
  complete: false,
  compared: { '1.1': { compared: 4, withoutDetail: 1, moving: 2 } },
  open: [
    {
      flow: '1.1',
      code: 'service-type-unmapped',
      state: 'attention',
      count: 3,
      items: ['N-1', 'N-2', 'N-3'],
    },
    {
      flow: '2.1',
      code: 'ping-processing',
      state: 'waiting',
      count: 30,
      items: Array.from({ length: 30 }, (_, index) => `R-${index + 1}`),
    },
  ],
  counts: [
    { flow: '1.1', code: 'service-missing', count: 2, notYetRun: 1 },
    { flow: '2.1', code: 'referral-unsent', count: 1, notYetRun: 1 },
  ],
  differences: [missing],
  unread: [
    { system: 'primero', what: 'referrals-of-cases', code: 'primero-unavailable', about: [], count: 3 },
    { system: 'primero', what: 'account', code: 'scope-limited', about: ['group'], count: 1 },
  ],
}

test('a world that agrees is told in one sentence and what was compared', () => {
  expect(reconcileWords(none).split('\n')).toEqual([
    'sandbox, 2026-01-01 00:00 UTC to 2026-03-01 06:00 UTC: no difference.',
    '  1.1 referrals from proGres to Primero: 4 compared.',
  ])
})

test('where nothing differs, what is open is counted at once, and named', () => {
  const { open } = some
  expect(reconcileWords({ ...none, open: open.slice(0, 1) }).split('\n')[0]).toBe(
    'sandbox, 2026-01-01 00:00 UTC to 2026-03-01 06:00 UTC: no difference. 3 are open: 3 need attention.',
  )
  expect(exitOfReconcile({ ...none, open })).toBe(0)
})

test('differences say what each side shows and whose move it is; then what is open, and what was not seen', () => {
  expect(reconcileWords(some).split('\n')).toEqual([
    'sandbox, 2026-01-01 00:00 UTC to 2026-03-01 06:00 UTC: 1 difference, 2 more that the next run takes. 33 are open: 3 need attention, 30 waiting. Not everything could be read.',
    '  1.1 referrals from proGres to Primero: 4 compared, 1 of which proGres shows no details, 2 left out because a run worked on them meanwhile.',
    'Differences:',
    '  1.1 referrals from proGres to Primero: 2 × The referral was delivered, and its case or its service is no longer in Primero. (service-missing)',
    '    Whose move: the focal point. Next: Ask the caseworker whether it was removed on purpose; then tell UNHCR the answer, or ask them to refer again.',
    '    1 of them: nobody, the next run of the flow takes it.',
    '    intervention number 803-26-PRTITV-1000004, case number ab12cd3 (proGres: 125080002; ledger: confirmed)',
    '  2.1 referrals from Primero to proGres: 1 × A referral to UNHCR is open in Primero, and the ledger does not know it. (referral-unsent)',
    '    1 of them: nobody, the next run of the flow takes it.',
    'Open, and known to the exchange:',
    '  1.1 referrals from proGres to Primero: 3 need attention: The type of service is not in the mapping. (service-type-unmapped)',
    '    Whose move: the owner of the mapping. Next: Add the service type to the mapping, or choose one of the agreed types at the source.',
    '    N-1, N-2, N-3',
    '  2.1 referrals from Primero to proGres: 30 waiting: PING has taken the referral and has not yet said whether proGres accepted it. (ping-processing)',
    '    Whose move: nobody, it goes on by itself. Next: Every run asks again; after 24 hours it needs attention.',
    `    ${Array.from({ length: 20 }, (_, index) => `R-${index + 1}`).join(', ')} and 10 more`,
    'Could not be read, so nothing was concluded from it:',
    '  referrals of cases in Primero, 3 times: Primero did not answer, or answered with trouble of its own. (primero-unavailable)',
    '  the rights of the account in Primero: The integration account does not see all cases. [group] (scope-limited)',
  ])
})

test('the exit code: 0 agreement, 3 differences, 4 something was not read, 2 a person has to mend the configuration', () => {
  const [unreadable, limited] = some.unread
  const given = (report: Partial<ReconcileReport>) => exitOfReconcile({ ...none, ...report })
  expect(given({})).toBe(0)
  expect(given({ counts: some.counts.slice(1) })).toBe(0)
  expect(given({ counts: some.counts })).toBe(3)
  expect(given({ counts: some.counts, unread: unreadable === undefined ? [] : [unreadable] })).toBe(4)
  expect(given({ counts: some.counts, unread: limited === undefined ? [] : [limited] })).toBe(2)
})

test('the period is told by the clocks of the deployment', () => {
  expect(reconcileWords(none, 'Africa/Nairobi').split('\n')[0]).toMatch(
    / [+]03:00 to [-\d]+ [:\d]+ [+]03:00: /,
  )
})
