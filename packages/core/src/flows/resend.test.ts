import { describe, expect, test } from 'vitest'
import { fingerprint, maySend, printFor, still } from './resend.ts'
import { keys, ledgerItem } from './scene.fixture.ts'

describe('a fingerprint', () => {
  const content = { fields: { note: 'a word of a child' } }

  test('tells a change of the content and of the key, and is the same for the same', () => {
    const other = { fields: { note: 'another word' } }
    const rotated = { ...keys, current: `${keys.current}, but another` }
    expect(fingerprint(keys, { fields: { note: 'a word of a child' } })).toBe(fingerprint(keys, content))
    expect(fingerprint(keys, other)).not.toBe(fingerprint(keys, content))
    expect(fingerprint(rotated, content)).not.toBe(fingerprint(keys, content))
  })

  test('never changes its form, for ledgers keep it: another one would send again what was refused', () => {
    expect(fingerprint(keys, content)).toBe('06c5ab78a669e37e6387c30cdcd3d699')
  })
})

describe('the fingerprint for an item', () => {
  const former = 'the key before this one, long enough to be a key'
  const rotated = { ...keys, old: [former] }
  const before = fingerprint({ ...keys, current: former }, 'what is said')

  test.each([
    ['that of what was sent', { fingerprint: before }],
    ['that of what was reported', { reportedFingerprint: before }],
  ])('is %s, where only the key has changed since', (_, known) => {
    expect(printFor(rotated, ledgerItem(known), 'what is said')).toBe(before)
  })

  test('is a new one where something else is said, or nothing was known', () => {
    const now = fingerprint(keys, 'another thing')
    expect(printFor(rotated, ledgerItem({ fingerprint: before }), 'another thing')).toBe(now)
    expect(printFor(rotated, ledgerItem({}), 'another thing')).toBe(now)
  })

  test('is the same for a list of texts in any order, and another one for other lists in another order', () => {
    const print = (content: unknown): string => fingerprint(keys, content)
    expect(print({ needs: ['a', 'b'] })).toBe(print({ needs: ['b', 'a'] }))
    expect(print([{ place: 'a' }, { place: 'b' }])).not.toBe(print([{ place: 'b' }, { place: 'a' }]))
    expect(print([1, 'a'])).not.toBe(print(['a', 1]))
  })
})

describe('what a target once refused', () => {
  const refusedAt = '2026-11-20T12:00:00.000Z'
  const refused = ledgerItem({ refusedAt, fingerprint: 'same' })
  const later = (ms: number): number => Date.parse(refusedAt) + ms

  test.each([
    ['at the same moment', 'same', 0, false],
    ['a moment less than a day later', 'same', 86_399_999, false],
    ['a day later', 'same', 86_400_000, true],
    ['when it was refused in the future, by a clock that was wrong', 'same', -1, true],
    ['as soon as it has changed', 'changed', 1, true],
  ])('%s', (_, content, ms, may) => {
    expect(maySend(refused, content, later(ms))).toBe(may)
  })

  test('or never refused, or let go by a person, may be sent at once', () => {
    expect(maySend(ledgerItem({ refusedAt: null, fingerprint: 'same' }), 'same', later(1))).toBe(true)
  })
})

describe('an item that stays in attention', () => {
  const item = ledgerItem({ state: 'attention', reason: 'ping-rejected', about: ['PNG-7'] })

  test('keeps what its reason is about', () => {
    expect(still(item, 'ping-rejected')).toEqual({
      state: 'attention',
      reason: 'ping-rejected',
      about: ['PNG-7'],
    })
  })

  test('is about nothing yet when the reason is another one', () => {
    expect(still(item, 'detail-missing')).toEqual({ state: 'attention', reason: 'detail-missing', about: [] })
  })
})
