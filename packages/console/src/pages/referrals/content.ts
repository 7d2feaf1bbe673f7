import { html } from 'hono/html'
import type { Html } from '../../parts/html.ts'
import { attentionCount } from '../attention-count.ts'
import type { Content, Reading } from '../reading.ts'
import { filterOf } from './filter.ts'
import { referralsPage } from './page.ts'
import { nearestTo, readPage } from './read.ts'

/** How many rows stand on a page. */
const mostShown = 25

/** The page, below what came of an act. */
export async function referralsContent(reading: Reading, feedback: Html): Promise<Content> {
  const filter = filterOf(reading.query)
  const page = await readPage(filter, mostShown, reading)
  const nearest = page.total === 0 ? await nearestTo(filter, reading) : null
  return {
    content: html`${feedback}${referralsPage(filter, page, nearest, reading)}`,
    attention: await attentionCount(reading),
  }
}
