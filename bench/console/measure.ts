import { ask, type Answer } from './ask.ts'
import type { Asked } from './pages.ts'

/** How quickly a page comes, and how much it weighs. */
export interface PageCell {
  readonly name: string
  readonly median: number
  readonly p95: number
  /** Of the page and all that it loads, compressed. */
  readonly firstVisit: number
  /** Style sheets that it loads, as they are. */
  readonly sheets: number
}

/** Asks one page so many times, one after the other. Throws where it is not answered as it should be. */
export async function measurePage(base: string, page: Asked, times: number): Promise<PageCell> {
  const address = await placeOf(base, page)
  const answers: Answer[] = []
  // The first one fills what is kept between requests, and is not counted.
  for (let round = 0; round <= times; round += 1) {
    const answer = await ask(address, page.posts)
    if (answer.status !== 200 && answer.status !== 303) {
      throw new Error(`${page.name}: ${answer.status} at ${address.pathname}${address.search}`)
    }
    answers.push(answer)
  }
  const [first, ...counted] = answers
  const ms = counted.map((answer) => answer.ms).toSorted((one, other) => one - other)
  const at = (part: number): number => ms[Math.min(ms.length - 1, Math.floor(ms.length * part))] ?? Number.NaN
  const loaded = await Promise.all(
    loadedBy(first?.text ?? '').map(async (asset) => [asset, await ask(new URL(asset, base))] as const),
  )
  const sheets = loaded.filter(([asset]) => asset.endsWith('.css'))
  return {
    name: page.name,
    median: at(0.5),
    p95: at(0.95),
    firstVisit: (first?.bytes ?? 0) + summed(loaded.map(([, { bytes }]) => bytes)),
    sheets: summed(sheets.map(([, { text }]) => Buffer.byteLength(text))),
  }
}

/** Where a page is; one that is deep in a list is reached by the links of those before it. */
async function placeOf(base: string, page: Asked): Promise<URL> {
  let address = new URL(page.address, base)
  for (let walked = 0; walked < (page.deep ?? 0); walked += 1) {
    const { text } = await ask(address)
    const link = /<a[^>]*rel="next"[^>]*>/.exec(text)?.[0] ?? ''
    const next = /href="([^"]*)"/.exec(link)?.[1]
    if (next === undefined) break
    address = new URL(next.replaceAll('&amp;', '&'), base)
  }
  return address
}

/** What a page loads. */
function loadedBy(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/(?:href|src)="(\/assets\/[^"]*)"/g)].flatMap(([, one]) => one ?? []))]
}

function summed(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
