import { auditors } from '../../roles.ts'
import type { Act } from '../../acts/act.ts'
import { attentionCount } from '../attention-count.ts'
import type { FileRoute } from '../file.ts'
import type { Route } from '../route.ts'
import { peopleOf } from './model.ts'
import { peoplePage } from './page.ts'

const dayMs = 86_400_000

/** Everything that somebody may open, take or do. */
interface Everything {
  readonly routes: readonly Route[]
  readonly files: readonly Pick<FileRoute, 'may' | 'does'>[]
  readonly acts: readonly Act[]
}

/** The page of the people, over everything that there is. */
export function people(everything: () => Everything): Route {
  const read: Route['read'] = async (reading) => {
    const { routes, files, acts } = everything()
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
    return { content: peoplePage(shown, reading), attention }
  }
  return { page: 'people', path: '/people', may: auditors, read }
}
