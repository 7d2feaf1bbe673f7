import { describe, expect, test } from 'vitest'
import { lineAt, lossIn, marksIn, oddBlankIn, withoutMarks, withPlainBlanks } from './marks.ts'

describe('a mark that nobody sees', () => {
  test.each([
    ['Nu\u200ber', 'U+200B (zero width space)', 2],
    ['Nu\u200cer', 'U+200C (zero width non-joiner)', 2],
    ['Nuer\u200d', 'U+200D (zero width joiner)', 4],
    ['Nu\u00ader', 'U+00AD (soft hyphen)', 2],
    ['\ufeffNuer', 'U+FEFF (byte order mark)', 0],
    ['\u200eNuer', 'U+200E (a mark of direction)', 0],
    ['Nuer\u202c', 'U+202C (a mark of direction)', 4],
    ['\u2066Nuer\u2069', 'U+2066 (a mark of direction)', 0],
    ['Nu\u2060er', 'U+2060 (word joiner)', 2],
    ['Nu\u0007er', 'U+0007 (a mark that nobody sees)', 2],
    ['Nu\0er', 'U+0000 (NUL)', 2],
    ['Nu\u0085er', 'U+0085 (a mark that nobody sees)', 2],
    ['Nu\u3164er', 'U+3164 (a mark that nobody sees)', 2],
    ['Nu\ufe0fer', 'U+FE0F (a mark that nobody sees)', 2],
    ['Nu\u{e0041}er', 'U+E0041 (a mark that nobody sees)', 2],
    ['Nu\ue000er', 'U+E000 (a mark that nobody sees)', 2],
    ['Nu\ufffder', 'U+FFFD (a character that was lost before)', 2],
    ['Nu\ud800er', 'U+D800 (a mark that nobody sees)', 2],
    ['می\u200c', 'U+200C (zero width non-joiner)', 2],
  ])('%j is named with its place', (text, name, at) => {
    expect(marksIn(text)[0]).toEqual({ name, at })
  })

  test.each([
    'Nuer',
    'ኑዌር',
    'می\u200cخواهم',
    'ක්\u200dෂ',
    'क\u094d\u200dष',
    '👩\u200d👧',
    '❤\ufe0f',
    '1\ufe0f\u20e3',
    '٤\u0600',
    'Dinka, Northeastern\n',
    '\ta\u00a0b',
    'Nguyễn',
  ])('%j has none: it is spelled so, or blank', (text) => {
    expect(marksIn(text)).toEqual([])
    expect(withoutMarks(text)).toBe(text)
  })

  test('goes, and nothing else with it', () => {
    expect(withoutMarks('\ufeffShel\u00adter\u200b می\u200cخواهم\u200f')).toBe('Shelter می\u200cخواهم')
  })
})

test('a blank of any kind becomes an ordinary one, in its place; tabs and line ends stay', () => {
  expect(withPlainBlanks('a\u00a0b\u202fc\u3000d\u2009e\u2028f\tg\r\nh')).toBe('a b c d e f\tg\r\nh')
  expect(oddBlankIn('a b\tc')).toBeNull()
  expect(oddBlankIn('a b\u00a0c')).toBe('U+00A0 (a blank of another kind)')
})

test('a place is told by its line, however lines end', () => {
  const text = 'a\r\nb\nc\rd'
  expect(['a', 'b', 'c', 'd'].map((letter) => lineAt(text, text.indexOf(letter)))).toEqual([1, 2, 3, 4])
})

test('what was lost before anybody read it is told with its line', () => {
  expect(lossIn('a\nb\nSh\ufffdlter')).toMatchObject({
    line: 3,
    found: 'U+FFFD (a character that was lost before)',
  })
  expect(lossIn('a\0b')).toMatchObject({ line: 1, found: 'U+0000 (NUL)' })
  expect(lossIn('\ufeffa\u200b')).toBeNull()
})
