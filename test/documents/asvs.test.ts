import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const page = resolve(import.meta.dirname, '../../docs/security/asvs.md')
const text = readFileSync(page, 'utf8')

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has: they come first and are counted through. V17 is WebRTC. */
const sections: Readonly<Record<string, readonly number[]>> = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V10: [2, 2, 4, 11, 5, 2, 3],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
}

const asked = Object.entries(sections).flatMap(([chapter, counts]) =>
  counts.flatMap((count, section) =>
    Array.from({ length: count }, (_, place) => `${chapter.slice(1)}.${section + 1}.${place + 1}`),
  ),
)

const rows = [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$/gm)].map(
  ([, number = '', asks = '', verdict = '', why = '']) => ({ number, asks, verdict, why }),
)

/** Where the links of a text lead, as far as they lead to files: a path, and the heading below it. */
function linksOf(words: string): readonly { readonly file: string; readonly heading: string }[] {
  return [...words.matchAll(/\]\(([^)]+)\)/g)]
    .map(([, to = '']) => to)
    .filter((to) => !to.startsWith('https:'))
    .map((to) => {
      const [path = '', heading = ''] = to.split('#')
      return { file: path === '' ? page : join(dirname(page), path), heading }
    })
}

function headingsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
    words
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test('every requirement of levels 1 and 2 has its row, in the order of the standard', () => {
  expect(asked).toHaveLength(246)
  expect(rows.map(({ number }) => number)).toEqual(asked)
})

test('the page counts its verdicts right', () => {
  const count = (verdict: string): number => rows.filter((row) => row.verdict === verdict).length
  const [, met, not, none] =
    /\*\*(\d+) are met, (\d+) are not met, and (\d+) do not apply\*\*/.exec(text.replaceAll('\n', ' ')) ?? []
  expect([met, not, none].map(Number)).toEqual([count('met'), count('not met'), count('does not apply')])
  expect(count('met') + count('not met') + count('does not apply')).toBe(rows.length)
})

test('every link leads to a file, and to a heading of it where it names one', () => {
  const lost = linksOf(text).filter(
    ({ file, heading }) => !existsSync(file) || (heading !== '' && !headingsOf(file).includes(heading)),
  )
  expect(lost).toEqual([])
})

describe('what is met', () => {
  test.each(rows.filter(({ verdict }) => verdict === 'met'))('$number is shown by something', ({ why }) => {
    expect(linksOf(why)).not.toEqual([])
  })
})

const named = rows.flatMap(({ number, why }) =>
  [...why.matchAll(/“([^”]+)”/g)].map(([, name = '']) => ({ number, name, why })),
)

test.each(named)('$number names a test that is there: $name', ({ name, why }) => {
  const files = linksOf(why).map(({ file }) => file)
  // What several tables of tests have in common stands beside them.
  const tests = files.filter((file) => /\.(test|fixture)\.ts$/.test(file))
  expect(tests.some((file) => readFileSync(file, 'utf8').includes(`('${name}',`))).toBe(true)
})
