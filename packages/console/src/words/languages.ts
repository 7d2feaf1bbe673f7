/** The languages of the console. */
export const languages = ['en', 'fr', 'ar', 'es'] as const

/** A language of the console, by its ISO 639-1 code. */
export type Language = (typeof languages)[number]

/** How each language calls itself. */
export const ownNames: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  ar: 'العربية',
  es: 'Español',
}

/** Numbers and times in digits that can be compared with the screens of two other systems. */
export const locales: Readonly<Record<Language, string>> = {
  en: 'en-GB-u-nu-latn',
  fr: 'fr-u-nu-latn',
  ar: 'ar-u-nu-latn',
  es: 'es-u-nu-latn',
}

export function isLanguage(text: string): text is Language {
  return languages.some((language) => language === text)
}

/** Which way a language is written. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** The first language of an `Accept-Language` that the console speaks; English otherwise. */
export function acceptedLanguage(header: string | undefined): Language {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const weight = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='))
      return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight.slice(2)) }
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
  return wanted.map(({ language }) => language).find(isLanguage) ?? 'en'
}
