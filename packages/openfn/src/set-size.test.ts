import { expect, test } from 'vitest'
import { setSizeWithin } from './set-size.ts'

const work = (runLimitSeconds: number): number => (runLimitSeconds - 90) * 1000

test.each([
  ['the usual limits', work(300), [8, 20], [4, 20], 100],
  ['a run of three minutes', work(180), [8, 20], [4, 20], 45],
  ['no rate limit', work(300), [8, 0], [4, 0], 100],
  ['one request a second', work(300), [8, 1], [4, 20], 52],
  ['one request a second, three minutes', work(180), [8, 1], [4, 1], 22],
  ['one request at a time', work(180), [1, 0], [4, 0], 11],
  ['a request in a hundred seconds', work(180), [8, 0.01], [4, 0], 1],
  ['a whole day', work(86_400), [8, 20], [4, 20], 100],
] as const)('with %s, so many items are settled together', (_, workMs, ping, primero, expected) => {
  const limits = ([concurrency, requestsPerSecond]: readonly [number, number]) => ({
    limits: { concurrency, requestsPerSecond },
  })
  const deployment = { ping: limits(ping), primero: limits(primero) }
  expect(setSizeWithin(workMs, deployment)).toBe(expected)
})
