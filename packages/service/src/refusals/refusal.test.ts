import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { LedgerUnavailable } from '../ledger/unavailable.ts'
import { LedgerContradiction } from '@ping-primero/core/ledger/failure.ts'
import { TurnLost } from '../ledger/turn.ts'
import { exitOfRefusal, refusalOf } from './refusal.ts'

function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('It did not throw.')
}

test('of a defect only class and place are told, never its message', () => {
  const told = refusalOf(new TypeError('CANARY is not a function'))
  expect(told.code).toBe('defect')
  expect(told.message).toMatch(/Fingerprint: TypeError at refusal\.test\.ts:\d+\.$/)
  expect(JSON.stringify(told)).not.toContain('CANARY')
  expect(exitOfRefusal(told)).toBe(1)
})

test('what the database refuses is told in its own words, a lost turn as such', () => {
  const database = new DatabaseSync(':memory:')
  const error = thrownBy(() => database.exec('select CANARY from nowhere'))
  expect(refusalOf(error)).toMatchObject({
    code: 'ledger-unavailable',
    message: 'The ledger cannot be used. The database says: SQL logic error.',
  })
  expect(refusalOf(new LedgerUnavailable('The system says: EACCES.'))).toMatchObject({
    code: 'ledger-unavailable',
    message: 'The ledger cannot be used. The system says: EACCES.',
  })
  expect(refusalOf(new TurnLost()).code).toBe('turn-lost')
  expect(exitOfRefusal(refusalOf(new TurnLost()))).toBe(2)
})

test('a ledger that contradicts itself is damaged, and says how', () => {
  const found = refusalOf(new LedgerContradiction('An item that it showed is not to be found.'))
  expect(found.code).toBe('ledger-damaged')
  expect(found.message).toContain('An item that it showed is not to be found.')
})
