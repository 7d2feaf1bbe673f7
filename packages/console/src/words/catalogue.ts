import ar from './ar.json' with { type: 'json' }
import en from './en.json' with { type: 'json' }
import es from './es.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }
import type { Language } from './languages.ts'

/** The key of a message. */
export type Key = keyof typeof en

/** Every message; English is the source of the others. */
export const english: Readonly<Record<Key, string>> = en

/** Whether there is a message of a key. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(en, key)
}

/** The other languages, as far as they are translated. */
export const translations: Readonly<Record<Exclude<Language, 'en'>, Readonly<Partial<Record<Key, string>>>>> =
  { ar, es, fr }
