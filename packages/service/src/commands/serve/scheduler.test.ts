import { expect, test } from 'vitest'
import type { Flow } from '@ping-primero/core/domain/flow.ts'
import { startScheduler } from './scheduler.ts'
import type { Scheduled } from './scheduler.ts'

const never = '0 0 1 1 *'

/** A deployment whose flows run on New Year's Day, but for those that are given. */
function deploymentWith(given: Partial<Record<Flow, { enabled: boolean; schedule: string }>>): Scheduled {
  const idle = { enabled: true, schedule: never }
  return {
    name: 'sandbox',
    timezone: 'Africa/Nairobi',
    flows: { '1.1': idle, '1.2': idle, '2.1': idle, '2.2': idle, ...given },
  }
}

test('a flow runs when its schedule says so, and a disabled one does not', async () => {
  const first = Promise.withResolvers<string>()
  const scheduler = startScheduler(
    [
      deploymentWith({
        '1.1': { enabled: false, schedule: '* * * * * *' },
        '1.2': { enabled: true, schedule: '* * * * * *' },
      }),
    ],
    {
      run: async (deployment, flow) => first.resolve(`${deployment} ${flow}`),
      dueFlows: async () => [],
      now: Date.now,
    },
  )
  expect(await first.promise).toBe('sandbox 1.2')
  await scheduler.stop()
})

test('a flow with due items runs earlier, at most once a minute', async () => {
  const began: string[] = []
  let now = 0
  const scheduler = startScheduler([deploymentWith({ '2.2': { enabled: false, schedule: never } })], {
    run: async (_deployment, flow) => void began.push(`${flow} at ${now}`),
    dueFlows: async () => ['1.1', '2.2'],
    now: () => now,
  })
  await scheduler.tick()
  now = 59_999
  await scheduler.tick()
  now = 60_000
  await scheduler.tick()
  await scheduler.stop()
  expect(began).toEqual(['1.1 at 0', '1.1 at 60000'])
})

test('a flow under way is not begun again, and stopping waits for it and begins nothing more', async () => {
  const began: string[] = []
  const run = Promise.withResolvers<undefined>()
  let now = 0
  const scheduler = startScheduler([deploymentWith({})], {
    run: async (_deployment, flow) => {
      began.push(flow)
      await run.promise
    },
    dueFlows: async () => ['1.1'],
    now: () => now,
  })
  await scheduler.tick()
  now = 120_000
  await scheduler.tick()
  expect(began).toEqual(['1.1'])
  expect(scheduler.running()).toBe(1)

  let stopped = false
  const stop = async () => {
    await scheduler.stop()
    stopped = true
  }
  const stopping = stop()
  await scheduler.tick()
  expect(stopped).toBe(false)
  run.resolve(undefined)
  await stopping
  expect(began).toEqual(['1.1'])
  expect(scheduler.running()).toBe(0)
})

test('flows of several deployments that share a schedule all run', async () => {
  const began: string[] = []
  const all = Promise.withResolvers<undefined>()
  const everySecond = { '1.1': { enabled: true, schedule: '* * * * * *' } }
  const scheduler = startScheduler(
    ['north', 'south'].map((name) => ({ ...deploymentWith(everySecond), name })),
    {
      run: async (deployment, flow) => {
        began.push(`${deployment} ${flow}`)
        if (began.length === 2) all.resolve(undefined)
      },
      dueFlows: async () => [],
      now: Date.now,
    },
  )
  await all.promise
  await scheduler.stop()
  expect(began.slice(0, 2)).toEqual(['north 1.1', 'south 1.1'])
})

test('other deployments are gone by from now on, what is under way goes on, and what cannot be read changes nothing', async () => {
  const began: string[] = []
  const run = Promise.withResolvers<undefined>()
  const scheduler = startScheduler([deploymentWith({})], {
    run: async (deployment, flow) => {
      began.push(`${deployment} ${flow}`)
      await run.promise
    },
    dueFlows: async () => ['1.1'],
    now: () => 0,
  })
  await scheduler.tick()
  const unreadable = deploymentWith({ '1.1': { enabled: true, schedule: '0 25 * * *' } })
  expect(() => scheduler.reschedule([unreadable])).toThrow()
  scheduler.reschedule([{ ...deploymentWith({}), name: 'other' }])
  await scheduler.tick()
  expect(began).toEqual(['sandbox 1.1', 'other 1.1'])
  expect(scheduler.running()).toBe(2)
  run.resolve(undefined)
  await scheduler.stop()
})
