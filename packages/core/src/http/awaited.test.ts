import { expect, test } from 'vitest'
import { awaited } from './awaited.ts'
import type { FarSystem, SystemAnswer, SystemTrouble } from './system.ts'

test('an answer is waited for from the first request that has none until the last one has its own', async () => {
  const answers: PromiseWithResolvers<SystemAnswer | SystemTrouble>[] = []
  let now = 0
  const send: FarSystem['send'] = async () => {
    const answer = Promise.withResolvers<SystemAnswer | SystemTrouble>()
    answers.push(answer)
    return answer.promise
  }
  const system = awaited({ send } as unknown as FarSystem, () => now)
  const ask = async (): Promise<unknown> =>
    system.send({ method: 'GET', url: '', headers: {} }, { name: 'a' })
  expect(system.awaitedSince()).toBeNull()
  now = 5
  const first = ask()
  now = 6
  const second = ask()
  expect(system.awaitedSince()).toBe(5)
  answers[0]?.resolve({} as SystemAnswer)
  await first
  expect(system.awaitedSince()).toBe(5)
  answers[1]?.reject(new Error('a defect'))
  await expect(second).rejects.toThrow('a defect')
  expect(system.awaitedSince()).toBeNull()
  now = 9
  void ask()
  expect(system.awaitedSince()).toBe(9)
})
