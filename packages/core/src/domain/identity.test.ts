import { describe, expect, test } from 'vitest'
import { differing, namePartsOf, type Identity } from './identity.ts'

const known = { birthDay: '2014-03-12', sex: 'female', names: namePartsOf(['Amina', 'Deng Lual']) }
const child = (other: Partial<Identity>): Identity => ({ ...known, ...other })

describe('two names', () => {
  const agree = (one: string, other: string): string => {
    const differ = (a: string, b: string): boolean =>
      differing(child({ names: namePartsOf([a]) }), child({ names: namePartsOf([b]) }), 'any-differ').length >
      0
    expect(differ(one, other)).toBe(differ(other, one))
    return differ(one, other) ? 'disagree' : 'do not disagree'
  }

  test.each([
    ['the order swapped', 'Amina Deng Lual', 'LUAL, Amina'],
    ['a name of the grandfather alone in common', 'Amina Deng Lual', 'Aminata D. Lual'],
    ['marks', 'Zoë Núñez', 'Zoe Nunez'],
    ['marks apart', 'Ame\u0301lie', 'Am\u00e9lie'],
    ['letter case of Turkish', 'IŞIK', 'ışık'],
    ['a sharp s', 'Weiß', 'WEISS'],
    ['an apostrophe', "N'Diaye", 'NDiaye'],
    ['an apostrophe that is a letter', 'N\u02bcDiaye', 'N\u2019Diaye'],
    ['a hyphen', 'Marie-Claire', 'Marie Claire'],
    ['no hyphen', 'Marie-Claire', 'Marieclaire'],
    ['a hyphen of another kind', 'Anne\u2011Lise', 'Anne-Lise'],
    ['a nickname in brackets', 'Sarah (Aciro)', 'Aciro'],
    ['letters of full width', '\uff21\uff4d\uff49\uff4e\uff41', 'Amina'],
    ['a soft hyphen within', 'Ami\u00adna', 'Amina'],
    ['tatweel and vowel marks', 'مـحـمـد عَلِي', 'محمد'],
    ['forms of presentation', '\ufee3\ufea4\ufee4\ufeaa', 'محمد'],
    ['hamza on alif', 'أحمد', 'احمد'],
    ['a keyboard of Urdu', 'علی', 'علي'],
    ['Ethiopic', 'ሰላም ተስፋዬ', 'ተስፋዬ ሰላማዊት'],
    ['one syllable of Ethiopic or Chinese, which is a name', '李 小', '李 大'],
    ['Hangul put together and apart', '김', '김'.normalize('NFD')],
    ['an honorific', 'Mr. Deng', 'Deng'],
    ['the letters of Nuer and Dinka', 'D\u025b\u014b', 'Deng'],
    ['a letter of West Africa', '\u0181aba', 'Baba'],
    ['a stroke through a letter', '\u0110\u1eb7ng', 'Dang'],
    ['a letter of two', '\u00c6sa', 'Aesa'],
    ['letters of Amharic that sound alike', 'ሠላም', 'ሰላም'],
    ['breaths of Amharic that sound alike', 'ኃይሉ', 'ሀይሉ'],
    ['vowels of Amharic that sound alike', 'ዓለም', 'አለም'],
    ['the end of Fatima', 'فاطمة', 'فاطمه'],
    ['an alif that joins', 'ٱحمد', 'احمد'],
    ['a heh of Urdu', 'ہدى', 'هدى'],
    ['the article of Arabic', 'الحسن', 'حسن'],
    ['two words written as one', 'عبد الرحمن', 'عبدالرحمن'],
    ['one word written as two', 'Abubakr', 'Abu Bakr'],
    ['no blank between the names', 'AminaDeng', 'Amina Deng'],
    ['no blank between the names of Korean', '김민수', '김 민수'],
    ['a blank of no width between the names', 'Amina\u200bDeng', 'Deng'],
    ['an accent typed for an apostrophe', 'O\u00b4Neil', 'ONeil'],
  ])('do not disagree over %s', (_, one, other) => {
    expect(agree(one, other)).toBe('do not disagree')
  })

  test.each([
    ['another script', 'Selam Tesfaye', 'ሰላም ተስፋዬ'],
    ['stars, where Primero hides the name', 'Amina Deng', '*******'],
    ['nothing', 'Amina Deng', ''],
    ['initials alone', 'Amina Deng', 'A. D.'],
    ['figures and signs', 'Amina Deng', '??? 7'],
    ['letters of two scripts in one word', 'Amina Deng', 'Am\u0456na'],
    ['words that are no names', 'Amina Deng', 'bint Al-'],
    ['a word for a name that nobody knows', 'Amina Deng', 'Unknown'],
    ['two of them', 'Amina Deng', 'FNU LNU'],
    ['one with a stroke', 'Amina Deng', 'N/A'],
    ['a name whose letters were lost', 'José', 'Jos\ufffd'],
    ['a name partly hidden', 'Amina Deng', 'Am*** De**'],
    ['a name that somebody doubts', 'Amina Deng', 'Grace?'],
  ])('say nothing of each other: %s', (_, one, other) => {
    expect(agree(one, other)).toBe('do not disagree')
  })

  test.each([
    ['others', 'Amina Deng', 'Grace Okello'],
    ['an initial in common', 'Amina D.', 'Grace D.'],
    ['a word between names in common', 'Ahmed bin Ali', 'Omar bin Yusuf'],
    ['an article in common', 'Al-Hassan', 'Al-Mahdi'],
    ['the article of Arabic in common', 'ال حسن', 'ال مهدي'],
    ['a beginning in common', 'Deng', 'Dengson'],
    ['a servant of God in common', 'Abdul Rahman', 'Abdul Karim'],
    ['a servant of God of Arabic in common', 'عبد الله', 'عبد الكريم'],
    ['an honorific of Amharic in common', 'ወ/ሮ ሰላም', 'ወ/ሮ ተስፋዬ'],
    ['what stands before names of Europe in common', 'de la Cruz', 'de la Rosa'],
    ['a word for an unknown name in common', 'Amina Unknown', 'Unknown Grace'],
    ['what is said of newborn children in common', 'Baby of Amina', 'Baby of Grace'],
    ['a second one of two words', 'Amina Deng', 'Grace Okello Lual'],
    ['both scripts, and in one of them others', 'Amina ሰላም', 'Grace ተስፋዬ'],
  ])('disagree: %s', (_, one, other) => {
    expect(agree(one, other)).toBe('disagree')
  })
})

describe('two children', () => {
  const birth = { birthDay: '2012-08-30' }
  const sex = { sex: 'male' }
  const name = { names: namePartsOf(['Grace Okello']) }
  const nothing = { birthDay: null, sex: null, names: namePartsOf([]) }

  test.each<readonly [string, Partial<Identity>, readonly string[], readonly string[]]>([
    ['all alike', {}, [], []],
    ['another birth date', birth, [], ['date_of_birth']],
    ['another sex', sex, [], ['sex']],
    ['another name', name, [], ['name']],
    ['another birth date and sex', { ...birth, ...sex }, ['date_of_birth', 'sex'], ['date_of_birth', 'sex']],
    [
      'another birth date and name',
      { ...birth, ...name },
      ['date_of_birth', 'name'],
      ['date_of_birth', 'name'],
    ],
    ['another sex and name', { ...sex, ...name }, ['sex', 'name'], ['sex', 'name']],
    ['nothing to compare', nothing, [], []],
    ['another name and nothing else shown', { ...nothing, ...name }, [], ['name']],
  ])('%s', (_, other, byTwo, byAny) => {
    expect(differing(known, child(other), 'two-differ')).toEqual(byTwo)
    expect(differing(known, child(other), 'any-differ')).toEqual(byAny)
    expect(differing(child(other), known, 'two-differ')).toEqual(byTwo)
    expect(differing(known, child(other), 'number-only')).toEqual([])
  })
})
