import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { holdAnother, recordConsent } from './held.ts'
import { somebodyAt, type Person } from './keyboard.ts'
import { openPages, playedStory } from './pages.ts'
import { openSandboxPages, type SandboxPages } from './sandbox-pages.ts'

/** What people ask the console, each by the keyboard alone and without a script, and in how many pages they are answered. */
describe.runIf(hasBrowser)('a question is answered', () => {
  let browser: Browser
  let world: StoryWorld
  let pages: SandboxPages
  let entered: NonNullable<BrowserContextOptions['storageState']>

  beforeAll(async () => {
    browser = await openBrowser()
    world = await playedStory()
    await holdAnother(world)
    pages = await openSandboxPages(world)
    const { context } = await somebodyAt(browser, pages.address)
    entered = await context.storageState()
    await context.close()
  })
  afterAll(async () => {
    expect(pages.faults).toEqual([])
    await browser.close()
    await pages[Symbol.asyncDispose]()
    await world.close()
  })

  /** Somebody who has entered asks, from Today or wherever they were led to. */
  async function asks(question: (person: Person) => Promise<void>, from = '/d/sandbox/today'): Promise<void> {
    const person = await somebodyAt(browser, `${pages.url}${from}`, { storageState: entered })
    await question(person)
    await person.context.close()
  }

  const lane = (flow: string): string => `.lane:has(a:text-is("${flow}"))`

  test('did yesterday’s referrals arrive? On Today', () =>
    asks(async ({ reads, opened }) => {
      expect(await reads('h1')).toBe('All four flows are running. 2 referrals need someone.')
      expect(await reads(lane('UNHCR refers'))).toContain('11 confirmed 0 waiting 0 need attention')
      expect(await reads('section:has(h2:text-is("Lately"))')).toContain('in Primero, and UNHCR knows')
      expect(opened()).toBe(0)
    }))

  test('which did not, why, whose move, what do I do? One page', () =>
    asks(async ({ follow, goTo, press, reads, opened }) => {
      await follow(/^link "Needs attention 2"/)
      expect(await reads('h1')).toBe('2 need someone')
      const cause = await reads('article.cause')
      expect(cause).toContain(
        'The case does not show consent for services and for sharing. Nothing has been sent.',
      )
      expect(cause).toContain('What to do: Record the consent in the case, or revoke the referral.')
      expect(cause).toContain('Whose move: The caseworker')
      await goTo(/Show the 2/)
      await press('Enter')
      expect(await reads('article.cause .cols')).toMatch(/case \w+ case \w+/)
      expect(opened()).toBe(1)
    }))

  test('where is this child’s referral? One page, by any number', () =>
    asks(async ({ goTo, type, open, reads, opened }) => {
      await goTo(/^searchbox "Find a referral by any number"/)
      await type('803-26-prtitv-1000002')
      await open()
      expect(await reads('h1')).toBe('803-26-PRTITV-1000002')
      expect(await reads('.story')).toContain('Primero')
      expect(opened()).toBe(1)
    }))

  test('did the decisions come back? On Today', () =>
    asks(async ({ reads, opened }) => {
      expect(await reads(lane('Caseworkers answer'))).toContain('7 confirmed 0 waiting')
      expect(await reads(lane('UNHCR answers'))).toContain('5 confirmed 0 waiting')
      expect(opened()).toBe(0)
    }))

  test('did the decisions come back? Two pages, each decision', () =>
    asks(async ({ follow, goTo, press, reads, page, opened }) => {
      await follow(/^link "Referrals"/)
      await goTo(/^combobox "Decision"/)
      await press('ArrowDown')
      await follow(/^button "Show"/)
      const decisions = await page.locator('tbody td[data-label="Decision"]').allInnerTexts()
      expect(decisions.length).toBeGreaterThan(0)
      expect(new Set(decisions)).toEqual(new Set(['Accepted']))
      expect(await reads('h2:has-text("referrals")')).toContain(`${decisions.length} referrals`)
      expect(opened()).toBe(2)
    }))

  test('totals of a period, as a file? Two pages and the file; reports will save one of them', () =>
    asks(async ({ follow, goTo, type, press, page, opened }) => {
      await follow(/^link "Referrals"/)
      await goTo(/^textbox "Found from"/)
      await type('01012020')
      await follow(/^button "Show"/)
      await goTo(/^button "All 18 as a file/)
      const [file] = await Promise.all([page.waitForEvent('download'), press('Enter')])
      expect(file.suggestedFilename()).toMatch(/referrals.*\.csv$/)
      const held = await text(await file.createReadStream())
      expect(held.trim().split('\r\n')).toHaveLength(19)
      expect(opened()).toBe(2)
    }))

  test('are the promises of data protection kept? Two pages', () =>
    asks(async ({ follow, goTo, press, reads, opened }) => {
      await follow(/^link "Audit"/)
      await goTo(/What is kept of a referral/)
      await press('Enter')
      expect(await reads('details[open]')).toMatch(/name|birth/i)
      await follow(/^link "Going live"/)
      expect(await reads('main')).toContain('The agreement on sharing is named')
      expect(opened()).toBe(2)
    }))

  test('is it us or a system, did anything get lost? One page, and one press that compares', () =>
    asks(async ({ follow, reads, focused, opened }) => {
      await follow(/^link "Health"/)
      expect(await reads('h1')).toBe('Both systems answer, and nothing holds the exchange up.')
      expect(opened()).toBe(1)
      await follow(/^button "Compare now"/)
      expect(await focused()).toBe('done')
    }))

  test('who did what, and when? Two pages', () =>
    asks(async ({ follow, goTo, press, reads, opened }) => {
      await follow(/^link "Audit"/)
      await goTo(/^combobox "Who"/)
      await press('ArrowDown')
      await follow(/^button "Show"/)
      expect(await reads('tbody tr:last-child')).toMatch(/sandbox Signed in/)
      expect(opened()).toBe(2)
    }))

  test('what is shared at all? Two pages', () =>
    asks(async ({ follow, reads, opened }) => {
      await follow(/^link "Mappings"/)
      await follow(/^link "Fields: referral to UNHCR"/)
      expect(await reads('main table')).toContain('proGres')
      expect(opened()).toBe(2)
    }))

  test('what was changed? One page', () =>
    asks(async ({ follow, reads, opened }) => {
      await follow(/^link "Flows"/)
      expect(await reads('section:has(h2:text-is("What was changed"))')).toContain(
        'Nobody has paused a flow yet.',
      )
      expect(opened()).toBe(1)
    }))

  test('what is wrong with a form has the focus, leads to its field, and keeps what was typed', () =>
    asks(async ({ follow, goTo, press, type, open, reads, focused, page }) => {
      await follow(/^link "Flows"/)
      await goTo(/Pause … : UNHCR refers/)
      await press('Enter')
      await goTo(/^textbox/)
      await type('call +254 712 345 678')
      await open()
      expect(await reads(':focus')).toContain('Nothing was done: 1 thing has to be changed')
      await goTo(/^link "This is kept for ever/)
      await press('Enter')
      expect(await focused()).toBe('why-f11')
      expect(await page.locator(':focus').inputValue()).toBe('call +254 712 345 678')
      await press('Control+A')
      await type('the mapping is under review')
      await open()
      expect(await focused()).toBe('done')
      expect(await reads('#done')).toContain('“UNHCR refers” is paused')
      await goTo(/^button "Let it run again/)
      await open()
      expect(await focused()).toBe('done')
    }))

  test('whoever goes back sees how it is now, and cannot press what was done', () =>
    asks(async ({ follow, goTo, press, type, open, reads, page }) => {
      await follow(/^link "Flows"/)
      await goTo(/Pause … : Caseworkers answer/)
      await press('Enter')
      await goTo(/^textbox/)
      await type('Primero is being upgraded')
      await open()
      await page.goBack()
      expect(await reads('h1')).toBe('Flows')
      expect(await reads('main')).toContain('“Caseworkers answer” is paused')
      expect(await page.locator('summary', { hasText: 'Pause … : Caseworkers answer' }).count()).toBe(0)
      await goTo(/^'?button "Let it run again/)
      await open()
      expect(await reads('#done')).toContain('“Caseworkers answer” runs again')
    }))

  test('how do countries compare? One page, from the name of the console’s head', async () => {
    await using two = await openPages(world, 'viewer', [{ name: 'duhok', title: 'Iraq – Duhok' }])
    const person = await somebodyAt(browser, `${two.url}/d/sandbox/today`)
    const { follow, reads, opened, context } = person
    await follow(/^link "All countries"/)
    expect(await reads('h1')).toMatch(/^Two countries\./)
    expect(await reads('tbody tr:first-child')).toContain('11')
    expect(opened()).toBe(1)
    await context.close()
  })

  test('an alarm: its cause, its scope, and trying again safely. From its address, two pages', () =>
    asks(async ({ follow, goTo, press, reads, opened }) => {
      await follow(/^link "The case does not show consent/)
      expect(await reads('article.cause')).toContain('2The case does not show consent')
      await goTo(/Show the 2/)
      await press('Enter')
      await follow(/^button "Try these 2 again/)
      expect(await reads('#done')).toContain('2 referrals are tried again')
      expect(opened()).toBe(2)
    }))

  test('fix those two: two pages, and the focus is on what came of it', () =>
    asks(async ({ follow, reads, focused, opened }) => {
      recordConsent(world)
      await follow(/^link "Needs attention 2"/)
      await follow(/^'?button "Try these 2 again/)
      expect(await focused()).toBe('done')
      expect(await reads('#done')).toContain('2 referrals are tried again')
      expect(opened()).toBe(2)
      await expect.poll(() => world.inNeed(), { timeout: 60_000 }).toBe(null)
    }))
})
