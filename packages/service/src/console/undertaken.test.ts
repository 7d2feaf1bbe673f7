import { expect, test } from 'vitest'
import type { Progress } from '@ping-primero/core/flows/progress.ts'
import { undertakenOnes } from './undertaken.ts'

const far = (done: number): Progress => ({ part: 'settle', done, of: 3, awaits: null })

/** Work that tells how far it is when told to, and ends when told to. */
function work() {
  const { promise, resolve } = Promise.withResolvers<string>()
  let watch: (look: () => Progress) => void = () => {}
  let times = 0
  return {
    work: async (watched: typeof watch): Promise<string> => {
      times += 1
      watch = watched
      return promise
    },
    tell: (done: number) => watch(() => far(done)),
    end: resolve,
    times: () => times,
  }
}

test('it stands with how far it is until it has ended, and then with how it ended', async () => {
  const ones = undertakenOnes<string, string>()
  const one = work()
  expect(ones.find('a')).toBe(null)
  ones.begin('a', 'order', one.work)
  expect(ones.find('a')).toEqual({ order: 'order', progress: null, isFollowed: false, end: null })
  one.tell(2)
  expect(ones.find('a')?.progress).toEqual(far(2))
  one.end('well')
  await ones.settled()
  expect(ones.find('a')).toEqual({ order: 'order', progress: null, isFollowed: false, end: 'well' })
})

test('of one name one goes on at a time, and others beside it', async () => {
  const ones = undertakenOnes<string, string>()
  const [first, second, other] = [work(), work(), work()]
  ones.begin('a', 'first', first.work)
  ones.begin('a', 'second', second.work)
  ones.begin('b', 'other', other.work)
  expect([ones.find('a')?.order, ones.find('b')?.order]).toEqual(['first', 'other'])
  first.end('well')
  other.end('well')
  await ones.settled()
  expect(second.times()).toBe(0)
  ones.begin('a', 'second', second.work)
  second.end('well')
  await ones.settled()
  expect(ones.find('a')?.order).toBe('second')
})

test('what may have been passed already is done once more, after the one that goes on', async () => {
  const ones = undertakenOnes<string, string>()
  const [first, second, third] = [work(), work(), work()]
  ones.begin('a', 'first', first.work)
  first.tell(1)
  ones.begin('a', 'second', second.work, 'afresh')
  ones.begin('a', 'third', third.work, 'afresh')
  expect(ones.find('a')).toMatchObject({ order: 'first', isFollowed: true })
  third.end('well')
  first.end('well')
  await ones.settled()
  expect(ones.find('a')).toEqual({ order: 'third', progress: null, isFollowed: false, end: 'well' })
  expect(second.times()).toBe(0)
})

test('what waits for its turn has passed nothing: nothing follows it', async () => {
  const ones = undertakenOnes<string, string>()
  const [first, second] = [work(), work()]
  ones.begin('a', 'first', first.work)
  ones.begin('a', 'second', second.work, 'afresh')
  first.end('well')
  await ones.settled()
  expect([ones.find('a')?.order, second.times()]).toEqual(['first', 0])
})
