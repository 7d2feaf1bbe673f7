import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../../test/console/browser.ts'
import { guideFolder, guideLanguages } from '../../test/documents/guide.ts'
import { pictureNames, pictures, type Picture } from './pictures.ts'
import { openScene } from './scene.ts'

const width = 1366
/** What is further down is left out: a picture is to be seen at a glance. */
const mostHeight = 1000
const margin = 16

/** Takes every picture anew, in place of those that are there. */
export async function takePictures(): Promise<void> {
  await using scene = await openScene()
  const browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width, height: mostHeight } })
  await page.goto(scene.entrance)
  const address = `${scene.url}/d/sandbox`
  await compareBoth(page, `${address}/health`)
  const all = pictures(scene.known)
  for (const language of guideLanguages) {
    const folder = join(guideFolder(language), 'pictures')
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) rmSync(join(folder, name))
    await page.context().addCookies([{ name: 'language', value: language, url: scene.url }])
    for (const name of pictureNames) {
      await page.goto(`${address}/${all[name].path}`)
      await all[name].first?.(page, language)
      await take(page, all[name], join(folder, `${name}.png`))
    }
  }
  await browser.close()
}

/** Lets both systems be compared, and looks until they are. */
async function compareBoth(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.locator('section[aria-labelledby=compare-h] button').click()
  do await page.goto(address)
  while ((await page.locator('#far').count()) > 0)
}

async function take(page: Page, { from = 'main', to = from }: Picture, path: string): Promise<void> {
  const [content, top, bottom] = await Promise.all(
    ['main', from, to].map(async (selector) => {
      const box = await page.locator(selector).first().boundingBox()
      if (box === null) throw new Error(`${path}: the page does not show ${selector}.`)
      return box
    }),
  )
  const y = Math.max(content?.y ?? 0, (top?.y ?? 0) - margin)
  const height = Math.min(mostHeight, (bottom?.y ?? 0) + (bottom?.height ?? 0) + margin - y)
  await page.screenshot({ path, fullPage: true, clip: { x: 0, y, width, height } })
}
