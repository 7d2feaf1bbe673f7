import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoryWorld } from '../../packages/service/src/story/world.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { somebodyAt, type Person } from './keyboard.ts'
import { playedStory } from './pages.ts'
import { openSandboxPages, type SandboxPages } from './sandbox-pages.ts'

/** What whoever tries the sandbox out does at both desks, by the keyboard alone and without a script. */
describe.runIf(hasBrowser)('at the desks of the sandbox', () => {
  let browser: Browser
  let world: StoryWorld
  let pages: SandboxPages
  let person: Person

  beforeAll(async () => {
    browser = await openBrowser()
    world = await playedStory()
    pages = await openSandboxPages(world)
    person = await somebodyAt(browser, pages.address)
  })
  afterAll(async () => {
    expect(pages.faults).toEqual([])
    await browser.close()
    await pages[Symbol.asyncDispose]()
    await world.close()
  })

  /** Has the exchange look, and waits for what came of it. */
  async function look(flow: string): Promise<void> {
    await person.follow(new RegExp(`^button "${flow}"`))
    while (!(await person.reads('#done')).includes('was run'))
      await person.follow(/^link "See how far it is"/)
  }

  async function sitAt(desk: string): Promise<void> {
    await person.backTo(new RegExp(`^link "${desk}"`))
    await person.open()
    expect(await person.reads('h1')).toBe(desk)
  }

  const newest = (): Promise<string> => person.reads('tbody tr:first-child')

  test('a child is referred; the caseworker sees it and rejects; the officer reads why', async () => {
    const { follow, goTo, press, reads } = person
    expect(await reads('h1')).toBe('Two agencies, one child, and nothing lost between them')
    await follow(/^link "Take this seat.*officer"/)
    await follow(/^button "Refer to Primero"/)
    expect(await reads('#done h2')).toBe('It is referred')
    const number = await reads('tbody tr:first-child th')
    await look('UNHCR refers')
    expect(await newest()).toContain('Arrived, waiting for an answer')

    await sitAt('The caseworker’s desk')
    expect(await reads('section:has(#asked) li:first-child')).toContain(number)
    await goTo(/Reject …/)
    await press('Enter')
    await goTo(/^combobox "Why"/)
    await press('ArrowDown')
    await follow(/^button "Reject, with this reason/)
    expect(await reads('#done h2')).toBe('Your answer stands')
    await look('Caseworkers answer')

    await sitAt('The officer’s desk')
    expect(await newest()).toContain(number)
    expect(await newest()).toContain('Rejected')
    expect(await newest()).toContain('The family has moved away')
  })

  test('a type of service that nobody agreed on is not delivered, and the officer reads why', async () => {
    const { follow, goTo, press } = person
    await goTo(/^combobox "What for"/)
    await press('End')
    await follow(/^button "Refer to Primero"/)
    await look('UNHCR refers')
    expect(await newest()).toContain('Not delivered')
    expect(await newest()).toContain('the service type "Recreation" is not among the agreed ones')
  })

  test('a child whose family takes its consent back is not referred; with it UNHCR answers, and Primero shows that', async () => {
    const { follow, goTo, press, reads } = person
    await sitAt('The caseworker’s desk')
    await goTo(/^checkbox "for services"/)
    await press(' ')
    await follow(/^button "Refer to UNHCR"/)
    expect(await reads('#done h2')).toBe('Primero does not take this')
    await follow(/^button "Refer to UNHCR"/)
    await look('Caseworkers refer')
    await sitAt('The officer’s desk')
    await follow(/^button "Accept.*REF-IOP/)
    await look('UNHCR answers')
    await sitAt('The caseworker’s desk')
    expect(await newest()).toContain('Accepted')
  })
})
