import { expect, test } from 'vitest'
import { groupCommit } from './group-commit.ts'
import { ownSurroundings } from './surroundings.ts'

test('jobs that come together go in one commit, at most so many, and each gets its own answer', async () => {
  const commits: (readonly number[])[] = []
  const double = groupCommit(
    async (jobs: readonly number[]) => {
      commits.push(jobs)
      return jobs.map((job) => job * 2)
    },
    ownSurroundings,
    3,
  )
  expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8])
  expect(await double(5)).toBe(10)
  expect(commits).toEqual([[1, 2, 3], [4], [5]])
})

test('a job that cannot be committed fails alone', async () => {
  const keep = groupCommit(async (jobs: readonly string[]) => {
    if (jobs.includes('bad')) throw new Error('no')
    return jobs
  })
  const answers = await Promise.allSettled(['a', 'bad', 'b'].map(keep))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})
