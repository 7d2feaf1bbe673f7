import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const

/** Where the browser is: what `CHROMIUM` says, or one that Debian's packages bring; null where there is none. */
const browserPath: string | null =
  process.env['CHROMIUM'] ?? places.find((place) => existsSync(place)) ?? null

/** Opens a real browser, with letters of so many pixels by itself. Throws where there is none. */
export async function openBrowser(letters = 16): Promise<Browser> {
  if (browserPath === null)
    throw new Error('There is no Chromium here: apt-get install chromium, or CHROMIUM=PATH.')
  const args = ['--no-sandbox', '--disable-quic', `--blink-settings=defaultFontSize=${letters}`]
  return chromium.launch({ executablePath: browserPath, args })
}

/** Whether tests of pages in a browser run: where one must be there and is not, they fail. */
export const hasBrowser = browserPath !== null || process.env['REQUIRE_BROWSER'] === '1'
