import { everybody } from '../../roles.ts'
import { triedFeedback } from '../attention/feedback.ts'
import type { Route } from '../route.ts'
import { referralsContent } from './content.ts'

export const referrals: Route = {
  page: 'referrals',
  path: '/referrals',
  may: everybody,
  read: async (reading) => referralsContent(reading, await triedFeedback(reading)),
}
