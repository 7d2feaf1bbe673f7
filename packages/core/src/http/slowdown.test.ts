import { expect, test } from 'vitest'
import { slowdown } from './slowdown.ts'

const many = (count: number, act: () => number): number => Array.from({ length: count }, act).at(-1) ?? 0

test('answers that become several times slower take requests out of flight, down to one', () => {
  const pace = slowdown(4)
  expect(many(5, () => pace.after('search', 100))).toBe(4)
  expect(many(40, () => pace.after('search', 1_500))).toBe(1)
})

test('quick answers bring them back, up to the limit', () => {
  const pace = slowdown(4)
  pace.after('search', 100)
  many(40, () => pace.after('search', 1_500))
  expect(many(40, () => pace.after('search', 100))).toBe(4)
})

test('each kind of request is compared with its own best', () => {
  const pace = slowdown(4)
  pace.after('search', 60)
  expect(many(20, () => pace.after('list', 2_000))).toBe(4)
})

test('answers quicker than can be told apart say nothing', () => {
  const pace = slowdown(4)
  pace.after('search', 1)
  expect(many(20, () => pace.after('search', 45))).toBe(4)
})
