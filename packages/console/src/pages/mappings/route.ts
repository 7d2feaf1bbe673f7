import { everybody } from '../../roles.ts'
import { attentionCount } from '../attention-count.ts'
import type { Route } from '../route.ts'
import { missingReasons, mostMissing } from './missing.ts'
import { mappingsOf } from './model.ts'
import { mappingsPage } from './page.ts'

export const mappings: Route = {
  page: 'mappings',
  path: '/mappings',
  may: everybody,
  read: async (reading) => {
    const { host, deployment, query } = reading
    const [ages, attention] = await Promise.all([
      host.ledger.oldestBySubject(deployment.name, missingReasons, mostMissing),
      attentionCount(reading),
    ])
    const shown = mappingsOf({ mappings: deployment.mappings, ages, asked: query.get('table') })
    return { content: mappingsPage(shown, reading), attention }
  },
}
