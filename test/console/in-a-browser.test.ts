import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everybody } from '@ping-primero/console/roles.ts'
import { languages, type Language } from '@ping-primero/console/words/languages.ts'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { addEveryState, halfway, takenBack } from './every-state.ts'
import { openPages, playedStory } from './pages.ts'

/** Looks for what keeps people with a disability out. */
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface View {
  readonly width: number
  readonly scheme: 'light' | 'dark'
}

const views = ([360, 768, 1366] as const).flatMap((width): readonly View[] => [
  { width, scheme: 'light' },
  { width, scheme: 'dark' },
])

/** Every page in every view takes many minutes: else each page and language has one view, and together they have all. */
const isWhole = process.env['EVERY_VIEW'] === '1'

const paths = [
  'today',
  'attention',
  'referrals',
  'referrals?state=waiting&decision=accepted',
  'referrals?each=1&state=confirmed',
  'referral?number=803-26-PRTITV-1000002',
  'referral?number=unknown',
  `referral?number=${halfway}&all=1`,
  `notice?number=${takenBack}`,
  'flows',
  'mappings',
  'mappings?table=1.1-case',
  'reports',
  'reports?period=last-12-months&referred=caseworker',
  'audit',
  'health',
  'people',
  'going-live',
  '../../countries',
  '../../start',
  '../../desk/progres',
  '../../desk/primero',
] as const

describe.runIf(hasBrowser)('the pages in a real browser', () => {
  let browser: Browser
  let world: StoryWorld

  beforeAll(async () => {
    browser = await openBrowser()
    world = await playedStory()
    await addEveryState(world)
  })
  afterAll(async () => {
    await browser.close()
    await world.close()
  })

  /** A window whose pages are in a language, and what it complained of: of nothing, for the pages hold to their own policy. */
  async function windowIn(
    language: Language,
    url: string,
    opened = browser,
  ): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
    const context = await opened.newContext()
    await context.addCookies([{ name: 'language', value: language, url }])
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      const text = message.text()
      // That a page is refused, or is not there, is how it is to be answered.
      if (message.type() === 'error' && !/status of 40[34]/.test(text)) complaints.push(text)
    })
    return { page, complaints }
  }

  async function see(page: Page, url: string, { width, scheme }: View): Promise<void> {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto(url)
  }

  async function violations(page: Page): Promise<readonly unknown[]> {
    await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true')
    await page.evaluate(axe)
    const found = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })')
    return found.violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])
  }

  /** How much wider a page is than its window. */
  const overflow = (page: Page): Promise<number> =>
    page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')

  test.each(languages)('keep nobody out, and need no scrolling sideways, in %s', async (language) => {
    await using pages = await openPages(world, 'administrator')
    const { page, complaints } = await windowIn(language, pages.url)
    const at = languages.indexOf(language)
    for (const [place, path] of paths.entries()) {
      const url = `${pages.url}/d/sandbox/${path}`
      for (const view of views.filter((_, one) => isWhole || one === (place + at) % views.length)) {
        await see(page, url, view)
        expect(await violations(page), `${path} ${view.width} ${view.scheme}`).toEqual([])
      }
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await overflow(page), `${path} ${width}`).toBe(0)
      }
    }
    expect(complaints).toEqual([])
    expect(pages.faults).toEqual([])
    await page.context().close()
  })

  test.each(everybody.filter((role) => role !== 'administrator'))(
    'keep nobody out as a %s sees them',
    async (role) => {
      await using pages = await openPages(world, role)
      const { page, complaints } = await windowIn('en', pages.url)
      for (const path of isWhole
        ? paths
        : (['attention', 'referral?number=unknown', 'flows', 'people'] as const)) {
        await see(page, `${pages.url}/d/sandbox/${path}`, { width: 1366, scheme: 'light' })
        expect(await violations(page), path).toEqual([])
      }
      expect(complaints).toEqual([])
      await page.context().close()
    },
  )

  test('letters of twice the size need no scrolling sideways', async () => {
    await using pages = await openPages(world, 'administrator')
    const large = await openBrowser(32)
    for (const language of isWhole ? languages : (['fr', 'ar'] as const)) {
      const { page } = await windowIn(language, pages.url, large)
      for (const path of paths) {
        await see(page, `${pages.url}/d/sandbox/${path}`, { width: 1280, scheme: 'light' })
        expect(await overflow(page), `${path} ${language}`).toBe(0)
      }
    }
    await large.close()
  })

  test('each term of the sum leads to a list of just so many rows', async () => {
    await using pages = await openPages(world, 'viewer')
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${pages.url}/d/sandbox/today`)
    const asked = await Promise.all(
      (await page.locator('.balance a').all()).map(
        async (term) =>
          [Number.parseInt(await term.innerText(), 10), await term.getAttribute('href')] as const,
      ),
    )
    expect(asked).toHaveLength(5)
    for (const [count, href] of asked) {
      let rows = 0
      for (let next = href; next !== null;) {
        await page.goto(`${pages.url}${next}`)
        rows += await page.locator('tbody tr').count()
        const onward = page.locator('a[rel=next]')
        next = (await onward.count()) === 0 ? null : await onward.getAttribute('href')
      }
      expect(rows, String(href)).toBe(count)
    }
    await context.close()
  })
})
