import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { english, translations } from '@ping-primero/console/words/catalogue.ts'
import { pictureFaults } from '../../scripts/screenshots/faults.ts'
import { asShown, withBlanks } from './as-shown.ts'
import { anchorsIn, boldIn, guideFolder, guideLanguages, guidePages, linksIn } from './guide.ts'

const catalogues = { en: english, fr: translations.fr }

/** Messages that are hardly more than their values say anything. */
const saysSomething = (message: string): boolean => !/^\W*\{[^{}]*\}\W*$/u.test(message)

describe('the operator’s guide', () => {
  const shown = new Map(
    guideLanguages.map((language) => [
      language,
      Object.values(catalogues[language]).filter(saysSomething).map(asShown),
    ]),
  )

  test.each(guideLanguages)('sets in bold what the console shows in %s, and nothing else', (language) => {
    const unknown = guidePages(language).flatMap(({ name, text }) =>
      boldIn(text)
        .map(withBlanks)
        .filter((words) => shown.get(language)?.every((pattern) => !pattern.test(words)) === true)
        .map((words) => `${name}: ${words}`),
    )
    expect(unknown).toEqual([])
  })

  test('notices a word that no page of the console has', () => {
    const known = (words: string): boolean => shown.get('en')?.some((one) => one.test(words)) === true
    expect(['Try these 2 again', 'Needs attention', 'Needs intention', 'Try them'].map(known)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test.each(guideLanguages)('names each of its pages once on the first, in %s', (language) => {
    const pages = guidePages(language)
    const first = pages.find(({ name }) => name === 'README.md')
    const named = linksIn(first?.text ?? '').filter((target) => !target.includes('/'))
    expect(named.toSorted()).toEqual(pages.map(({ name }) => name).filter((name) => name !== 'README.md'))
  })

  test('answers the same questions in both languages', () => {
    const [en, fr] = guideLanguages.map((language) =>
      guidePages(language).map(({ name, text }) => [name, anchorsIn(text).length, boldIn(text).length]),
    )
    expect(fr).toEqual(en)
  })

  test.each(guideLanguages)('leads nowhere that is not there, in %s', (language) => {
    const folder = guideFolder(language)
    const lost = guidePages(language).flatMap(({ name, text }) =>
      linksIn(text).filter((target) => {
        const [path = '', anchor] = target.split('#')
        const file = join(folder, path === '' ? name : path)
        if (!existsSync(file)) return true
        return anchor !== undefined && !anchorsIn(readFileSync(file, 'utf8')).includes(anchor)
      }),
    )
    expect(lost).toEqual([])
  })

  test('shows each picture that is taken, and no other', () => {
    expect(pictureFaults()).toEqual([])
  })

  test.each(guideLanguages)('is a page for each question, and short, in %s', (language) => {
    for (const { name, text } of guidePages(language)) {
      expect(text.match(/^# /gm), basename(name)).toHaveLength(1)
      expect(text.split('\n').length, basename(name)).toBeLessThan(75)
    }
  })
})
