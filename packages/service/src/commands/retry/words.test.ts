import { expect, test } from 'vitest'
import { itemWith } from '../../ledger/item.fixture.ts'
import { releaseText, retryText } from './words.ts'

const waiting = itemWith({ key: 'a', numbers: { interventionNumber: 'N-1' } })
const held = (referralId: string) =>
  itemWith({
    flow: '2.1',
    state: 'attention',
    reason: 'consent-overridden',
    key: referralId,
    numbers: { referralId },
  })
const [one, other] = [held('R-1'), held('R-2')]

test('what a person must let go is not said to be taken by the next run', () => {
  expect(retryText([], [])).toBe('Nothing of it is unsettled; nothing was changed.')
  expect(retryText([waiting], [])).toBe('1 due now; the next run takes it: N-1')
  expect(retryText([one, other], [one, other])).toBe(
    '2 need a person to let each of them go (retry NUMBER --release); the next run only looks whether they still do: R-1, R-2',
  )
  expect(retryText([waiting, one], [one]).split('\n')).toEqual([
    '1 due now; the next run takes it: N-1',
    '1 needs a person to let it go (retry NUMBER --release); the next run only looks whether it still does: R-1',
  ])
})

test('a release says by whom and what comes of it, and a second one who was first', () => {
  const released = { at: '2026-03-03T09:30:00.000Z', by: 'A. Operator' }
  const named = 'R-1 (referrals from Primero to proGres)'
  expect(releaseText(one, released, false, null)).toBe(
    `${named} is let go by A. Operator; the next run of 2.1 sends it to UNHCR.`,
  )
  expect(releaseText(one, released, true, 'Africa/Nairobi')).toBe(
    `${named} was let go already, by A. Operator, 2026-03-03 12:30 +03:00; nothing was changed: the next run of 2.1 sends it to UNHCR.`,
  )
  expect(releaseText(one, null, false, null)).toBe(
    `${named} does not wait for a person any more; nothing was changed.`,
  )
})
