import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { addEveryState, halfway, takenBack } from './every-state.ts'
import { contrastsOf, stopOf, stylesOf, type Stop } from './in-the-page.ts'
import { openPages, playedStory, type OpenPages } from './pages.ts'

const everyPage = [
  'today',
  'attention',
  'referrals',
  `referral?number=${halfway}`,
  `referral?number=${takenBack}`,
  'referral/release?number=overridden&flow=2.1&key=overridden',
  `notice?number=${takenBack}`,
  'flows',
  'mappings',
  'reports',
  'audit',
  'health',
  'people',
  'going-live',
  '../../start',
  '../../desk/progres',
  '../../desk/primero',
] as const

/** The pages on paper, in the colours of the reader's system, and step by step of the Tab key. */
describe.runIf(hasBrowser)('a page seen otherwise', () => {
  let browser: Browser
  let world: StoryWorld
  let pages: OpenPages
  let page: Page

  beforeAll(async () => {
    browser = await openBrowser()
    world = await playedStory()
    await addEveryState(world)
    pages = await openPages(world, 'administrator')
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  })
  afterAll(async () => {
    expect(pages.faults).toEqual([])
    await browser.close()
    await pages[Symbol.asyncDispose]()
    await world.close()
  })

  const open = async (path: string): Promise<void> => {
    await page.goto(`${pages.url}/d/sandbox/${path}`)
  }
  /** What a selector finds and cannot be seen well enough. */
  const faint = async (
    selector: string,
    ...how: Parameters<typeof contrastsOf> extends [Page, string, ...infer How] ? How : never
  ) => (await contrastsOf(page, selector, ...how)).filter(({ contrast }) => contrast < 3)

  describe('on paper', () => {
    const a4 = { width: 688, height: 1000 }

    test.each([
      [
        `referral?number=${halfway}&all=1`,
        ['Needs attention', 'The whole story', 'case', 'd40b7e6', 'Confirmed'],
      ],
      [`referral?number=803-26-PRTITV-2000002&all=1`, ['Settled outside', 'the supervisor was told']],
      [`notice?number=${takenBack}`, ['Consent was withdrawn', takenBack, '8e03bd1', 'Date and signature']],
      ['going-live', ['Stands', 'Owed', 'Whose move: Administrator']],
      ['attention?all=1', ['What to do: Record the consent', 'case']],
      [
        'referrals',
        ['Confirmed', 'Needs attention', 'Waiting', 'Withdrawn', 'Settled outside', 'Accepted', 'Rejected'],
      ],
    ] as const)('%s is a record: nothing to press, every state by shape and word', async (path, says) => {
      await page.setViewportSize(a4)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ media: 'print', colorScheme, forcedColors: 'none' })
        await open(path)
        for (const control of ['form', 'button', 'input', 'select', 'textarea', 'nav', '.skip', '.btn'])
          expect(await page.locator(`${control}:visible`).count(), control).toBe(0)
        expect(await page.locator('details:visible:not([open])').count()).toBe(0)
        const text = (await page.locator('body').innerText()).replaceAll(/\s+/g, ' ')
        for (const words of says) expect(text).toContain(words)
        expect(text).toMatch(/As it stood on \w+ \d+ \w+ \d{4}, \d\d:\d\d\./)
        expect(text).not.toMatch(/Hold the pointer|Language:|Menu/)

        expect(await faint('main *, footer *', 'color', 'paper')).toEqual([])
        expect(await faint('main svg', 'color', 'paper')).toEqual([])
        for (const chip of await page.locator('.chip:visible, .decided:visible').all()) {
          expect(await chip.innerText()).not.toBe('')
          expect(await chip.locator('svg:visible').count()).toBe(1)
        }
        for (const display of await stylesOf(
          page,
          '.page, .stack:not(form, .no-print), .two, .story, .cause',
          'display',
        ))
          expect(display).toBe('block')
        for (const torn of await stylesOf(page, 'tr, .card, .story > li, .banner', 'breakInside'))
          expect(torn).toBe('avoid')
      }
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-')
    })

    test('a notice bears its days, for nobody knows when it is read', async () => {
      await page.emulateMedia({ media: 'print' })
      await open(`notice?number=${takenBack}`)
      const times = await page.locator('main time').allInnerTexts()
      expect(times).toHaveLength(2)
      for (const time of times) expect(time).toMatch(/^\d+ \w+ \d{4} \d\d:\d\d$/)
    })

    test('the way to everything open is found on the page itself', async () => {
      await page.emulateMedia({ media: 'screen' })
      await open(`referral?number=${halfway}`)
      await page.locator('a', { hasText: 'To print, with everything open' }).click()
      expect(await page.locator('h1').innerText()).toBe(halfway)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('details:visible:not([open])').count()).toBe(0)
    })
  })

  test.each(['light', 'dark'] as const)(
    'in the colours of the reader’s system, %s, states, buttons and focus are still seen',
    async (colorScheme) => {
      await page.setViewportSize({ width: 1366, height: 900 })
      await page.emulateMedia({ media: 'screen', colorScheme, forcedColors: 'active' })
      for (const path of everyPage) {
        await open(path)
        expect(await faint('.chip, .decided, .chip svg, .decided svg, .banner > svg', 'color'), path).toEqual(
          [],
        )
        expect(await faint('.story > li > svg, .whose svg, .badge', 'color'), path).toEqual([])
        expect(await faint('.mark use', 'stroke'), path).toEqual([])
        expect(
          await faint(
            'button, .btn, input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, .chip:is(.wait, .pause, .attn), .banner, .card',
            'border',
          ),
          path,
        ).toEqual([])
        expect(await contrastsOf(page, '.nav a:not([aria-current])', 'border'), path).toSatisfy(
          (lines: Awaited<ReturnType<typeof contrastsOf>>) => lines.every(({ contrast }) => contrast === 1),
        )
        expect(await faint('.nav [aria-current]', 'border'), path).toEqual([])
        await page.keyboard.press('Tab')
        await page.keyboard.press('Tab')
        expect(await contrastsOf(page, ':focus', 'outline'), path).toHaveLength(1)
        expect(await faint(':focus', 'outline'), path).toEqual([])
      }
    },
  )

  test.each(everyPage)('%s: the Tab key goes as the page is read, and where it is is seen', async (path) => {
    await page.setViewportSize({ width: 360, height: 900 })
    await page.emulateMedia({ media: 'screen', colorScheme: 'light', forcedColors: 'none' })
    await open(path)
    const stops: Stop[] = []
    for (;;) {
      await page.keyboard.press('Tab')
      const stop = await stopOf(page)
      if (stop !== null && stop.place < (stops.at(-1)?.place ?? 0)) break
      if (stop !== null) stops.push(stop)
      else if (stops.at(-1)?.what.includes('language/') === true) break
    }
    expect(stops.length).toBeGreaterThan(5)
    expect(stops.filter(({ isOnTop, hasOutline }) => !isOnTop || !hasOutline)).toEqual([])
    const content = stops.filter(({ isContent }) => isContent)
    expect(
      content.filter((stop, at) => stop.bottom <= (content[at - 1]?.top ?? 0)),
      'what stands above what came before it',
    ).toEqual([])
  })
})
