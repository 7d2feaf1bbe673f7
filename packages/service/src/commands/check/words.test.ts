import { expect, test } from 'vitest'
import { checkWords, exitOfCheck } from './words.ts'

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
  ])
})
