import { expect, test } from 'vitest'
import { mutatedFiles, scores, type Mutant } from './score.ts'

const groups = [
  { name: 'maps', files: ['src/maps/**/*.ts'] },
  { name: 'lives', files: ['src/life.ts', 'src/end.ts'] },
]

function mutant(fileName: string, status: string): Mutant {
  const location = { start: { line: 1, column: 1 } }
  return { fileName, status, location, mutatorName: 'BlockStatement', replacement: '{}' }
}

test('a mutant counts as killed when a test fails or never ends, as survived when none notices or reaches it', () => {
  const found = scores(groups, [
    mutant('src/maps/a.ts', 'Killed'),
    mutant('src/maps/deep/b.ts', 'Timeout'),
    mutant('src/maps/a.ts', 'Survived'),
    mutant('src/life.ts', 'NoCoverage'),
    mutant('src/life.ts', 'Ignored'),
    mutant('src/life.ts', 'RuntimeError'),
    mutant('src/other.ts', 'Survived'),
  ])
  expect(found).toEqual([
    {
      name: 'maps',
      killed: 2,
      survived: 1,
      score: 66.6,
      files: [
        { file: 'src/maps/a.ts', killed: 1, survived: 1, score: 50 },
        { file: 'src/maps/deep/b.ts', killed: 1, survived: 0, score: 100 },
      ],
    },
    {
      name: 'lives',
      killed: 0,
      survived: 1,
      score: 0,
      files: [{ file: 'src/life.ts', killed: 0, survived: 1, score: 0 }],
    },
  ])
})

test('a score is never rounded up, and a group without mutants has none', () => {
  const mutants = Array.from({ length: 2000 }, (_, at) =>
    mutant('src/end.ts', at === 0 ? 'Survived' : 'Killed'),
  )
  expect(scores(groups, mutants).map(({ score }) => score)).toEqual([null, 99.9])
})

test('tests and what they share are not mutated', () => {
  expect(mutatedFiles(groups)).toEqual([
    'src/maps/**/*.ts',
    'src/life.ts',
    'src/end.ts',
    '!**/*.{test,fixture}.ts',
  ])
})
