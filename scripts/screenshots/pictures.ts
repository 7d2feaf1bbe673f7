import type { Page } from 'playwright-core'
import type { GuideLanguage } from '../../test/documents/guide.ts'

/** Every picture, by the name of its file. */
export const pictureNames = [
  'today',
  'needs-attention',
  'referral',
  'referrals',
  'notice',
  'settle',
  'flows',
  'health',
  'compare',
  'mappings',
] as const

/** How a picture is taken: a page of the console as somebody sees it, or a part of it in its whole width. */
export interface Picture {
  /** Below the address of the deployment. */
  readonly path: string
  /** What is done on the page first. */
  readonly first?: (page: Page, language: GuideLanguage) => Promise<void>
  /** What it begins with, by its selector: the content of the page where absent. */
  readonly from?: string
  /** What it ends with; what it begins with where absent. */
  readonly to?: string
}

/** What the pictures need to know of the story. */
export interface Known {
  /** The number of a referral that went all the way. */
  readonly decided: string
  /** The number of the referral of which consent was withdrawn. */
  readonly withdrawn: string
}

/** How each picture is taken, by its name. */
export function pictures({
  decided,
  withdrawn,
}: Known): Readonly<Record<(typeof pictureNames)[number], Picture>> {
  return {
    today: { path: 'today', to: '.books' },
    'needs-attention': { path: 'attention', to: 'main article >> nth=1' },
    referral: { path: `referral?number=${decided}`, to: 'main .story' },
    referrals: { path: 'referrals', to: 'tbody tr >> nth=4' },
    notice: { path: `notice?number=${withdrawn}` },
    settle: { path: `referral?number=${withdrawn}`, first: askToSettle },
    flows: { path: 'flows', first: openPause, to: 'section#f11' },
    health: { path: 'health', to: 'main .two' },
    compare: { path: 'health', from: 'section[aria-labelledby=compare-h]' },
    mappings: { path: 'mappings', to: 'tbody tr >> nth=4' },
  }
}

async function openPause(page: Page): Promise<void> {
  await page.locator('section#f11 summary').last().click()
}

/** How a referral was settled, in the words of whoever did it. */
const why: Readonly<Record<GuideLanguage, string>> = {
  en: 'Confirmed by UNHCR in writing on Monday.',
  fr: 'Confirmé par écrit par le HCR lundi.',
}

/** Fills in the form of a referral that was settled outside, as far as the page that asks once more. */
async function askToSettle(page: Page, language: GuideLanguage): Promise<void> {
  const form = page.locator('form[action$="/settle/check"]')
  await page.locator('details', { has: form }).locator('summary').click()
  await form.locator('input[type=radio]').first().check()
  await form.locator('textarea').fill(why[language])
  await form.locator('button').click()
  await page.locator('form[action$="/settle"]').waitFor()
}
