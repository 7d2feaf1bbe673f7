import { expect, test } from 'vitest'
import { folded } from './folded.ts'

test.each([
  ['what fits stays as it is', 'Short.', ['Short.']],
  ['a line breaks at words', 'one two three four five six', ['one two three four', 'five six']],
  ['and keeps its indent', '    one two three four', ['    one two three', '    four']],
  [
    'a longer word stands alone',
    'a deployments/kakuma-refugee-camp b',
    ['a', 'deployments/kakuma-refugee-camp', 'b'],
  ],
  [
    'beside a column it stands below its own',
    '  08:00  one two three',
    ['  08:00  one two', '         three'],
  ],
  ['columns that leave little room stay whole', 'sex = female or  (map:sex)', ['sex = female or  (map:sex)']],
  ['every line by itself', 'one two three four five\n\n  six', ['one two three four', 'five', '', '  six']],
  ['wide letters take two columns', '日本語 日本語 日本語 日本語', ['日本語 日本語 日本語', '日本語']],
  ['marks over Arabic letters take none', 'مُحَمَّدٌ مُحَمَّدٌ مُحَمَّدٌ مُحَمَّدٌ', ['مُحَمَّدٌ مُحَمَّدٌ مُحَمَّدٌ مُحَمَّدٌ']],
] as const)('%s', (_says, text, lines) => {
  expect(folded(text, 20).split('\n')).toEqual(lines)
})

test('a colour takes no column, and goes on over a break', () => {
  const lines = folded('  \u001B[33mone two three four five\u001B[39m', 20).split('\n')
  expect(lines).toEqual(['  \u001B[33mone two three four\u001B[39m', '  \u001B[33mfive\u001B[39m'])
})

test('a wide terminal is filled up to a hundred columns; one that does not know its width is left alone', () => {
  const long = 'word '.repeat(40).trim()
  expect(
    Math.max(
      ...folded(long, 250)
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBe(99)
  expect(folded(long, 0)).toBe(long)
})
