import { everybody } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import type { Route } from '../route.ts'
import { referralsContent } from './content.ts'

export const referrals: Route = {
  page: 'referrals',
  path: '/referrals',
  may: everybody,
  read: (reading) => referralsContent(reading, nothing),
}
