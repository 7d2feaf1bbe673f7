import { describe, expect, test } from 'vitest'
import { decodeText } from './decode.ts'

const utf8 = (text: string): readonly number[] => [...new TextEncoder().encode(text)]
const decoded = (...bytes: readonly number[]) => decodeText(Uint8Array.from(bytes))

test('UTF-8 is read as it is, a byte order mark kept at its beginning', () => {
  expect(decoded(...utf8('\ufeffa,ኑዌር,👩\u200d👧\r\n'))).toEqual({ text: '\ufeffa,ኑዌር,👩\u200d👧\r\n' })
  expect(decoded()).toEqual({ text: '' })
})

describe('bytes that are no UTF-8 are named, and never replaced', () => {
  test.each([
    ['Windows-1252', [...utf8('a,b\nCh'), 0xe9, ...utf8('rif,c\n')], 2, 'the byte E9, which is no UTF-8'],
    [
      'curly quotation marks of Windows',
      [...utf8('a,b\r\n\r\n'), 0x93, 0x41, 0x94],
      3,
      'the byte 93, which is no UTF-8',
    ],
    ['a character cut at the end', [...utf8('a\n'), 0xe1, 0x88], 2, 'the byte E1, which is no UTF-8'],
    ['a character cut in the middle', [0xef, 0xbf, 0x41], 1, 'the byte EF, which is no UTF-8'],
    ['half of an emoji', [...utf8('a\n'), 0xed, 0xa0, 0x80], 2, 'the byte ED, which is no UTF-8'],
    ['the old Mac', [...utf8('a\rb\r'), 0x8e], 3, 'the byte 8E, which is no UTF-8'],
    ['UTF-16 with its mark', [0xff, 0xfe, 0x61, 0], null, 'UTF-16 (it begins with FF FE)'],
    ['UTF-16 the other way round', [0xfe, 0xff, 0, 0x61], null, 'UTF-16 (it begins with FE FF)'],
    [
      'UTF-16 without its mark',
      [0x61, 0, 0x0a, 0],
      1,
      'U+0000 (NUL): UTF-16 without its mark, or no text at all',
    ],
    ['a workbook', [0x50, 0x4b, 3, 4, 20, 0], null, 'a workbook or an archive (it begins with PK)'],
    ['an old workbook', [0xd0, 0xcf, 0x11, 0xe0, 0xa1], null, 'a workbook of an old spreadsheet'],
  ])('%s', (_, bytes, line, found) => {
    const expected = 'text in UTF-8; in a spreadsheet: save as "CSV UTF-8 (comma delimited)"'
    expect(decoded(...bytes)).toEqual({ trouble: { line, found, expected } })
  })
})
