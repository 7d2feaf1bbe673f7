import { expect, test } from 'vitest'
import type { ItemNumbers } from '../ledger/ledger.ts'
import { isOneStory } from './link.ts'

const row = 'b0000000-0000-4000-8000-000000000071'
const other = 'b0000000-0000-4000-8000-000000000072'

test.each<[string, ItemNumbers, ItemNumbers, boolean]>([
  ['one intervention', { interventionGuid: 'g', caseId: 'a' }, { interventionGuid: 'g', caseId: 'b' }, true],
  ['one referral', { referralId: 'r' }, { referralId: 'r' }, true],
  ['one REF-IOP', { refIopNumber: 'REF-IOP-DAD-000000001' }, { refIopNumber: 'REF-IOP-DAD-000000001' }, true],
  ['one case', { caseId: 'a' }, { caseId: 'a' }, false],
  [
    'one record of Primero',
    { primeroId: 'a', caseIdDisplay: 'd' },
    { primeroId: 'a', caseIdDisplay: 'd' },
    false,
  ],
  ['one transaction', { transactionId: 't' }, { transactionId: 't' }, false],
  ['one row of one case', { serviceUniqueId: row, caseId: 'A' }, { serviceUniqueId: row, caseId: 'a' }, true],
  ['rows of one case', { serviceUniqueId: row, caseId: 'a' }, { serviceUniqueId: other, caseId: 'a' }, false],
  [
    'one row where a case is not known',
    { serviceUniqueId: row },
    { serviceUniqueId: row, caseId: 'a' },
    true,
  ],
  [
    'one row id in two cases',
    { serviceUniqueId: row, caseId: 'a' },
    { serviceUniqueId: row, caseId: 'b' },
    false,
  ],
  [
    'the end of its row',
    { serviceUniqueId: row, caseId: 'a' },
    { serviceUniqueId: row.slice(-12), caseId: 'a' },
    true,
  ],
  [
    'the end of its row, no case',
    { serviceUniqueId: row },
    { serviceUniqueId: row.slice(-12), caseId: 'a' },
    false,
  ],
  ['nothing', {}, {}, false],
])('of %s', (_, one, two, expected) => {
  expect([isOneStory(one, two), isOneStory(two, one)]).toEqual([expected, expected])
})
