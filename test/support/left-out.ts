import { hasBrowser } from '../console/browser.ts'

/** At the end, says what this machine could not show. */
export function teardown(): void {
  if (hasBrowser) return
  process.stdout.write(
    '\nLeft out, as there is no Chromium here: the pages of the console in a real browser. `apt-get install chromium`, or say where one is by CHROMIUM=PATH.\n',
  )
}
