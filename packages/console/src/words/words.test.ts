import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { english, translations, type Key } from './catalogue.ts'
import { wordsOf } from './say.ts'

const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
  .join('\n')

/** Keys that are put together of parts, by the part that stands in the source. */
const families = [
  'today.heading.',
  'attention.group.',
  'page.',
  'role.',
  'side.',
  'flow.',
  'owner.',
  'reason.',
  'sum.',
  'late.',
]

test('every message is said somewhere', () => {
  const unused = Object.keys(english).filter(
    (key) => !sources.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  )
  expect(unused).toEqual([])
  for (const family of families) expect(sources).toContain(`\`${family}$`)
})

test('every reason has its sentence and its next step', () => {
  for (const code of Object.keys(reasons)) {
    expect(english).toHaveProperty([`reason.${code}`])
    expect(english).toHaveProperty([`reason.${code}.next`])
  }
})

test.each(Object.entries(translations))('%s says nothing that English does not', (_language, words) => {
  expect(Object.keys(words).filter((key) => !Object.hasOwn(english, key))).toEqual([])
})

test.each(['en', 'fr', 'ar', 'es'] as const)(
  'in %s every message is well formed, and takes the same values',
  async (language) => {
    const say = wordsOf(language)
    for (const [key, message] of Object.entries(english)) {
      const values = Object.fromEntries(
        [...message.matchAll(/\{(\w+)/g)].map(([, name = '']) => [name, name === 'next' ? 'today' : 3]),
      )
      expect(String(await say.html(key as Key, values)), key).not.toBe('')
    }
  },
)

/** Words of programmers, and words that blame or excite. */
const forbidden =
  /\b(run id|job|payload|(?:a|the|this) record|records|dataclip|queue|retry|sync|status code|exception|timeout|null|item|ticket|beneficiary|oops|please|sorry|success|middleware|adaptor|workflow|webhook)\b|!|[45]xx/i

test('no message says what a person in the field would not', () => {
  const said = Object.entries(english).filter(([, message]) =>
    forbidden.test(message.replaceAll(/\{[^{}]*\}/g, '')),
  )
  expect(said).toEqual([])
})

test('a deployment may say single words of its own', () => {
  const say = wordsOf('en', { 'page.referrals': 'Orientations' })
  expect([say('page.referrals'), say('page.today')]).toEqual(['Orientations', 'Today'])
})

test('numbers are written in digits that can be compared, grouped as the language does', () => {
  expect(['en', 'fr', 'ar', 'es'].map((language) => wordsOf(language as 'en').number(12_840))).toEqual([
    '12,840',
    '12\u202F840',
    '12,840',
    '12.840',
  ])
})
