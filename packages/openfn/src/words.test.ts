import { expect, test } from 'vitest'
import { refusals } from '@ping-primero/service/refusals/catalogue.ts'
import { refusal } from '@ping-primero/service/refusals/refusal.ts'
import { refusalOnOpenfn, reportOnOpenfn } from './words.ts'

const variable = /\b(?:PING|PRIMERO|LEDGER)_[A-Z_]+\b/

test.each([
  'configuration-invalid',
  'setting-unclear',
  'secret-weak',
  'ledger-unavailable',
  'ledger-damaged',
  'ledger-foreign',
  'ledger-key-differs',
  'ledger-newer',
  'turn-lost',
  'journal-unreadable',
  'defect',
] as const)('a refusal that a step may end with names no variable of an environment: %s', (code) => {
  const { message, nextStep, owner } = refusalOnOpenfn(refusal(code, 'LEDGER_KEY and LEDGER_KEYS_OLD.'))
  expect(`${message} ${nextStep}`).not.toMatch(variable)
  expect(`${message} ${nextStep}`).not.toMatch(/variable|environment/i)
  expect(message).toContain('ledgerKey and ledgerKeysOld.')
  expect(owner).toBe(refusals[code].owner)
})

test('what is named is the key of the credential, wherever a variable stood', () => {
  expect(refusalOnOpenfn(refusal('setting-unclear', 'PRIMERO_PASSWORD holds a tab.'))).toEqual({
    code: 'setting-unclear',
    owner: 'administrator',
    message: 'A setting holds what cannot be meant (the value is not shown). primeroPassword holds a tab.',
    nextStep: 'Set it anew as one line, without what was found: type it rather than paste it.',
  })
  const { nextStep } = refusalOnOpenfn(refusal('ledger-unavailable', ''))
  expect(nextStep).toBe(
    'Look at ledgerUrl, the rights on the file and its directory, and the room on the disk.',
  )
})

test('names that only look alike stay as they are', () => {
  const { message } = refusalOnOpenfn(refusal('setting-unclear', 'HTTPS_PROXY, MY_LEDGER_KEY, LEDGER_KEYS.'))
  expect(message).toContain('HTTPS_PROXY, MY_LEDGER_KEY, LEDGER_KEYS.')
})

test('a report names what stopped the flow by the keys, and is else the same', () => {
  const report = {
    deployment: 'sandbox',
    flow: '1.1',
    startedAt: '2026-03-01T00:00:00.000Z',
    finishedAt: '2026-03-01T00:00:01.000Z',
    dryRun: false,
    found: 0,
    confirmed: 0,
    waiting: 0,
    attention: 0,
    withdrawn: 0,
    handled: 0,
    requests: { ping: 1, primero: 0 },
    warnings: [],
    reasons: [],
  } as const
  expect(reportOnOpenfn(report)).toEqual(report)
  const reason = 'ping-credentials-refused'
  const stopped = { ...report, stopped: { reason, about: ['PING_USERNAME', 'HTTP 401'] } } as const
  expect(reportOnOpenfn(stopped)).toEqual({
    ...report,
    stopped: { reason, about: ['pingUsername', 'HTTP 401'] },
  })
})
