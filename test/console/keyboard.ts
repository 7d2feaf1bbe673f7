import type { Browser, BrowserContext, Page } from 'playwright-core'

/** As many steps as no page has places to step to. */
const mostSteps = 400

/** Somebody at a browser without scripts, who has a keyboard and nothing else. */
export interface Person {
  readonly page: Page
  /** How many pages were opened since the first. */
  readonly opened: () => number
  /** Goes on, step by step, to what is called so. */
  readonly goTo: (what: RegExp) => Promise<void>
  /** Goes back to it. */
  readonly backTo: (what: RegExp) => Promise<void>
  readonly press: (...keys: readonly string[]) => Promise<void>
  readonly type: (text: string) => Promise<void>
  /** Presses what has the focus, which leads to a page. */
  readonly open: () => Promise<void>
  /** Goes on to something, and presses it. */
  readonly follow: (what: RegExp) => Promise<void>
  /** The id of what has the focus; empty where it has none, or nothing has it. */
  readonly focused: () => Promise<string>
  /** What stands in a part of the page, as it is read. */
  readonly reads: (part: string) => Promise<string>
}

/** Somebody sits down in front of an address. */
export async function somebodyAt(
  browser: Browser,
  address: string,
  given: Parameters<Browser['newContext']>[0] = {},
): Promise<Person & { readonly context: BrowserContext }> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 1366, height: 900 },
    ...given,
  })
  const page = await context.newPage()
  await page.goto(address)
  let opened = 0
  page.on('load', () => (opened += 1))

  /** What the focus is on, as a screen reader says it; nothing where it is nowhere. */
  const heard = async (): Promise<string> => {
    const [first = ''] = (await page.locator('head, :focus').last().ariaSnapshot()).split('\n')
    return first.replace(/^- '?/, '')
  }
  const step = async (key: 'Tab' | 'Shift+Tab', what: RegExp): Promise<void> => {
    for (let steps = 0; steps < mostSteps; steps += 1) {
      await page.keyboard.press(key)
      if (what.test(await heard())) return
    }
    throw new Error(`No step leads to what is called ${what}.`)
  }
  const open = async (): Promise<void> => {
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')])
  }
  const goTo = async (what: RegExp): Promise<void> => step('Tab', what)
  return {
    context,
    page,
    opened: () => opened,
    goTo,
    backTo: async (what) => step('Shift+Tab', what),
    press: async (...keys) => {
      for (const key of keys) await page.keyboard.press(key)
    },
    type: async (text) => page.keyboard.type(text),
    open,
    follow: async (what) => {
      await goTo(what)
      await open()
    },
    focused: async () => page.evaluate<string>('document.activeElement?.id ?? ""'),
    reads: async (part) => (await page.locator(part).innerText()).replaceAll(/\s+/g, ' '),
  }
}
