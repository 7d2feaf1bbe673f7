import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { requestQueues } from './queues.ts'

const limits = { concurrency: 8, requestsPerSecond: 5 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('(P14) no second holds more requests than the deployment allows, though several runs share it', async () => {
  const queues = requestQueues()
  const sent: number[] = []
  const run = async (): Promise<void> => {
    const queue = queues.of('ping', limits)
    await Promise.all(Array.from({ length: 7 }, async () => queue.add(() => void sent.push(Date.now()))))
  }
  const all = run().then(run).then(run)
  await vi.advanceTimersByTimeAsync(10_000)
  await all
  const most = Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1000).length))
  expect([sent.length, most]).toEqual([21, 5])
})

test('a queue is as wide again as its limits say when a run before made it narrower', () => {
  const queues = requestQueues()
  queues.of('primero', limits).concurrency = 1
  expect(queues.of('primero', limits).concurrency).toBe(8)
})

test('other limits make another queue; each system has its own', () => {
  const queues = requestQueues()
  const first = queues.of('primero', limits)
  expect(queues.of('primero', limits)).toBe(first)
  expect(queues.of('ping', limits)).not.toBe(first)
  expect(queues.of('primero', { ...limits, requestsPerSecond: 2 })).not.toBe(first)
})
