import { everybody } from '../../roles.ts'
import type { Route } from '../route.ts'
import { attentionContent } from './content.ts'
import { triedFeedback } from './feedback.ts'

export const attention: Route = {
  page: 'attention',
  path: '/attention',
  may: everybody,
  read: async (reading) => attentionContent(reading, await triedFeedback(reading)),
}
