import { html, raw } from 'hono/html'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Html } from '../parts/html.ts'
import { english, translations, type Key } from './catalogue.ts'
import { directionOf, locales, type Language } from './languages.ts'

/** What stands in a message: text and numbers, or parts of a page. */
export type Values = Readonly<Record<string, string | number | Html>>

/** The words of one language. */
export interface Say {
  /** A message as plain text. */
  (key: Key, values?: Readonly<Record<string, string | number>>): string
  /** A message as part of a page: `<b>` in it is bold, and values may be parts themselves. */
  readonly html: (key: Key, values?: Values) => Html
  /** Whether the message is there in this language; where it is not, it is said in English. */
  readonly speaks: (key: Key) => boolean
  readonly language: Language
  readonly dir: 'ltr' | 'rtl'
  readonly number: (value: number) => string
}

/** Words of its own that a deployment says instead, by key. */
export type OwnWords = Readonly<Partial<Record<Key, string>>>

const formats = new Map<string, IntlMessageFormat>()

function formatOf(language: Language, message: string): IntlMessageFormat {
  const name = `${language} ${message}`
  const known = formats.get(name)
  if (known !== undefined) return known
  const made = new IntlMessageFormat(message, locales[language])
  formats.set(name, made)
  return made
}

/** The words of a language, with those that a deployment says otherwise. */
export function wordsOf(language: Language, own: OwnWords = {}): Say {
  const theirs = language === 'en' ? english : translations[language]
  const formatFor = (key: Key): IntlMessageFormat => {
    const message = own[key] ?? theirs[key]
    return message === undefined ? formatOf('en', english[key]) : formatOf(language, message)
  }
  const numbers = new Intl.NumberFormat(locales[language])
  const text = (key: Key, values: Readonly<Record<string, string | number>> = {}): string =>
    String(formatFor(key).format(values))
  return Object.assign(text, {
    html: (key: Key, values: Values = {}): Html => {
      const said = formatFor(key).format<Html>({
        ...values,
        b: (parts: (string | Html)[]) => html`<b>${parts}</b>`,
      })
      return Array.isArray(said) ? html`${said}` : typeof said === 'string' ? html`${said}` : said
    },
    speaks: (key: Key) => own[key] !== undefined || theirs[key] !== undefined,
    language,
    dir: directionOf(language),
    number: (value: number) => numbers.format(value),
  })
}

/** Nothing, as part of a page. */
export const nothing: Html = raw('')
