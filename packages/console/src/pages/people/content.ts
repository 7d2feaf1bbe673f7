import { html } from 'hono/html'
import { z } from 'zod'
import type { Act } from '../../acts/act.ts'
import { feedback } from '../../parts/feedback.ts'
import type { Html } from '../../parts/html.ts'
import { nothing } from '../../words/say.ts'
import { attentionCount } from '../attention-count.ts'
import type { FileRoute } from '../file.ts'
import type { Content, Reading } from '../reading.ts'
import type { Route } from '../route.ts'
import { peopleOf } from './model.ts'
import { peoplePage } from './page.ts'

const dayMs = 86_400_000

/** Everything that somebody may open, take or do. */
export interface Everything {
  readonly routes: readonly Route[]
  readonly files: readonly Pick<FileRoute, 'may' | 'does'>[]
  readonly acts: readonly Act[]
}

/** The page, below what came of an act. */
export async function peopleContent(
  { routes, files, acts }: Everything,
  above: Html,
  reading: Reading,
): Promise<Content> {
  const { host, deployment, nowMs } = reading
  const [accounts, attention] = await Promise.all([
    host.ledger.accounts(deployment.name, new Date(nowMs - dayMs).toISOString()),
    attentionCount(reading),
  ])
  const shown = peopleOf({
    accounts,
    seen: routes.map(({ page, title, may }) => ({ may, does: title ?? `page.${page}` })),
    done: [...acts, ...files],
  })
  return { content: html`${above}${peoplePage(shown, reading)}`, attention }
}

const Ended = z.enum(['all', 'none'])

/** What came of ending sessions, as the page's address says it; nothing where it says none. */
export function endedFeedback({ query, say }: Reading): Html {
  const ended = Ended.safeParse(query.get('ended'))
  if (!ended.success) return nothing
  return ended.data === 'all'
    ? feedback('ok', say('people.ended.all'), say('people.ended.all.text'))
    : feedback('pause', say('people.ended.none'), say('people.ended.none.text'))
}
