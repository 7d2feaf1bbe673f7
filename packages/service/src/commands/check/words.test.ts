import { expect, test } from 'vitest'
import { checkWords, exitOfCheck, summaryOf } from './words.ts'

const finding = {
  code: 'permission-missing',
  severity: 'stops',
  subject: 'the account',
  found: 'no write on cases',
  expected: 'write on cases',
  owner: 'administrator',
  nextStep: 'Add the permission.',
} as const
const clean = { deployment: 'sandbox', ok: true, findings: [], unreachable: false }

test('a check ends with what is worst: stops, then unreachable, then holds', () => {
  const note = { ...finding, severity: 'note' } as const
  const holds = { ...finding, severity: 'holds' } as const
  expect(exitOfCheck(clean)).toBe(0)
  expect(exitOfCheck({ ...clean, findings: [note] })).toBe(0)
  expect(exitOfCheck({ ...clean, findings: [holds] })).toBe(3)
  expect(exitOfCheck({ ...clean, findings: [holds], unreachable: true })).toBe(4)
  expect(exitOfCheck({ ...clean, findings: [holds, finding], unreachable: true })).toBe(2)
})

test('a finding is told with what was found, what is expected and whose move it is', () => {
  expect(checkWords({ ...clean, ok: false, findings: [finding] }).split('\n')).toEqual([
    'sandbox: something must be mended.',
    '  STOPS A FLOW: the account: found no write on cases, expected write on cases. (permission-missing)',
    '    Whose move: the administrator. Next: Add the permission.',
    '1 stops a flow, 0 hold items, 0 notes. First, by the administrator: the account: Add the permission. (permission-missing)',
  ])
})

test('a summary closes the check; what every check notes is counted there and shown by --all alone', () => {
  const standing = { ...finding, code: 'unverified-in-progres', severity: 'note', subject: 'a GUID' } as const
  const note = { ...finding, code: 'schedule-seldom', severity: 'note', subject: 'a schedule' } as const
  const holds = { ...finding, severity: 'holds' } as const
  const report = { ...clean, ok: false, findings: [finding, holds, holds, note, standing, standing] }
  const short = checkWords(report)
  expect(short).toContain('note: a schedule')
  expect(short).not.toContain('a GUID')
  const first = 'First, by the administrator: the account: Add the permission. (permission-missing)'
  expect(short.split('\n').at(-1)).toBe(
    `1 stops a flow, 2 hold items, 3 notes (--all shows 2 more). ${first}`,
  )
  const all = checkWords(report, true)
  expect(all).toContain('note: a GUID')
  expect(all.split('\n').at(-1)).toBe(`1 stops a flow, 2 hold items, 3 notes. ${first}`)
  expect(
    checkWords({ ...clean, findings: [standing] })
      .split('\n')
      .at(-1),
  ).toBe('0 stop a flow, 0 hold items, 1 note (--all shows them). Nothing has to be mended first.')
  const unreached = { ...clean, ok: false, findings: [holds], unreachable: true }
  expect(checkWords(unreached).split('\n').at(-1)).toBe(
    `0 stop a flow, 1 holds items, 0 notes. ${first} Not everything could be asked: check again then.`,
  )
  expect(summaryOf(report)).toEqual({ stops: 1, holds: 2, notes: 3 })
})
