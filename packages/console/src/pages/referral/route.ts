import { everybody } from '../../roles.ts'
import { nothing } from '../../words/say.ts'
import { referralPath } from '../addresses.ts'
import type { Route } from '../route.ts'
import { referralContent } from './content.ts'

/** One referral over both directions, found by any number of it that is of no person. */
export const referral: Route = {
  page: 'referrals',
  title: 'referral.title',
  path: referralPath,
  may: everybody,
  read: async (reading) => referralContent(reading.query.get('number') ?? '', nothing, reading),
}
