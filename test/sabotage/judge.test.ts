import { expect, test } from 'vitest'
import { judge, judgeWorlds } from './judge.ts'
import type { TestEnd } from './run-tests.ts'
import { sabotaged, type Sabotage } from './sabotage-of.ts'

const noticing = { file: 'assess.test.ts', test: 'nothing leaves without consent' }

const sabotage: Sabotage = {
  name: 'consent not asked',
  breaks: 'The family said no, and its data leave all the same.',
  property: 'P5',
  file: 'assess.ts',
  find: 'if (!consent) return held\n',
  replace: '',
  noticedBy: noticing,
}

function ended(name: string, end: TestEnd['end'], byAssertion = end === 'failed'): TestEnd {
  return { file: 'assess.test.ts', name, end, byAssertion }
}

const named = 'nothing leaves without consent'
const unbroken = [ended(named, 'passed'), ended('another', 'passed'), ended('a third', 'passed')]

test.each<readonly [string, readonly TestEnd[], readonly TestEnd[], ReturnType<typeof judge>]>([
  [
    'caught by the named test, others going on',
    unbroken,
    [ended(named, 'failed'), ended('another', 'failed'), ended('a third', 'passed')],
    { caught: true, why: null, alsoNoticedBy: 1, stillPass: 1 },
  ],
  [
    'not noticed by the named test, whatever others say',
    unbroken,
    [ended(named, 'passed'), ended('another', 'failed'), ended('a third', 'passed')],
    { caught: false, why: 'the test did not notice', alsoNoticedBy: 1, stillPass: 1 },
  ],
  [
    'skipped',
    unbroken,
    [ended(named, 'not run'), ended('another', 'passed')],
    { caught: false, why: 'the test did not notice', alsoNoticedBy: 0, stillPass: 1 },
  ],
  [
    'ended by an error of another kind',
    unbroken,
    [ended(named, 'failed', false), ended('another', 'passed')],
    { caught: false, why: 'the test failed, but not by an assertion', alsoNoticedBy: 0, stillPass: 1 },
  ],
  [
    'all tests of the file failing',
    unbroken,
    [ended(named, 'failed'), ended('another', 'failed'), ended('a third', 'failed')],
    { caught: false, why: 'it broke the whole test file', alsoNoticedBy: 2, stillPass: 0 },
  ],
  [
    'a file that cannot be loaded, with another that passes',
    unbroken,
    [{ ...ended('another', 'passed'), file: 'other.test.ts' }],
    { caught: false, why: 'it broke the whole test file', alsoNoticedBy: 0, stillPass: 0 },
  ],
  [
    'a test that fails unbroken',
    [ended(named, 'failed'), ended('another', 'passed')],
    [ended(named, 'failed'), ended('another', 'passed')],
    { caught: false, why: 'the test does not pass in the unbroken tree', alsoNoticedBy: 0, stillPass: 1 },
  ],
  [
    'a test of that name in another file',
    [{ ...ended(named, 'passed'), file: 'other.test.ts' }],
    [{ ...ended(named, 'failed'), file: 'other.test.ts' }],
    { caught: false, why: 'there is no such test', alsoNoticedBy: 0, stillPass: 0 },
  ],
])('%s', (_name, before, after, verdict) => {
  expect(judge(noticing, before, after)).toEqual(verdict)
})

test('a sabotage takes the place of exactly one text, dollar signs and all', () => {
  const source = 'before\nif (!consent) return held\nafter\n'
  expect(sabotaged(source, { ...sabotage, replace: '`$&${x}`\n' })).toBe('before\n`$&${x}`\nafter\n')
  expect(() => sabotaged('nothing of the kind', sabotage)).toThrow(
    'consent not asked: its place stands 0 times in assess.ts, not once.',
  )
  expect(() => sabotaged(source + source, sabotage)).toThrow(
    'consent not asked: its place stands 2 times in assess.ts, not once.',
  )
})

test.each([
  ['caught where a world fails', { worlds: 60, failed: 0 }, { worlds: 60, failed: 3 }, null],
  ['missed where none fails', { worlds: 60, failed: 0 }, { worlds: 60, failed: 0 }, 'no world noticed'],
  [
    'not judged where one fails in the unbroken tree',
    { worlds: 60, failed: 1 },
    { worlds: 60, failed: 3 },
    'the worlds do not pass in the unbroken tree',
  ],
  ['missed where they come to no end', { worlds: 60, failed: 0 }, null, 'the worlds came to no end'],
] as const)('a sabotage that worlds must notice is %s', (_, before, after, why) => {
  expect(judgeWorlds(before, after)).toMatchObject({ caught: why === null, why })
})
