import { describe, expect, test } from 'vitest'
import { partsOf, type Part } from './number-parts.ts'

const none = (): boolean => false
const texts = (parts: readonly Part[]): readonly string[] => parts.map(({ text }) => text)
const numbered = (count: number, from: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `803-${String(from + at).padStart(8, '0')}`)

describe('(F75) the parts by which numbers are searched for', () => {
  test('of one child: its beginning in four scripts, and its end', () => {
    expect(texts(partsOf(['803-00012345'], none))).toEqual([
      '00012',
      '\uff10\uff10\uff10\uff11',
      '\u0660\u0660\u0660\u0661',
      '\u06f0\u06f0\u06f0\u06f1',
      '345',
    ])
  })

  test('of many children whose numbers stand side by side: one beginning, and the marks themselves', () => {
    const parts = partsOf(numbered(100, 12_300), none)
    expect(texts(parts).slice(0, 1)).toEqual(['00012'])
    expect([parts.length, texts(parts).includes('\u200b')]).toEqual([12, true])
  })

  test('of children from all over: a beginning for those that share four digits', () => {
    const numbers = ['803-00011111', '803-00012222', '803-12345678', '804-99999998']
    expect(texts(partsOf(numbers, none)).filter((text) => /^\d{4,}$/.test(text))).toEqual([
      '0001',
      '12345',
      '99999',
    ])
  })

  test('are the digits of the longest run, whatever stands before and after', () => {
    expect(texts(partsOf(['ETH-19C01234'], none)).slice(0, 1)).toEqual(['0123'])
    expect(texts(partsOf(['80300000123'], none)).slice(0, 1)).toEqual(['80300000'])
  })

  test('are left out where a beginning of theirs was searched for already', () => {
    const known = new Set(['0001', '345'])
    const parts = texts(partsOf(['803-00012345', '803-77712345'], (text) => known.has(text)))
    expect(parts).not.toContain('00012')
    expect(parts).not.toContain('345')
    expect(parts[0]).toBe('77712')
  })

  test('that find too much are narrowed by as many digits as it takes, to the whole run and no further', () => {
    const [first] = partsOf(numbered(30, 12_300), none)
    const closer = first?.closer(25) ?? []
    expect(texts(closer)).toEqual(['0001230', '0001231', '0001232'])
    const wholes = closer.flatMap((part) => part.closer(2))
    expect([wholes.length, wholes[0]?.text, wholes.flatMap((part) => part.closer(2))]).toEqual([
      30,
      '00012300',
      [],
    ])
  })

  test('an end that finds too much grows to the whole run', () => {
    const ends: string[] = []
    let end = partsOf(['803-012345'], none).at(-1)
    while (end !== undefined) {
      ends.push(end.text)
      end = end.closer(2)[0]
    }
    expect(ends).toEqual(['345', '2345', '12345', '012345'])
  })
})
