import { administrators } from '../../roles.ts'
import { attentionCount } from '../attention-count.ts'
import { missingReasons, mostMissing } from '../mappings/missing.ts'
import type { Route } from '../route.ts'
import { goingLiveOf } from './model.ts'
import { goingLivePage } from './page.ts'

export const goingLive: Route = {
  page: 'going-live',
  path: '/going-live',
  may: administrators,
  read: async (reading) => {
    const { host, deployment, nowMs } = reading
    const [flows, ages, attention] = await Promise.all([
      host.ledger.status(deployment.name),
      host.ledger.oldestBySubject(deployment.name, missingReasons, mostMissing),
      attentionCount(reading),
    ])
    return { content: goingLivePage(goingLiveOf({ deployment, nowMs, flows, ages }), reading), attention }
  },
}
