import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reasons } from '@ping-primero/core/reasons/catalogue.ts'
import { english, translations, type Key } from './catalogue.ts'
import { languages, locales, type Language } from './languages.ts'
import { wordsOf } from './say.ts'
import { shapeOf } from './shape.fixture.ts'

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
  'personal.',
  'table.',
  'how.',
  'source.',
  'decisions.',
  'means.',
  'mappings.unlisted.',
  'notice.heading.',
  'event.',
  'checked.',
  'state.',
  'countries.',
  'countries.state.',
  'golive.environment.',
  'golive.group.',
  'golive.lacks.',
  'golive.proof.',
  'golive.step.',
  'flows.what.',
  'standing.',
  'changed.',
  'counted.',
  'did.',
  'begun.',
  'ended.',
  'going.',
  'refused-cause.',
  'skipped.',
  'number.',
  'decided.',
  'story.',
  'reports.heading.',
  'reports.period.',
  'reports.sum.',
  'settle.how.',
  'release.heading.',
  'release.check.',
  'release.wrong.',
  'release.then.',
  'release.yes.',
  'referral.answer.',
  'referral.awaited.',
  'referral.carried.',
  'referral.decided.',
  'referral.taken-back.',
  'decision.',
  'referrals.column.',
  'referrals.with.',
  'record.',
  'difference.',
  'look.shown.',
  'look.part.',
  'chapter.',
  'start.lede.',
  'start.standing.',
  'start.did.',
  'start.do.',
  'start.seat.',
  'desk.',
  'desk.did.',
  'desk.kind.',
  'desk.case.',
  'desk.child.',
  'desk.reason.',
  'desk.transfer.',
  'desk.status.',
  'desk.officer.do.',
  'desk.caseworker.do.',
  'trouble.is.',
  'trouble.do.',
  'trouble.fault.',
  'trouble.did.',
]

const keys = Object.keys(english) as Key[]
const catalogues = { en: english, ...translations }
const others = ['fr', 'ar', 'es'] as const

/** What each language says, by key. */
function saidIn(language: Language): [Key, string][] {
  return keys.flatMap((key) => {
    const message = catalogues[language][key]
    return message === undefined ? [] : [[key, message] as [Key, string]]
  })
}

/** The messages whose own words, without their values, are not as they should be. */
function wordsLike(language: Language, wrong: RegExp): [Key, string][] {
  return saidIn(language).filter(([, message]) => wrong.test(shapeOf(message).text))
}

test('every message is said somewhere', () => {
  const unused = keys.filter(
    (key) => !sources.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  )
  expect(unused).toEqual([])
  for (const family of families) expect(sources).toContain(`\`${family}$`)
})

test('every reason has its sentence and its next step, about no item in particular', () => {
  for (const code of Object.keys(reasons)) {
    for (const key of [`reason.${code}`, `reason.${code}.next`] as const) {
      expect(english).toHaveProperty([key])
      expect([...shapeOf(english[key as Key]).values], key).toEqual([])
    }
  }
})

describe.each(others)('in %s', (language) => {
  const words = translations[language]

  test('every message of English is said, and no other', () => {
    expect(Object.keys(words).toSorted()).toEqual(keys.toSorted())
  })

  test('every message takes the values of English, and is as bold', () => {
    for (const [key, message] of saidIn(language)) {
      const [source, shape] = [shapeOf(english[key]), shapeOf(message)]
      expect(shape.values, key).toEqual(source.values)
      expect(shape.tags, key).toEqual(source.tags)
      expect(shape.selects, key).toEqual(source.selects)
      expect(
        [...shape.plain].filter((name) => source.numbers.has(name)),
        key,
      ).toEqual([])
    }
  })

  test('nothing was left in English, but what is the same word', () => {
    const same = keys.filter((key) => words[key] === english[key])
    expect(same.toSorted()).toEqual(sameWords[language].toSorted())
  })
})

/** Where a language has the very word of English: names, and words that both took from Latin. */
const sameWords: Readonly<Record<(typeof others)[number], readonly Key[]>> = {
  fr: ['app.menu', 'app.pages', 'app.version', 'mappings.code', 'people.sessions', 'side.primero'],
  ar: [],
  es: ['look.shown.no', 'mappings.no', 'side.primero'],
}

describe.each(languages)('in %s', (language) => {
  const rules = new Intl.PluralRules(locales[language])
  const categories = rules.resolvedOptions().pluralCategories
  const counting = saidIn(language).flatMap(([key, message]) =>
    shapeOf(message).plurals.map((plural) => ({ key, ...plural })),
  )

  test('what counts has a sentence for every kind of number', () => {
    const zeroIs = rules.select(0)
    for (const { key, value, branches } of counting) {
      const named = Object.keys(branches).filter((name) => !name.startsWith('='))
      expect(named.toSorted(), key).toEqual([...categories].toSorted())
      // French says "one" of nothing as well: a sentence that says no number would be wrong then.
      const isSaid = zeroIs === 'zero' || branches['=0'] !== undefined || branches[zeroIs]?.values.has(value)
      expect(isSaid, `nothing of ${key}`).toBe(true)
    }
  })

  test('what counts is chosen by whole sentences', () => {
    for (const { key, before, after } of counting) {
      expect(before, key).toMatch(/^ ?$|[.–] $/)
      expect(after, key).toMatch(/^$|^ /)
    }
  })

  test('every message is said for every kind of number', async () => {
    const say = wordsOf(language)
    for (const [key, message] of saidIn(language)) {
      const { values, numbers } = shapeOf(message)
      for (const count of [0, 1, 2, 3, 11, 100, 1_000_000]) {
        const given = [...values].map((name) => [name, numbers.has(name) ? count : `«${name}»`])
        expect(String(await say.html(key, Object.fromEntries(given))), key).toMatch(/\S/)
      }
    }
  })
})

/** Words of programmers, and words that blame, plead or excite. */
const forbidden: Readonly<Record<Language, RegExp>> = {
  en: /\b(run id|job|payload|(?:a|the|this) record|records|dataclip|queue|retry|sync|status code|exception|timeout|null|item|ticket|beneficiary|oops|please|sorry|success|middleware|adaptor|workflow|webhook|ledger|dry run)\b/i,
  fr: /\b(job|payload|enregistrements?|file d’attente|exception|null|item|ticket|bénéficiaires?|veuillez|s’il vous plaît|désolés?|oups|succès|synchronis\w+|webhook|middleware)\b/iu,
  ar: /من فضلك|يرجى|الرجاء|عذر|آسف|بنجاح|تذكرة|مستفيد|مزامنة|استثناء|طابور|حمولة/u,
  es: /\b(job|payload|dataclip|cola|excepción|null|ítem|item|ticket|beneficiari[oa]s?|por favor|lo sentimos|éxito|sincroniz\w+|webhook|middleware)\b/iu,
}

describe.each(languages)('in %s no message', (language) => {
  test('says what a person in the field would not, or raises its voice', () => {
    expect(wordsLike(language, forbidden[language])).toEqual([])
    expect(wordsLike(language, /!|[45]xx|\b[45]\d\d\b/)).toEqual([])
  })

  test('tells a command, a setting or a field by its code', () => {
    expect(wordsLike(language, /`|--|[a-z]\.[a-z]|[a-z]_[a-z]|\b(?!proGres\b)[a-z]+[A-Z]/)).toEqual([])
  })

  test('has the quotes and apostrophes of a typewriter', () => {
    expect(wordsLike(language, /['"]/)).toEqual([])
  })

  test('has blanks at its ends or two of them together', () => {
    const loose = saidIn(language).filter(([, message]) => /^\s|\s$|[^\S\n]{2}/u.test(message))
    expect(loose).toEqual([])
  })
})

test('no next step is a run: a person of the console lets a flow go by its button', () => {
  const steps = saidIn('en').filter(([key]) => key.endsWith('.next'))
  expect(steps.filter(([, step]) => /\bruns?\b/i.test(step.replaceAll('“Run now”', '')))).toEqual([])
})

test('French keeps the blank before : ; ? and inside « » from breaking a line', () => {
  expect(wordsLike('fr', /(?<!\u00A0)[:;?»]|«(?!\u00A0)/u)).toEqual([])
})

test('Spanish opens what it asks', () => {
  const asked = (text: string, sign: string): number => text.split(sign).length
  const open = saidIn('es').filter(([, message]) => asked(message, '?') !== asked(message, '¿'))
  expect(open).toEqual([])
})

test('Arabic has its own signs, digits that can be compared, and no word of another script but names', () => {
  expect(wordsLike('ar', /[,;?\u0660-\u0669\u06F0-\u06F9]/u)).toEqual([])
  const foreign = saidIn('ar').flatMap(([, message]) => shapeOf(message).text.match(/[A-Za-z-]+/g) ?? [])
  expect([...new Set(foreign)].toSorted()).toEqual(['CSV', 'HTTP', 'PING', 'REF-IOP', 'proGres', 'v'])
})

const attention: Readonly<Record<Language, readonly [count: number, said: string][]>> = {
  en: [
    [0, 'All four flows are running. Nothing needs anyone.'],
    [1, 'All four flows are running. One referral needs someone.'],
    [1284, 'All four flows are running. 1,284 referrals need someone.'],
  ],
  fr: [
    [0, 'Les quatre flux fonctionnent. Rien n’est à traiter.'],
    [1, 'Les quatre flux fonctionnent. Un référencement est à traiter.'],
    [11, 'Les quatre flux fonctionnent. 11 référencements sont à traiter.'],
    [1_000_000, 'Les quatre flux fonctionnent. 1 000 000 de référencements sont à traiter.'],
  ],
  ar: [
    [0, 'المسارات الأربعة تعمل. لا شيء يحتاج إلى متابعة.'],
    [1, 'المسارات الأربعة تعمل. إحالة واحدة تحتاج إلى متابعة.'],
    [2, 'المسارات الأربعة تعمل. إحالتان تحتاجان إلى متابعة.'],
    [3, 'المسارات الأربعة تعمل. 3 إحالات تحتاج إلى متابعة.'],
    [11, 'المسارات الأربعة تعمل. 11 إحالة تحتاج إلى متابعة.'],
    [100, 'المسارات الأربعة تعمل. 100 إحالة تحتاج إلى متابعة.'],
  ],
  es: [
    [0, 'Los cuatro flujos funcionan. Nada requiere atención.'],
    [1, 'Los cuatro flujos funcionan. Una remisión requiere atención.'],
    [100, 'Los cuatro flujos funcionan. 100 remisiones requieren atención.'],
  ],
}

describe.each(languages)('in %s the sentence of state', (language) => {
  test.each(attention[language])('for %d', (count, said) => {
    const text = wordsOf(language)('today.heading.well', { attention: count })
    expect(text.replaceAll('\u202F', ' ')).toBe(said)
  })
})

test('a deployment may say single words of its own', () => {
  const say = wordsOf('en', { 'page.referrals': 'Orientations' })
  expect([say('page.referrals'), say('page.today')]).toEqual(['Orientations', 'Today'])
})

test('numbers are written in digits that can be compared, grouped as the language does', () => {
  expect(languages.map((language) => wordsOf(language).number(12_840))).toEqual([
    '12,840',
    '12\u202F840',
    '12,840',
    '12.840',
  ])
})
