import { expect, test } from 'vitest'
import { personalIn } from './personal.ts'

const now = Date.parse('2026-11-30T12:00:00.000Z')

test.each([
  ['call +254 712 345 678', ['phone']],
  ['call 0712 345 678', ['phone']],
  ['call (0712) 345-678', ['phone']],
  ['call 1-800-555-0199', ['phone']],
  ['call \u0660\u0667\u0661\u0662 \u0663\u0664\u0665 \u0666\u0667\u0668', ['phone']],
  ['call 0712345678', ['digits']],
  ['told a.operator@example.org', ['email']],
  ['told a.operator @ example.org', ['email']],
  ['it is 803-00000001', ['number']],
  ['it is nai\u201300012345', ['number']],
  ['of the family 803-14C00123', ['number']],
  ['born 2015-03-02', ['date']],
  ['2015-03-02', ['date']],
  ['02.03.2015', ['date']],
  ['2/3/15', ['date']],
  ['3 May 2015', ['date']],
  ['May 3rd, 2015', ['date']],
  ['le 3 mai 2015', ['date']],
  ['el 3 de mayo de 2015', ['date']],
  ['\u0663 \u0645\u0627\u064a\u0648 \u0662\u0660\u0661\u0665', ['date']],
  ['n\u00e9e en 2015', ['date']],
  ['seen on 2026-11-29', ['date']],
  ['told a@example.org on 1 March 2026', ['email', 'date']],
] as const)('%s is not kept', (text, kinds) => {
  expect(personalIn(text, now)).toEqual(kinds)
})

test.each([
  'mapping under review',
  'answered outside, both sides know',
  'the same as 803-26-PRTITV-1000004',
  'the same as REF-IOP-DAD-000000112',
  'stands in case 577ccdf6-86de-e811-80d8-001dd8b71fe3',
  'stands in cases 1234567, 89abcde and cp-77',
  'ticket INC0012345678 of the service desk',
  'Primero 2.15.1 is installed from 8:00 to 12:30',
  '12 referrals of 2026, paused until 2027-01-15',
  'flow 2.1 sent 4000 of them, HTTP 503',
])('%s may be kept', (text) => {
  expect(personalIn(text, now)).toEqual([])
})
