import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { caseIdFor } from './ids.ts'
import { isDoubtful, letterCases, plainNumber } from './individual-number.ts'
import { individualPseudonym, individualPseudonyms } from '../privacy/pseudonym.ts'

const keys = { current: 'a key of these tests, long enough to be one', old: [] }

describe('(F75) one number in other spellings', () => {
  test.each([
    ['a mark of no width inside', '803-1234\u200b5678'],
    ['a soft hyphen', '803\u00ad-12345678'],
    ['direction marks around it', '\u200e803-12345678\u200f'],
    ['an embedding', '\u202a803-12345678\u202c'],
    ['an isolate', '\u2066803-12345678\u2069'],
    ['a byte-order mark', '\ufeff803-12345678'],
    ['a word joiner', '803\u2060-12345678'],
    ['a variation selector', '803-12345678\ufe0f'],
    ['a NUL', '803-12345678\u0000'],
    ['a hyphen that does not break', '803\u201112345678'],
    ['an en dash', '803\u201312345678'],
    ['an em dash with blanks round it', '803 \u2014 12345678'],
    ['a minus', '803\u221212345678'],
    ['a small dash', '803\ufe6312345678'],
    ['a full-width dash', '803\uff0d12345678'],
    ['a long vowel mark taken for a dash', '803\u30fc12345678'],
    ['two dashes', '803--12345678'],
    ['a blank that does not break', '803\u00a0-\u00a012345678'],
    ['a thin blank', '803\u2009-12345678'],
    ['a line end', '803-12345678\r\n'],
    ['a tabulator', '\t803-12345678'],
    ['full-width digits', '\uff18\uff10\uff13-\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18'],
    ['mathematical digits', '803-\u{1d7cf}\u{1d7d0}345678'],
    ['Arabic digits', '\u0668\u0660\u0663-\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668'],
    ['Persian digits', '\u06f8\u06f0\u06f3-12345678'],
    ['Devanagari digits', '803-\u0967\u0968345678'],
    ['the apostrophe of a spreadsheet', "'803-12345678"],
    ['curly quotation marks', '\u201c803-12345678\u201d'],
    ['a full stop', '803-12345678.'],
    ['a full stop of Ethiopic', '803-12345678\u1362'],
    ['a comma of Arabic', '803-12345678\u060c'],
    ['a full stop of Urdu', '803-12345678\u06d4'],
    ['the dash of an Arabic keyboard, which draws a word out', '803\u064012345678'],
    ['a heavy line', '803\u250112345678'],
    ['a line above', '803\u00af12345678'],
    ['a line above of full width', '803\uffe312345678'],
    ['a vowel of Korean taken for a dash', '803\u316112345678'],
    ['the blank of braille', '803-12345678\u2800'],
    ['the place of a picture', '803-12345678\ufffc'],
    ['a sign of no font', '803-1234\ue0005678'],
    ['keys of a telephone drawn round its digits', '8\ufe0f\u20e30\ufe0f\u20e33\ufe0f\u20e3-12345678'],
    ['brackets around it', '(803-12345678)'],
    ['brackets and quotation marks around it', '[ "803-12345678" ]'],
    ['the brackets of Chinese', '\u300c803-12345678\u300d'],
    ['the formula of a spreadsheet', '="803-12345678"'],
    ['a bullet', '\u2022 803-12345678'],
    ['the dash of a list', '- 803-12345678'],
    ['the edges of a table', '| 803-12345678 |'],
    ['a number sign', '#803-12345678'],
  ])('with %s is the same number', (_, written) => {
    expect(plainNumber(written)).toBe('803-12345678')
    expect(isDoubtful(plainNumber(written), undefined)).toBe(false)
  })

  test('in any letter case is the same number, and is asked for in capitals and small letters', () => {
    expect(plainNumber('eth-19c01234')).toBe('ETH-19C01234')
    expect(letterCases('ETH-19C01234')).toEqual(['ETH-19C01234', 'eth-19c01234'])
    expect(letterCases('803-12345678')).toEqual(['803-12345678'])
  })

  test('in letters of another keyboard that look alike is the same number', () => {
    expect(plainNumber('803-19\u042100001')).toBe('803-19C00001')
    expect(plainNumber('\u0435\u0422\u041d-12345')).toBe('ETH-12345')
    expect(plainNumber('\u0395\u03a4\u0397-12345')).toBe('ETH-12345')
    expect(plainNumber('\u041a\u0418\u0401-12345')).toBe('\u041a\u0418\u0401-12345')
  })

  test('of digits alone that a program has read as a fraction is the same number', () => {
    expect(plainNumber('80312345678.0')).toBe('80312345678')
    expect(plainNumber('80312345678,0')).toBe('80312345678')
    expect(plainNumber('80312345678.5')).toBe('80312345678.5')
  })

  test.each([
    '803-12345678',
    '803-26-PRTITV-1000001',
    '80300000123',
    '0001000',
    'DAD 00005708',
    '803/123456',
  ])('that is plain already stays as it is: %s', (number) => {
    expect(plainNumber(number)).toBe(number)
  })

  test('whatever is written, its plain spelling is plain', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (written) => {
        expect(plainNumber(plainNumber(written))).toBe(plainNumber(written))
      }),
    )
  })

  test.each(['', ' \u00a0 ', '\u200b\u2060\ufeff', '\u3164', '...'])(
    'with nothing to be seen is none: %j',
    (written) => {
      expect(plainNumber(written)).toBe('')
    },
  )

  test('makes no other case and no other pseudonym; those of before are still found', () => {
    const odd = ' 803\u201312345678\u200b'
    expect(caseIdFor(keys, 'here', odd)).toBe(caseIdFor(keys, 'here', '803-12345678'))
    expect(individualPseudonym(keys, 'here', odd)).toBe(individualPseudonym(keys, 'here', '803-12345678'))
    expect(individualPseudonyms(keys, 'here', '803-12345678')).toHaveLength(1)
    expect(individualPseudonyms(keys, 'here', odd)).toHaveLength(2)
  })

  test('that is plain keeps the case id and the pseudonym that it always had', () => {
    expect(caseIdFor(keys, 'here', '803-12345678')).toBe('aa6fb1b0-4802-8b44-8e1f-26cd86c52a44')
    expect(individualPseudonym(keys, 'here', '803-12345678')).toBe(
      'd189713ee37b8586f33ee3c293761c5859b47a7232514ad60e5eac2a5e990fe5',
    )
  })
})

describe('(F73) a number', () => {
  test.each([
    'N/A',
    'n.a.',
    '-',
    'TBD',
    'Unknown',
    'nan',
    'null',
    'undefined',
    '#N/A',
    '#REF!',
    '?',
    'xxx-xxxxxxxx',
    'የለም',
    'غير معروف',
    '0',
    '0000000',
    '1111111',
    '999-99999999',
    '803-00000000',
    '\uff10\uff10\uff10\uff10\uff10\uff10',
    '\u0660\u0660\u0660\u0660\u0660\u0660',
    '1234',
    '803-1234',
    '803-TBD',
    '803-2026-11-23',
    '23/11/2026',
    '00000000-0000-0000-0000-000000000000',
    '1.2508E+08',
    '8,0312345E+11',
    '8e10',
    '803-12345678, 803-12345679',
    '803-12345678\n803-12345679',
    '0911234567 / 0922345678',
    '803-12345678?',
    '803?12345678',
    '803-12345???',
    '803-12345***',
    '803-12345XXX',
    '803\ufffd12345678',
    '803\u00e2\u20ac\u201c12345678',
    '\u00ef\u00bb\u00bf803-12345678',
    '803&#8209;12345678',
    '803-12345678&nbsp;',
    '<b>803-12345678</b>',
    '803%2D12345678',
    '803-=\r\n12345678',
    'amina12345@example.org',
    '803-12345678 (mother)',
    'same as 803-12345678',
    'to be confirmed 20261123',
    '{a1b2c3d4-1111-2222-3333-444455556666}',
    '[object Object]12345',
  ])('stands for nobody: %s', (written) => {
    expect(isDoubtful(plainNumber(written), undefined)).toBe(true)
  })

  test.each([
    '803-12345678',
    '803-00000001',
    '803-99999999',
    '803-19C00001',
    '803-26-00012',
    '12345',
    '00001',
    '80300000123',
    'ETH-00E12345',
    '19E01234',
    'DAD 00005708',
    '803/123456',
    '803_123456',
    '803-26-PRTITV-1000001',
    '803-19XX00001',
    'No. 12345',
    '803-12345(2)',
    '803:12345',
  ])('stands for somebody: %s', (written) => {
    expect(isDoubtful(plainNumber(written), undefined)).toBe(false)
  })

  test.each(['1 ', "'", '- ', '12345, ', '0'])(
    'that is a megabyte of %j stands for nobody, and is read at once',
    (piece) => {
      const began = performance.now()
      expect(
        isDoubtful(plainNumber(`803-12345678${piece.repeat(1_000_000 / piece.length)}x`), '(\\d+-?)+'),
      ).toBe(true)
      expect(performance.now() - began).toBeLessThan(1_000)
    },
  )

  test('stands for nobody outside of the pattern of the deployment, which is that of the whole and of any letter case', () => {
    const isHeld = (written: string): boolean => isDoubtful(plainNumber(written), '803-\\d{8}|eth-\\d{5}')
    expect(['803-12345678', '803\u201312345678', 'ETH-12345'].map(isHeld)).toEqual([false, false, false])
    expect(['803-123456789', '0911234567', 'x803-12345678'].map(isHeld)).toEqual([true, true, true])
  })
})
