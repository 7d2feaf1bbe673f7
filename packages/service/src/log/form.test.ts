import { expect, test } from 'vitest'
import { textLine } from './form.ts'

test('a line for a reader says when, how grave, what, of which number, and the rest', () => {
  const line = (event: object): string =>
    textLine(
      JSON.stringify({ level: 'info', time: '2026-11-30T10:52:54.070Z', deployment: 'sandbox', ...event }),
    )
  expect(
    line({
      event: 'item',
      flow: '1.1',
      state: 'confirmed',
      numbers: { interventionGuid: 'guid', interventionNumber: '803-26-PRTITV-1000004' },
    }),
  ).toBe('2026-11-30T10:52:54.070Z info  sandbox item 803-26-PRTITV-1000004 flow=1.1 state=confirmed')
  expect(line({ event: 'run-refused', flow: '2.1', message: 'Two words.' })).toBe(
    '2026-11-30T10:52:54.070Z info  sandbox run-refused flow=2.1 message="Two words."',
  )
  expect(line({ event: 'item', numbers: { referralId: 'referral-1' } })).toContain(' item referral-1')
})
